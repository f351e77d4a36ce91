UPDATE companies SET to_apply = 0 WHERE id = ? AND updated_at_ms = ?
