-- leaves seen_hour alone, so that its index is not touched
UPDATE visitor_state SET
  last_event_at_ms = ?, last_event_was_exit = ?, total_time_ms = ?, engaged_ms = ?, company_source = ?,
  engagement_marks = ?
WHERE visitor_session_id = ?
