SELECT value, sum(visitors), sum(visits), sum(page_views), sum(bounces), sum(visit_seconds), sum(events)
FROM imported_days WHERE api_key_id = ? AND dimension = ? AND day >= ? AND day < ?
GROUP BY value ORDER BY sum(visitors) DESC, value LIMIT ?
