UPDATE api_keys SET usage_count = usage_count + ?, last_used_at = ? WHERE id = ?
