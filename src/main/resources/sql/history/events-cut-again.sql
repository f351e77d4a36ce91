UPDATE events SET visit = (SELECT c.visit FROM changed c WHERE c.id = events.id) WHERE id IN (SELECT id FROM changed)
