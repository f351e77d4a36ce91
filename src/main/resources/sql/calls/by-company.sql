SELECT company, count(*), sum(connected_at IS NOT NULL), sum(is_qualified_lead), coalesce(avg(duration_seconds), 0)
FROM video_calls WHERE api_key = ? AND company IS NOT NULL GROUP BY company ORDER BY count(*) DESC, company LIMIT ?
