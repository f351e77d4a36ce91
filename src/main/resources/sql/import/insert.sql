INSERT INTO imports
  (api_key_id, kind, source_name, fingerprint, rows_done, counted, duplicates, by_kind, skipped, started_at_ms)
VALUES (?, ?, ?, ?, 0, 0, 0, '{}', '{}', ?)
