-- Times of api_keys and visitor_sessions are text in UTC, 'YYYY-MM-DD HH:MM:SS', so that they compare with
-- datetime('now', ...). Times of all other tables are epoch milliseconds.

CREATE TABLE organizations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  created_at_ms INTEGER NOT NULL
);

CREATE TABLE api_keys (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  api_key TEXT NOT NULL,
  key_type TEXT NOT NULL CHECK (key_type IN ('client', 'demo', 'test')),
  client_name TEXT,
  website TEXT,
  backend_url TEXT,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  last_used_at TIMESTAMP,
  status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive', 'revoked')),
  usage_count INTEGER NOT NULL DEFAULT 0,
  notes TEXT,
  -- beyond the published columns, always at the end
  open_read INTEGER NOT NULL DEFAULT 0 CHECK (open_read IN (0, 1)),
  origins TEXT NOT NULL DEFAULT '',              -- separated by one space; empty: any origin
  organization_id INTEGER REFERENCES organizations (id)
);
CREATE UNIQUE INDEX idx_api_key ON api_keys (api_key);
CREATE INDEX idx_status ON api_keys (status);
CREATE INDEX idx_created_at ON api_keys (created_at DESC);

CREATE TRIGGER api_keys_updated_at AFTER UPDATE ON api_keys
WHEN new.updated_at IS old.updated_at AND old.updated_at IS NOT CURRENT_TIMESTAMP
BEGIN
  UPDATE api_keys SET updated_at = CURRENT_TIMESTAMP WHERE id = new.id;
END;

-- One row whose version moves with every change that the server's copy of the keys must follow (not with usage).
CREATE TABLE key_changes (version INTEGER NOT NULL);
INSERT INTO key_changes (version) VALUES (1);
CREATE TRIGGER api_keys_inserted AFTER INSERT ON api_keys
BEGIN UPDATE key_changes SET version = version + 1; END;
CREATE TRIGGER api_keys_deleted AFTER DELETE ON api_keys
BEGIN UPDATE key_changes SET version = version + 1; END;
CREATE TRIGGER api_keys_changed
AFTER UPDATE OF api_key, key_type, client_name, website, backend_url, status, notes, open_read, origins, organization_id
ON api_keys
BEGIN UPDATE key_changes SET version = version + 1; END;

CREATE TABLE visitor_sessions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  api_key TEXT NOT NULL,
  visitor_id TEXT NOT NULL,
  company TEXT,
  location TEXT,
  last_role TEXT,
  website TEXT,
  page_views INTEGER DEFAULT 0,
  first_seen_at TIMESTAMP,
  last_seen_at TIMESTAMP,
  total_time_seconds INTEGER DEFAULT 0,
  FOREIGN KEY (api_key) REFERENCES api_keys (api_key)
);
CREATE UNIQUE INDEX idx_visitor_api_key ON visitor_sessions (api_key, visitor_id);
CREATE INDEX idx_visitor_id ON visitor_sessions (visitor_id);

-- What the published columns have no room for, one short row a visitor. An index on a value that moves with every
-- event would cost 1.5 times the write rate: seen_hour moves once an hour and serves the newest-first lists.
CREATE TABLE visitor_state (
  visitor_session_id INTEGER PRIMARY KEY REFERENCES visitor_sessions (id) ON DELETE CASCADE,
  api_key_id INTEGER NOT NULL,
  seen_hour INTEGER NOT NULL,                    -- hours since the epoch of the last event
  last_event_at_ms INTEGER NOT NULL,
  last_event_was_exit INTEGER NOT NULL,
  total_time_ms INTEGER NOT NULL,                -- visitor_sessions.total_time_seconds is its floor
  engaged_ms INTEGER NOT NULL,
  company_source INTEGER NOT NULL,               -- 0 fallback, 1 identified by the visitor's page
  engagement_marks BLOB                          -- last increments seen, newest first: see EngagementMarks
);
CREATE INDEX idx_last_seen ON visitor_state (api_key_id, seen_hour DESC);

-- The event log: all events of one commit in one row (see EventCodec).
CREATE TABLE event_spool (
  first_id INTEGER PRIMARY KEY,
  last_id INTEGER NOT NULL,
  committed_at_ms INTEGER NOT NULL,
  body BLOB NOT NULL
);
-- Ids keep growing over restarts and over an emptied spool.
CREATE TABLE spool_state (one INTEGER PRIMARY KEY CHECK (one = 1), last_id INTEGER NOT NULL);
INSERT INTO spool_state (one, last_id) VALUES (1, 0);

CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organizations (id),
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('admin', 'member', 'viewer')),
  password_hash TEXT NOT NULL,                   -- PHC string, argon2id
  created_at_ms INTEGER NOT NULL
);

CREATE TABLE login_sessions (
  token_hash BLOB PRIMARY KEY,                   -- SHA-256 of the token; the token itself is never stored
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX idx_login_sessions_expires ON login_sessions (expires_at_ms);

CREATE TABLE secret_keys (
  id TEXT PRIMARY KEY,                           -- the public part, 8 characters
  secret_hash BLOB NOT NULL,                     -- SHA-256 of the whole key
  api_key TEXT NOT NULL REFERENCES api_keys (api_key),
  note TEXT,
  created_at_ms INTEGER NOT NULL,
  last_used_at_ms INTEGER,
  revoked_at_ms INTEGER
);
CREATE INDEX idx_secret_keys_api_key ON secret_keys (api_key);
CREATE TRIGGER secret_keys_inserted AFTER INSERT ON secret_keys
BEGIN UPDATE key_changes SET version = version + 1; END;
CREATE TRIGGER secret_keys_revoked AFTER UPDATE OF revoked_at_ms, secret_hash ON secret_keys
BEGIN UPDATE key_changes SET version = version + 1; END;
CREATE TRIGGER secret_keys_deleted AFTER DELETE ON secret_keys
BEGIN UPDATE key_changes SET version = version + 1; END;
