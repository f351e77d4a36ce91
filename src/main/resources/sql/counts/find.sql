SELECT day, what, n FROM daily_counts WHERE api_key_id = ? AND topic = ? AND day BETWEEN ? AND ? ORDER BY day, n DESC, what
