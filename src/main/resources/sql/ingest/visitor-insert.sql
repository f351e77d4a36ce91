INSERT INTO visitor_sessions
  (id, api_key, visitor_id, company, location, last_role, website, page_views, first_seen_at, last_seen_at, total_time_seconds)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
