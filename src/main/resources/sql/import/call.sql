INSERT OR IGNORE INTO video_calls
  (api_key, visitor_id, session_id, company, visitor_role, status, invited_at, connected_at, ended_at, duration_seconds,
   connection_time_seconds, is_qualified_lead, lead_quality_score, lead_quality, notes)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
