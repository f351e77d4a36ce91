SELECT day, source, memory_hits, disk_hits, calls, found, not_found, failed, skipped, credits_used, credits_saved
FROM lookup_days
WHERE day BETWEEN ? AND ?
ORDER BY day, source
