@NullMarked
package dev.tippen.enrich.place;

import org.jspecify.annotations.NullMarked;
