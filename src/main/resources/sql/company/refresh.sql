-- A name that the owner chose is replaced only by the owner (?3).
UPDATE companies SET
  name = iif(?3 = 1 OR name_by_owner = 0, ?2, name),
  source_name = iif(?3 = 1, source_name, ?2),
  name_by_owner = max(name_by_owner, ?3),
  industry = coalesce(?5, industry), employees = coalesce(?6, employees),
  employees_range = coalesce(?7, employees_range), revenue = coalesce(?8, revenue), country = coalesce(?9, country),
  updated_at_ms = ?10
WHERE id = ?1 AND ?4 IS domain
