-- From version 2.
ALTER TABLE events ADD COLUMN previous_page INTEGER DEFAULT 0;
UPDATE events SET previous_page = w.page
FROM (SELECT id, lag(page) OVER (PARTITION BY visit ORDER BY at_ms, id) AS page FROM events WHERE kind = 0 AND visit <> 0) w
WHERE w.id = events.id AND w.page <> 0;
UPDATE schema_version SET version = 3;
