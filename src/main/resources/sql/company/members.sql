SELECT v.id, v.visitor_id, v.website, coalesce(s.company_source, 0)
FROM visitor_sessions v LEFT JOIN visitor_state s ON s.visitor_session_id = v.id
WHERE v.company_id = ? AND v.id > ? ORDER BY v.id LIMIT ?
