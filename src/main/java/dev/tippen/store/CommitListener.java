package dev.tippen.store;

import dev.tippen.event.TrackedEvent;
import java.util.List;

/// Hears of events once they are durable.
@FunctionalInterface
public interface CommitListener {

  /// Called on the commit thread, in the order of the commits: hand the work over and return. A
  /// listener that waits slows every answer down.
  void committed(List<Committed> events);

  /// One durable event with what is known of its visitor after it.
  ///
  /// @param eventId grows with every event, also over restarts
  /// @param pageViews all page views of the visitor so far
  /// @param firstSeenMs epoch milliseconds of the visitor's first event, to the second
  record Committed(long eventId, TrackedEvent event, long pageViews, long firstSeenMs) {}
}
