-- rows of one file add up, a later file replaces the day as an earlier one had it
INSERT INTO imported_days
  (api_key_id, dimension, day, value, visitors, visits, page_views, bounces, visit_seconds, events, import_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (api_key_id, dimension, day, value) DO UPDATE SET
  visitors = excluded.visitors + iif(import_id = excluded.import_id, visitors, 0),
  visits = excluded.visits + iif(import_id = excluded.import_id, visits, 0),
  page_views = excluded.page_views + iif(import_id = excluded.import_id, page_views, 0),
  bounces = excluded.bounces + iif(import_id = excluded.import_id, bounces, 0),
  visit_seconds = excluded.visit_seconds + iif(import_id = excluded.import_id, visit_seconds, 0),
  events = excluded.events + iif(import_id = excluded.import_id, events, 0),
  import_id = excluded.import_id
