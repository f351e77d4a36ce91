SELECT visitor, site, event, company, company_source, company_trust, confidence FROM learned_companies WHERE visitor IN (SELECT id FROM gone)
