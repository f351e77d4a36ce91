SELECT coalesce((SELECT min(first_id) FROM event_spool), (SELECT last_id + 1 FROM spool_state))
