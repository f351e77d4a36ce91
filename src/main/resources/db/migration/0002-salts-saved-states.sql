-- For visitors without an id of their own: hashed with the salt of the day, which is deleted when the day is over.
CREATE TABLE daily_salts (
  day INTEGER PRIMARY KEY,                       -- days since the epoch, UTC
  salt BLOB NOT NULL
);

-- Rows of visitor_state are saved a few seconds after the events that change them, and the spool has what they lack:
-- all events up to states_to are in them, and each row names the newest event that it holds.
ALTER TABLE visitor_state ADD COLUMN last_event_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE spool_state ADD COLUMN states_to INTEGER NOT NULL DEFAULT 0;
UPDATE spool_state SET states_to = last_id;
