SELECT v.id, company, location, last_role, website, coalesce(page_views, 0), coalesce(unixepoch(first_seen_at), 0),
       coalesce(unixepoch(last_seen_at), 0), coalesce(total_time_seconds, 0), coalesce(c.company_id, 0), visitor_id
FROM visitor_sessions v LEFT JOIN visitor_companies c ON c.visitor_session_id = v.id
WHERE v.id = ?
