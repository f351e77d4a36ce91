SELECT e.* FROM events e JOIN visits v ON v.id = e.visit JOIN chains c ON c.visitor = v.visitor AND c.chain_ms = v.chain_ms
WHERE e.at_ms >= ? AND e.at_ms <= ?
