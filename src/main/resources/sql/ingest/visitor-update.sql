-- by row id: the writer knows it, which saves the probe of the unique index
UPDATE visitor_sessions SET
  company = coalesce(?, company), location = coalesce(?, location), last_role = coalesce(?, last_role),
  website = coalesce(?, website), page_views = page_views + ?, last_seen_at = ?, total_time_seconds = ?
WHERE id = ?
