SELECT id, visitor_id, session_id, company, visitor_role, status, invited_at, connected_at, ended_at, duration_seconds,
       connection_time_seconds, is_qualified_lead, lead_quality_score, lead_quality, notes
FROM video_calls WHERE api_key = ?1 AND (?2 IS NULL OR status = ?2) ORDER BY invited_at DESC, id DESC LIMIT ?3
