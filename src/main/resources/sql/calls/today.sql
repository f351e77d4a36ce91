SELECT count(*), coalesce(sum(connected_at IS NOT NULL), 0), coalesce(sum(is_qualified_lead), 0),
       coalesce(avg(duration_seconds), 0)
FROM video_calls WHERE api_key = ? AND invited_at >= ?
