SELECT * FROM companies WHERE to_apply = 1 ORDER BY updated_at_ms LIMIT ?
