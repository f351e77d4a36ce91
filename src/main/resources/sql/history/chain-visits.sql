SELECT v.* FROM visits v JOIN chains c ON c.visitor = v.visitor AND c.chain_ms = v.chain_ms
