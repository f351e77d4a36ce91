SELECT 1 FROM visitor_sessions WHERE id = ?
