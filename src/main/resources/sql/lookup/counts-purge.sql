DELETE FROM lookup_days WHERE day < ?
