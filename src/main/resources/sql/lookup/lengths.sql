SELECT DISTINCT ipv6, prefix_bits FROM lookups
