UPDATE events SET previous_page = w.page
FROM (SELECT id, coalesce(lag(page) OVER (PARTITION BY visit ORDER BY at_ms, id), 0) AS page
  FROM events WHERE kind = 0 AND visit IN (SELECT id FROM changed) AND at_ms >= ? AND at_ms <= ?) w
WHERE w.id = events.id AND w.page <> events.previous_page AND events.visit IN (SELECT id FROM changed)
