-- the oldest record tells
SELECT 1 FROM (SELECT last_id, committed_at_ms FROM event_spool ORDER BY first_id LIMIT 1)
WHERE last_id <= min(?, (SELECT states_to FROM spool_state)) AND committed_at_ms < ?
