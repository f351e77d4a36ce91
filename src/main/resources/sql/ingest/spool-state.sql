UPDATE spool_state SET last_id = ?, states_to = ? WHERE one = 1
