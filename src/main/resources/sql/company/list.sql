SELECT c.*, coalesce(v.visitors, 0) AS visitors, coalesce(v.page_views, 0) AS page_views, v.last_seen_at
FROM companies c LEFT JOIN (
  SELECT m.company_id, COUNT(*) AS visitors, SUM(s.page_views) AS page_views, MAX(s.last_seen_at) AS last_seen_at
  FROM visitor_companies m JOIN visitor_sessions s ON s.id = m.visitor_session_id
  WHERE m.company_id IN (SELECT id FROM companies WHERE api_key_id = ?1) GROUP BY m.company_id
) v ON v.company_id = c.id
WHERE c.api_key_id = ?1
  AND (?2 IS NULL OR instr(lower(c.name), lower(?2)) > 0 OR instr(lower(c.source_name), lower(?2)) > 0
       OR instr(c.domain, lower(?2)) > 0)
ORDER BY v.last_seen_at DESC NULLS LAST, c.id DESC LIMIT ?3 OFFSET ?4
