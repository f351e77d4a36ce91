SELECT id FROM companies WHERE api_key_id = ? AND source_name = ? COLLATE NOCASE AND domain IS NULL
