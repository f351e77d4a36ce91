INSERT INTO lookup_days
  (day, source, memory_hits, disk_hits, calls, found, not_found, failed, skipped, credits_used, credits_saved)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (day, source) DO UPDATE SET
  memory_hits = memory_hits + excluded.memory_hits,
  disk_hits = disk_hits + excluded.disk_hits,
  calls = calls + excluded.calls,
  found = found + excluded.found,
  not_found = not_found + excluded.not_found,
  failed = failed + excluded.failed,
  skipped = skipped + excluded.skipped,
  credits_used = credits_used + excluded.credits_used,
  credits_saved = credits_saved + excluded.credits_saved
