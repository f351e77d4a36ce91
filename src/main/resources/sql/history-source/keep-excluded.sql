INSERT OR IGNORE INTO excluded_events (event_id, committed_at_ms, body) VALUES (?, ?, ?)
