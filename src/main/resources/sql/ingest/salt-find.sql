SELECT salt FROM daily_salts WHERE day = ?
