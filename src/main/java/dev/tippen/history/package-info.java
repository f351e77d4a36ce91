/// What happened, kept for analytics: events and visits in columns, filled from the event log.
@NullMarked
package dev.tippen.history;

import org.jspecify.annotations.NullMarked;
