-- an imported event is older than all that were known
UPDATE visitor_sessions SET first_seen_at = min(coalesce(first_seen_at, ?1), ?1) WHERE id = ?2
