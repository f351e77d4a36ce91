INSERT INTO lookups
  (source, prefix, ipv6, prefix_bits, status, name, domain, body, fetched_at_ms, expires_at_ms)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (prefix, source) DO UPDATE SET
  ipv6 = excluded.ipv6,
  prefix_bits = excluded.prefix_bits,
  status = excluded.status,
  name = excluded.name,
  domain = excluded.domain,
  body = excluded.body,
  fetched_at_ms = excluded.fetched_at_ms,
  expires_at_ms = excluded.expires_at_ms
