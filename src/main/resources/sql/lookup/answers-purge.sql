DELETE FROM lookups
WHERE (prefix, source) IN (
  SELECT prefix, source
  FROM lookups
  WHERE expires_at_ms < ?1 AND fetched_at_ms < ?1
  LIMIT ?2)
