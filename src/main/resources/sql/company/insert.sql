INSERT INTO companies
  (api_key_id, name, source_name, name_by_owner, domain, industry, employees, employees_range, revenue, country,
   created_at_ms, updated_at_ms)
VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10) RETURNING id
