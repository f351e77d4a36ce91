INSERT INTO daily_counts (api_key_id, topic, day, what, n) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (api_key_id, topic, day, what) DO UPDATE SET n = n + excluded.n
