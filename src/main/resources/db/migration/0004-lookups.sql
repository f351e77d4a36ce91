-- What sources outside said about networks. A newer answer replaces the older one, expired or not.
CREATE TABLE lookups (
  source TEXT NOT NULL,
  prefix TEXT NOT NULL,                          -- a network of many people as it is, a smaller one as a keyed hash
  ipv6 INTEGER NOT NULL CHECK (ipv6 IN (0, 1)),
  prefix_bits INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN
    ('found', 'not_found', 'pending', 'quota', 'rate_limited', 'invalid', 'failed', 'skipped')),
  name TEXT,
  domain TEXT,
  body TEXT NOT NULL,                            -- the rest of the answer, JSON
  fetched_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,                -- 0: asked for again at the next visit
  PRIMARY KEY (prefix, source)
) WITHOUT ROWID;
CREATE INDEX idx_lookups_expires ON lookups (expires_at_ms);
-- Few answers hold for more than one address; a start asks for the lengths of their networks.
CREATE INDEX idx_lookups_lengths ON lookups (ipv6, prefix_bits)
WHERE prefix_bits < 32 OR (ipv6 = 1 AND prefix_bits < 64);

-- What was asked, by UTC day; the budget of a source is counted here.
CREATE TABLE lookup_days (
  day INTEGER NOT NULL,                          -- days since the epoch, UTC
  source TEXT NOT NULL,
  memory_hits INTEGER NOT NULL,
  disk_hits INTEGER NOT NULL,
  calls INTEGER NOT NULL,
  found INTEGER NOT NULL,
  not_found INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  skipped INTEGER NOT NULL,
  credits_used INTEGER NOT NULL,
  credits_saved INTEGER NOT NULL,
  PRIMARY KEY (day, source)
) WITHOUT ROWID;

-- One row whose version moves when somebody makes answers expire, so that a running server forgets its copies.
CREATE TABLE lookup_changes (version INTEGER NOT NULL);
INSERT INTO lookup_changes (version) VALUES (1);
