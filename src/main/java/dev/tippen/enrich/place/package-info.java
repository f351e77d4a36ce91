/// Where an address is and whose network it belongs to, from files that the owner brings and from
/// what the request says. Everything is local; look-ups never block.
@NullMarked
package dev.tippen.enrich.place;

import org.jspecify.annotations.NullMarked;
