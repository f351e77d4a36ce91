-- An empty name brings the source's name back; merged into 0: no longer merged.
UPDATE companies SET
  name = CASE WHEN ?3 IS NULL THEN name WHEN ?3 = '' THEN source_name ELSE ?3 END,
  name_by_owner = CASE WHEN ?3 IS NULL THEN name_by_owner ELSE ?3 <> '' END,
  treatment = coalesce(?4, treatment),
  merged_into = iif(?5 IS NULL, merged_into, nullif(?5, 0)),
  to_apply = 1, updated_at_ms = max(?6, updated_at_ms + 1)
WHERE api_key_id = ?1 AND id = ?2
