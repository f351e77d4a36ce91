-- For visitors without an id of their own: hashed with the salt of the day, which is deleted when the day is over.
CREATE TABLE daily_salts (
  day INTEGER PRIMARY KEY,                       -- days since the epoch, UTC
  salt BLOB NOT NULL
);
