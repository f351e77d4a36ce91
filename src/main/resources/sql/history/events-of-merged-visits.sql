UPDATE events SET visit = (SELECT c.visit FROM changed c WHERE c.id = events.visit) WHERE visit IN (SELECT id FROM changed)
