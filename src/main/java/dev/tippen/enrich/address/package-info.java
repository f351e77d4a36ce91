/// Addresses of clients: reading, cutting, whose they may be, and tables of ranges. Nothing here
/// asks DNS or blocks.
@NullMarked
package dev.tippen.enrich.address;

import org.jspecify.annotations.NullMarked;
