/// Answers and events as files for other programs.
@NullMarked
package dev.tippen.analytics.export;

import org.jspecify.annotations.NullMarked;
