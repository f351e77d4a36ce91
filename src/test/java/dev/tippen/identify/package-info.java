@NullMarked
package dev.tippen.identify;

import org.jspecify.annotations.NullMarked;
