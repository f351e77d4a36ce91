-- From version 1.
CREATE TABLE visitors_due (visitor BIGINT NOT NULL, site INTEGER NOT NULL);
ALTER TABLE moved ADD COLUMN arranged_to BIGINT DEFAULT 0;
UPDATE schema_version SET version = 2;
