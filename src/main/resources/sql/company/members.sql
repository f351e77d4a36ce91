SELECT v.id, v.visitor_id, v.website, coalesce(s.company_source, 0)
FROM visitor_companies m JOIN visitor_sessions v ON v.id = m.visitor_session_id
LEFT JOIN visitor_state s ON s.visitor_session_id = v.id
WHERE m.company_id = ? AND m.visitor_session_id > ? ORDER BY m.visitor_session_id LIMIT ?
