SELECT id, company, location, last_role, website, coalesce(page_views, 0), coalesce(unixepoch(first_seen_at), 0),
       coalesce(unixepoch(last_seen_at), 0), coalesce(total_time_seconds, 0)
FROM visitor_sessions WHERE api_key = ? AND visitor_id = ?
