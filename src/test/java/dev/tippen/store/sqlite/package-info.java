@NullMarked
package dev.tippen.store.sqlite;

import org.jspecify.annotations.NullMarked;
