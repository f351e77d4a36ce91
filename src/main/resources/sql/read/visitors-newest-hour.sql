-- the hour in which the row at this distance from the newest was last seen: no row before it can be on the page
SELECT seen_hour FROM visitor_state WHERE api_key_id = ? ORDER BY seen_hour DESC LIMIT 1 OFFSET ?
