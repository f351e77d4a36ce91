-- The companies of a site, as sources name them and as the owner corrects them.
CREATE TABLE companies (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  api_key_id INTEGER NOT NULL,
  name TEXT NOT NULL,                            -- shown; the owner's choice if name_by_owner
  domain TEXT,                                   -- registrable, lower case
  source_name TEXT NOT NULL,                     -- as the source wrote it
  name_by_owner INTEGER NOT NULL DEFAULT 0 CHECK (name_by_owner IN (0, 1)),
  treatment TEXT NOT NULL DEFAULT 'company' CHECK (treatment IN ('company', 'isp', 'own', 'blocked')),
  merged_into INTEGER REFERENCES companies (id),
  industry TEXT,
  employees INTEGER,
  employees_range TEXT,
  revenue TEXT,
  country TEXT,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  to_apply INTEGER NOT NULL DEFAULT 0 CHECK (to_apply IN (0, 1))  -- a correction has not reached all visitors yet
);
CREATE UNIQUE INDEX idx_companies_domain ON companies (api_key_id, domain) WHERE domain IS NOT NULL;
CREATE UNIQUE INDEX idx_companies_name ON companies (api_key_id, source_name COLLATE NOCASE) WHERE domain IS NULL;
CREATE INDEX idx_companies_corrected ON companies (api_key_id)
  WHERE treatment <> 'company' OR merged_into IS NOT NULL OR name_by_owner = 1;

-- What a site's own server signs the ids of its logged-in users with.
CREATE TABLE identity_secrets (
  api_key_id INTEGER PRIMARY KEY,
  secret TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL
);

-- What is counted by site and day: networks with and without a company ('match'), excluded events ('excluded').
CREATE TABLE daily_counts (
  api_key_id INTEGER NOT NULL,
  topic TEXT NOT NULL,
  day INTEGER NOT NULL,                          -- days since the epoch, UTC
  what TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (api_key_id, topic, day, what)
) WITHOUT ROWID;

-- Excluded events that the owner counted after all.
CREATE TABLE replayed_events (event_id INTEGER PRIMARY KEY, replayed_at_ms INTEGER NOT NULL);

-- Which company of the site's list a visitor belongs to; 0: none any more.
CREATE TABLE visitor_companies (
  visitor_session_id INTEGER PRIMARY KEY REFERENCES visitor_sessions (id) ON DELETE CASCADE,
  company_id INTEGER NOT NULL
);
CREATE INDEX idx_visitor_companies ON visitor_companies (company_id);
