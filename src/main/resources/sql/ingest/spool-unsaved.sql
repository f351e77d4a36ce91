-- batches with events that are not in all states of visitors yet
SELECT first_id, body FROM event_spool WHERE last_id > ? ORDER BY first_id
