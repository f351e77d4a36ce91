-- the state of one visitor
SELECT v.id, unixepoch(v.first_seen_at) * 1000 AS first_seen_ms, v.page_views,
       s.last_event_at_ms, s.last_event_was_exit, s.total_time_ms, s.engaged_ms, s.company_source, s.seen_hour,
       s.engagement_marks
FROM visitor_sessions v JOIN visitor_state s ON s.visitor_session_id = v.id
WHERE v.api_key = ? AND v.visitor_id = ?
