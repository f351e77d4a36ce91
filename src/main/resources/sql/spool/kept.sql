SELECT event_id, body FROM excluded_events
WHERE event_id > ? AND committed_at_ms < ? AND event_id < (SELECT coalesce(min(first_id), 9e18) FROM event_spool)
ORDER BY event_id LIMIT ?
