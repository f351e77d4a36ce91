SELECT id, api_key_id, coalesce(merged_into, 0), treatment, name, domain, industry, country,
       coalesce(employees_range, CAST(employees AS TEXT)), revenue
FROM companies ORDER BY id
