SELECT coalesce(page_views, 0), coalesce(unixepoch(first_seen_at), 0) * 1000
FROM visitor_sessions WHERE api_key = ? AND visitor_id = ?
