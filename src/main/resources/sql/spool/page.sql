SELECT first_id, last_id, body FROM event_spool WHERE first_id > ? AND committed_at_ms < ? ORDER BY first_id LIMIT ?
