-- newest batches first; the reader stops at the time that it looks back to
SELECT committed_at_ms, body FROM event_spool ORDER BY first_id DESC
