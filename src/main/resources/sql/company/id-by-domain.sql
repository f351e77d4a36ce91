SELECT id FROM companies WHERE api_key_id = ? AND domain = ?
