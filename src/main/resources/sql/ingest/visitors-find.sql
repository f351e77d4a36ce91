-- the states of visitors of one key; a row that came without a state, by an import or by hand, gets one with its next event
SELECT v.visitor_id, v.id, coalesce(unixepoch(v.first_seen_at), 0) * 1000 AS first_seen_ms, coalesce(v.page_views, 0),
       coalesce(s.last_event_at_ms, unixepoch(v.last_seen_at) * 1000, 0), coalesce(s.last_event_was_exit, 0),
       coalesce(s.total_time_ms, v.total_time_seconds * 1000, 0), coalesce(s.engaged_ms, 0),
       coalesce(s.company_source, 0), coalesce(s.seen_hour, 0), s.engagement_marks, coalesce(s.last_event_id, 0),
       coalesce(m.company_id, 0)
FROM visitor_sessions v LEFT JOIN visitor_state s ON s.visitor_session_id = v.id
     LEFT JOIN visitor_companies m ON m.visitor_session_id = v.id
WHERE v.api_key = ? AND v.visitor_id IN (?)
