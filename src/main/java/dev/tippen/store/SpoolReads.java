package dev.tippen.store;

import dev.tippen.event.ApiKey;
import dev.tippen.event.TrackedEvent;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Reading the event log in the order of its events: what it still has, and before that the
/// excluded events, which are kept when the log forgets the rest. All calls block on the database,
/// never on the writer.
public interface SpoolReads {

  /// @param afterId no event up to this one is in the range
  /// @param lastId the last that may be
  record Range(long afterId, long lastId) {}

  /// @param id grows with every event, also over restarts
  record Logged(long id, TrackedEvent event) {}

  /// @param lastId of the last event that was read, also if its key is gone; the asked one if there
  ///   are no more
  record Page(List<Logged> events, long lastId) {}

  /// Ids of events committed in a span of time.
  Range range(long fromMs, long beforeMs);

  /// @param records of the log at most, a commit each
  Page page(long afterId, long beforeMs, int records, IntFunction<@Nullable ApiKey> keys);

  /// Which of these events were counted after all.
  Set<Long> replayed(Collection<Long> eventIds);

  void markReplayed(Collection<Long> eventIds);
}
