SELECT v.* FROM visits v JOIN near n ON n.visitor = v.visitor AND v.end_ms > n.from_ms AND v.start_ms < n.to_ms
WHERE v.end_ms > ? AND v.start_ms < ?
