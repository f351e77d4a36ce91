@NullMarked
package dev.tippen.enrich.address;

import org.jspecify.annotations.NullMarked;
