SELECT id, kind, source_name, fingerprint, rows_done, counted, duplicates, by_kind, skipped, from_ms, to_ms,
       started_at_ms, finished_at_ms
FROM imports WHERE api_key_id = ? AND fingerprint = ?
