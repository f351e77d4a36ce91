SELECT count(*) FROM video_calls WHERE api_key = ?1 AND (?2 IS NULL OR status = ?2)
