SELECT source, prefix, ipv6, prefix_bits, status, name, domain, body, fetched_at_ms, expires_at_ms
FROM lookups
WHERE prefix IN (SELECT value FROM json_each(?))
