-- by row id: the writer knows it, which saves the probe of the unique index; company -1: unchanged, 0: in no list
UPDATE visitor_sessions SET
  company = coalesce(?1, company), company_id = iif(?2 < 0, company_id, nullif(?2, 0)),
  location = coalesce(?3, location), last_role = coalesce(?4, last_role),
  website = coalesce(?5, website), page_views = page_views + ?6, last_seen_at = ?7, total_time_seconds = ?8
WHERE id = ?9
