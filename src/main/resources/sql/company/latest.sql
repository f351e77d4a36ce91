SELECT * FROM companies
ORDER BY treatment <> 'company' OR merged_into IS NOT NULL OR name_by_owner = 1 DESC, updated_at_ms DESC LIMIT ?
