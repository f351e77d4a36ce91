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

-- Invitations and calls. Times are text in UTC like those of visitor_sessions.
CREATE TABLE video_calls (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  api_key TEXT NOT NULL REFERENCES api_keys (api_key),
  visitor_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  company TEXT,
  visitor_role TEXT,
  status TEXT NOT NULL CHECK (status IN ('invited', 'connecting', 'connected', 'completed', 'failed', 'declined')),
  room_id TEXT,
  host_url TEXT,
  guest_url TEXT,
  invited_at TIMESTAMP NOT NULL,
  connected_at TIMESTAMP,
  ended_at TIMESTAMP,
  duration_seconds INTEGER,
  connection_time_seconds INTEGER,
  is_qualified_lead INTEGER NOT NULL DEFAULT 0 CHECK (is_qualified_lead IN (0, 1)),
  lead_quality_score INTEGER,
  lead_quality TEXT,
  notes TEXT
);
CREATE UNIQUE INDEX idx_video_calls_session ON video_calls (api_key, session_id);
CREATE INDEX idx_video_calls_invited ON video_calls (api_key, invited_at DESC);
