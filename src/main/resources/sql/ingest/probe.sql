-- a row that is gone again: the same content written back would not reach the disk, SQLite compares
BEGIN IMMEDIATE;
INSERT INTO event_spool (first_id, last_id, committed_at_ms, body) VALUES (0, 0, 0, x'');
DELETE FROM event_spool WHERE first_id = 0;
COMMIT
