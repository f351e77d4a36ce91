SELECT day, visitors, visits, page_views, bounces, visit_seconds, events FROM imported_days
WHERE api_key_id = ? AND dimension = 'total' AND day >= ? AND day < ? ORDER BY day
