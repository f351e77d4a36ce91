SELECT * FROM companies WHERE id = ?
