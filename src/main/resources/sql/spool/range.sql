-- Without an index on the time: ids and times grow together, and this is asked rarely.
SELECT coalesce(min(first_id), 1), coalesce(max(last_id), 0) FROM (
  SELECT first_id, last_id FROM event_spool WHERE committed_at_ms >= ?1 AND committed_at_ms < ?2
  UNION ALL
  SELECT min(event_id), max(event_id) FROM excluded_events WHERE committed_at_ms >= ?1 AND committed_at_ms < ?2)
