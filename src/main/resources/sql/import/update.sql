UPDATE imports SET
  rows_done = ?, counted = ?, duplicates = ?, by_kind = ?, skipped = ?, from_ms = ?, to_ms = ?, finished_at_ms = ?
WHERE id = ?
