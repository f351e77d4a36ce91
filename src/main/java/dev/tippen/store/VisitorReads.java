package dev.tippen.store;

import dev.tippen.event.ApiKey;
import dev.tippen.event.TrackedEvent;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Reading visitors and events. All calls block on the database, never on the writer.
public interface VisitorReads {

  /// Rows of `visitor_sessions` of one key with all their columns, newest activity first.
  ///
  /// @param limit 1 to 1,000
  List<Map<String, @Nullable Object>> visitors(ApiKey key, int limit, int offset);

  /// Events committed since a time, oldest first, at most the newest `max`; none that were
  /// imported.
  List<TrackedEvent> eventsSince(long committedAtMs, int max, IntFunction<@Nullable ApiKey> keys);

  /// All page views of a visitor and the time of the first event, null if the visitor is unknown.
  @Nullable Known visitor(ApiKey key, String visitorId);

  /// @param firstSeenMs epoch milliseconds, to the second
  record Known(long pageViews, long firstSeenMs) {}
}
