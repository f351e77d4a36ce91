-- 0: in no list
INSERT INTO visitor_companies (visitor_session_id, company_id) VALUES (?, ?)
ON CONFLICT (visitor_session_id) DO UPDATE SET company_id = excluded.company_id
