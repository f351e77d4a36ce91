SELECT prefix, source
FROM lookups
WHERE (?1 IS NULL OR prefix IN (SELECT value FROM json_each(?1)))
  AND (?2 IS NULL OR lower(name) = lower(?2) OR domain = lower(?2))
  AND (?3 IS NULL OR status = ?3)
  AND (prefix, source) > (?4, ?5)
ORDER BY prefix, source
LIMIT ?6
