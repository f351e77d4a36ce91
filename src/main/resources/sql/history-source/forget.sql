-- not beyond what a start after a crash needs to bring the states of visitors up to date
DELETE FROM event_spool WHERE first_id IN (
  SELECT first_id FROM event_spool
  WHERE last_id <= min(?, (SELECT states_to FROM spool_state)) AND committed_at_ms < ?
  ORDER BY first_id LIMIT ?)
