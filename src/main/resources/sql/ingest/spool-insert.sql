INSERT INTO event_spool (first_id, last_id, committed_at_ms, body) VALUES (?, ?, ?, ?)
