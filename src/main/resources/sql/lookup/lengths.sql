SELECT DISTINCT ipv6, prefix_bits
FROM lookups
WHERE prefix_bits < 32 OR (ipv6 = 1 AND prefix_bits < 64)
