@NullMarked
package dev.tippen.imports;

import org.jspecify.annotations.NullMarked;
