SELECT first_id, last_id, body FROM event_spool WHERE first_id > ? ORDER BY first_id
