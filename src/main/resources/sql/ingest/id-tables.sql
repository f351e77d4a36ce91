SELECT name FROM sqlite_schema WHERE name LIKE 'ids\_%' ESCAPE '\'
