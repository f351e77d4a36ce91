INSERT OR IGNORE INTO daily_salts (day, salt) VALUES (?, ?)
