-- Numbers of texts are in the column's name without more: page, browser, utm_source ... join texts. 0: none.
CREATE TABLE texts (id INTEGER NOT NULL, text VARCHAR NOT NULL);

-- One row for each counted event.
CREATE TABLE events (
  id BIGINT NOT NULL,                            -- in the event log
  site INTEGER NOT NULL,                         -- id of the key
  visitor BIGINT NOT NULL,                       -- visitor_sessions.id, 0: none
  visit BIGINT NOT NULL,                         -- visits.id, 0: none
  at_ms BIGINT NOT NULL,                         -- when it happened, by the server's clock
  late_ms BIGINT NOT NULL,                       -- how much later it arrived
  kind INTEGER NOT NULL,                         -- ordinal of EventKind
  name INTEGER NOT NULL,
  host INTEGER NOT NULL,
  page INTEGER NOT NULL,
  title INTEGER NOT NULL,
  engaged_ms INTEGER NOT NULL,
  scroll_pct INTEGER NOT NULL,
  marks INTEGER NOT NULL,                        -- bits of Mark
  details VARCHAR,                               -- properties, revenue and identity, JSON
  channel INTEGER NOT NULL,                      -- ordinal of Channel, -1: no way from outside or inside
  source INTEGER NOT NULL,
  referrer INTEGER NOT NULL,
  utm_source INTEGER NOT NULL,
  utm_medium INTEGER NOT NULL,
  utm_campaign INTEGER NOT NULL,
  utm_term INTEGER NOT NULL,
  utm_content INTEGER NOT NULL,
  device INTEGER NOT NULL,                       -- ordinal of DeviceClass
  browser INTEGER NOT NULL,
  browser_version INTEGER NOT NULL,
  system INTEGER NOT NULL,
  system_version INTEGER NOT NULL,
  country INTEGER NOT NULL,
  region INTEGER NOT NULL,
  city INTEGER NOT NULL,
  language INTEGER NOT NULL,
  screen INTEGER NOT NULL,
  company BIGINT NOT NULL,                       -- companies.id, 0: none
  company_source INTEGER NOT NULL,               -- ordinal of CompanySource
  company_trust INTEGER NOT NULL,
  confidence INTEGER NOT NULL,                   -- ordinal of Confidence
  previous_page INTEGER NOT NULL                 -- of the page view before it in the visit, 0: none
);

-- One row for each visit: the sum of its events, see Visit.
CREATE TABLE visits (
  id BIGINT NOT NULL,
  site INTEGER NOT NULL,
  visitor BIGINT NOT NULL,
  chain_ms BIGINT NOT NULL,
  start_ms BIGINT NOT NULL,
  end_ms BIGINT NOT NULL,
  first_received_ms BIGINT NOT NULL,
  is_new INTEGER NOT NULL,                       -- 1: the visit with which the visitor became known
  page_views INTEGER NOT NULL,
  interactions INTEGER NOT NULL,
  engaged_ms BIGINT NOT NULL,
  marks INTEGER NOT NULL,
  entry_ms BIGINT NOT NULL,                      -- first page view; ids of events tell which value is the first
  entry_event BIGINT NOT NULL,                   -- 0: no page view
  entry_host INTEGER NOT NULL,
  entry_page INTEGER NOT NULL,
  exit_ms BIGINT NOT NULL,
  exit_event BIGINT NOT NULL,
  exit_host INTEGER NOT NULL,
  exit_page INTEGER NOT NULL,
  arrival_ms BIGINT NOT NULL,                    -- first page view that came from outside
  arrival_event BIGINT NOT NULL,                 -- 0: none
  channel INTEGER NOT NULL,                      -- ordinal of Channel
  source INTEGER NOT NULL,
  referrer INTEGER NOT NULL,
  utm_source INTEGER NOT NULL,
  utm_medium INTEGER NOT NULL,
  utm_campaign INTEGER NOT NULL,
  utm_term INTEGER NOT NULL,
  utm_content INTEGER NOT NULL,
  traits_ms BIGINT NOT NULL,
  traits_event BIGINT NOT NULL,                  -- 0: none
  device INTEGER NOT NULL,
  browser INTEGER NOT NULL,
  browser_version INTEGER NOT NULL,
  system INTEGER NOT NULL,
  system_version INTEGER NOT NULL,
  country INTEGER NOT NULL,
  region INTEGER NOT NULL,
  city INTEGER NOT NULL,
  language INTEGER NOT NULL,
  screen INTEGER NOT NULL,
  company_event BIGINT NOT NULL,                 -- 0: none
  company BIGINT NOT NULL,
  company_source INTEGER NOT NULL,
  company_trust INTEGER NOT NULL,
  confidence INTEGER NOT NULL
);

-- visitor_sessions in columns, for questions about all of them.
CREATE TABLE visitors (
  visitor BIGINT NOT NULL,                       -- visitor_sessions.id
  site INTEGER NOT NULL,
  visitor_id VARCHAR NOT NULL,
  company VARCHAR,
  location VARCHAR,
  last_role VARCHAR,
  website VARCHAR,
  page_views BIGINT NOT NULL,
  first_seen BIGINT NOT NULL,                    -- seconds since the epoch
  last_seen BIGINT NOT NULL,
  total_time_seconds BIGINT NOT NULL,
  company_id BIGINT NOT NULL                     -- companies.id, 0: none
);

-- What was learned of a visitor after the event: holds for the visits that know no company themselves.
CREATE TABLE learned_companies (
  visitor BIGINT NOT NULL,
  site INTEGER NOT NULL,
  event BIGINT NOT NULL,
  company BIGINT NOT NULL,
  company_source INTEGER NOT NULL,
  company_trust INTEGER NOT NULL,
  confidence INTEGER NOT NULL
);

-- The site's list of companies with the owner's corrections, a copy.
CREATE TABLE companies (
  id BIGINT NOT NULL,
  site INTEGER NOT NULL,
  company BIGINT NOT NULL,                       -- the one that it was merged into, or itself; 0: none (a provider)
  hidden INTEGER NOT NULL,                       -- 1: own or blocked, its visits count nowhere
  name VARCHAR NOT NULL,
  domain VARCHAR,
  industry VARCHAR,
  country VARCHAR,
  employees VARCHAR,
  revenue VARCHAR
);

-- Visitors whose row in visitors is older than their events here.
CREATE TABLE visitors_due (visitor BIGINT NOT NULL, site INTEGER NOT NULL);

-- How far the event log was moved here, and up to which event rows of a site lie together.
CREATE TABLE moved (last_id BIGINT NOT NULL, events BIGINT NOT NULL, companies_version BIGINT NOT NULL, arranged_to BIGINT NOT NULL);
INSERT INTO moved VALUES (0, 0, -1, 0);
CREATE TABLE schema_version (version INTEGER NOT NULL);
INSERT INTO schema_version VALUES (3);
