-- Without an index on the time: ids and times grow together, and this is asked rarely.
SELECT coalesce(min(first_id), 1), coalesce(max(last_id), 0) FROM event_spool WHERE committed_at_ms >= ? AND committed_at_ms < ?
