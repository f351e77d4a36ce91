-- batches that the index of event ids has not seen and whose repeats are still recognized
SELECT last_id, body FROM event_spool WHERE first_id > ? AND committed_at_ms > ? ORDER BY first_id
