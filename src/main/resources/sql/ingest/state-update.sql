UPDATE visitor_state SET
  seen_hour = ?, last_event_at_ms = ?, last_event_was_exit = ?, total_time_ms = ?, engaged_ms = ?, company_source = ?,
  engagement_marks = ?, last_event_id = ?
WHERE visitor_session_id = ?
