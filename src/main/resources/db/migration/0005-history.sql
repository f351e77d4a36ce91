-- Events that count nowhere, kept beyond the log so that their owner can count them after all.
CREATE TABLE excluded_events (
  event_id INTEGER PRIMARY KEY,
  committed_at_ms INTEGER NOT NULL,
  body BLOB NOT NULL                             -- see EventCodec
);
-- All excluded events up to this one are kept there.
ALTER TABLE spool_state ADD COLUMN kept_to INTEGER NOT NULL DEFAULT 0;

-- One row whose version moves with every change that the history must follow.
CREATE TABLE company_changes (version INTEGER NOT NULL);
INSERT INTO company_changes (version) VALUES (1);
CREATE TRIGGER companies_inserted AFTER INSERT ON companies
BEGIN UPDATE company_changes SET version = version + 1; END;
CREATE TRIGGER companies_deleted AFTER DELETE ON companies
BEGIN UPDATE company_changes SET version = version + 1; END;
CREATE TRIGGER companies_changed
AFTER UPDATE OF name, domain, treatment, merged_into, industry, country, employees, employees_range ON companies
BEGIN UPDATE company_changes SET version = version + 1; END;
