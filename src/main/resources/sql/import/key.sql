-- belongs to whom the server belongs to, like a key of the command line
INSERT INTO api_keys
  (api_key, key_type, client_name, website, backend_url, created_at, last_used_at, status, usage_count, notes,
   organization_id)
VALUES (?, ?, ?, ?, ?, coalesce(?, CURRENT_TIMESTAMP), ?, ?, ?, ?,
        (SELECT CASE WHEN count(*) = 1 THEN min(id) END FROM organizations))
