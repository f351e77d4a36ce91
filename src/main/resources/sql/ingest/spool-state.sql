UPDATE spool_state SET last_id = ? WHERE one = 1
