UPDATE visits SET is_new = 0
WHERE is_new = 1 AND visitor IN (SELECT id FROM changed)
  AND first_received_ms >= ((SELECT c.visit FROM changed c WHERE c.id = visits.visitor) + 1) * 1000
