DELETE FROM lookups
WHERE (prefix, source) IN (
  SELECT prefix, source
  FROM lookups
  ORDER BY expires_at_ms
  LIMIT ?)
