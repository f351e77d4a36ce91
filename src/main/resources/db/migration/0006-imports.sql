-- How far the file of an import is read. Moves in the transaction that stores its rows, so that no row is lost or
-- stored twice, whatever ends in between.
CREATE TABLE imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  api_key_id INTEGER NOT NULL,
  kind TEXT NOT NULL,                            -- d1, umami, plausible, jsonl
  source_name TEXT NOT NULL,                     -- name of the file
  fingerprint TEXT NOT NULL,                     -- of its contents
  rows_done INTEGER NOT NULL,                    -- = counted + duplicates + skipped
  counted INTEGER NOT NULL,
  duplicates INTEGER NOT NULL,                   -- of rows of this or another file
  by_kind TEXT NOT NULL,                         -- counted rows by what they are, JSON
  skipped TEXT NOT NULL,                         -- by reason: how many, and the first row, JSON
  from_ms INTEGER,                               -- oldest and newest time in the counted rows
  to_ms INTEGER,
  started_at_ms INTEGER NOT NULL,
  finished_at_ms INTEGER,                        -- null while there may be more rows
  UNIQUE (api_key_id, fingerprint)
);

-- Rows that carry an id of their own, by the day of their time so that a file in order touches few pages: the same
-- row in a later file is recognized.
CREATE TABLE imported_ids (
  api_key_id INTEGER NOT NULL,
  day INTEGER NOT NULL,                          -- days since the epoch, UTC
  hash INTEGER NOT NULL,
  PRIMARY KEY (api_key_id, day, hash)
) WITHOUT ROWID;

-- Figures by day that another program summed up. They are nobody's events and stay apart from all other figures.
CREATE TABLE imported_days (
  api_key_id INTEGER NOT NULL,
  dimension TEXT NOT NULL,                       -- total, source, page, ...
  day INTEGER NOT NULL,                          -- days since the epoch
  value TEXT NOT NULL,                           -- empty for total
  visitors INTEGER NOT NULL,
  visits INTEGER NOT NULL,
  page_views INTEGER NOT NULL,
  bounces INTEGER NOT NULL,
  visit_seconds INTEGER NOT NULL,
  events INTEGER NOT NULL,
  import_id INTEGER NOT NULL REFERENCES imports (id),
  PRIMARY KEY (api_key_id, dimension, day, value)
) WITHOUT ROWID;
