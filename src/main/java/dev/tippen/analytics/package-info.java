/// What the history says: metrics and dimensions defined once, questions, reports. Reads only.
@NullMarked
package dev.tippen.analytics;

import org.jspecify.annotations.NullMarked;
