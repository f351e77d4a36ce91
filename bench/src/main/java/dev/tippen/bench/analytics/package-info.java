/// A long history made by itself, and the time that questions about it take.
@NullMarked
package dev.tippen.bench.analytics;

import org.jspecify.annotations.NullMarked;
