UPDATE lookups SET expires_at_ms = 0 WHERE prefix = ? AND source = ?
