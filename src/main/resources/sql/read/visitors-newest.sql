SELECT v.id, v.api_key, v.visitor_id, v.company, v.location, v.last_role, v.website, v.page_views, v.first_seen_at,
       v.last_seen_at, v.total_time_seconds
FROM visitor_state s JOIN visitor_sessions v ON v.id = s.visitor_session_id
WHERE s.api_key_id = ? AND s.seen_hour >= ?
ORDER BY v.last_seen_at DESC, v.id DESC LIMIT ? OFFSET ?
