SELECT date(invited_at), count(*), sum(connected_at IS NOT NULL)
FROM video_calls WHERE api_key = ? AND invited_at >= ? GROUP BY 1 ORDER BY 1
