package dev.tippen.store.sqlite;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// States of visitors whose row is behind what is committed, oldest first. Writing each state with
/// each event would nearly double the pages that a commit touches; the spool has the events, so a
/// state may wait a few seconds, and a start after a crash makes up for it ([StateRecovery]). Owned
/// by the commit thread.
final class UnsavedStates {
  /// How long a state may wait. What a crash leaves to be read from the spool is about this long.
  static final long WAIT_MAX_MS = 3_000;

  /// So many may wait; above it as many are saved as come.
  private static final int WAITING_MAX = 20_000;

  private final Map<VisitorKey, Waiting> waiting = new LinkedHashMap<>();

  /// @param sinceEventId no event before this one is missing in the row
  private record Waiting(VisitorState state, long sinceEventId, long sinceMs) {}

  /// @return null if the visitor's row is up to date
  @Nullable VisitorState find(VisitorKey key) {
    Waiting w = waiting.get(key);
    return w == null ? null : w.state;
  }

  /// Notes that the state has changed in a batch that is committed now.
  ///
  /// @param firstEventId of the batch
  void changed(VisitorKey key, VisitorState state, long firstEventId, long nowMs) {
    Waiting w = waiting.get(key);
    waiting.put(
        key,
        w == null
            ? new Waiting(state, firstEventId, nowMs)
            : new Waiting(state, w.sinceEventId, w.sinceMs));
  }

  void saved(VisitorKey key) {
    waiting.remove(key);
  }

  /// All events up to this one are in the rows of their visitors.
  ///
  /// @param lastEventId the newest of all
  long completeTo(long lastEventId) {
    return waiting.isEmpty() ? lastEventId : oldest().sinceEventId - 1;
  }

  boolean isDue(long nowMs) {
    return !waiting.isEmpty() && oldest().sinceMs + WAIT_MAX_MS <= nowMs;
  }

  private Waiting oldest() {
    return waiting.values().iterator().next();
  }

  /// What has waited long enough, at most `max`, and what is too much.
  Map<VisitorKey, VisitorState> due(long nowMs, int max) {
    int tooMany = waiting.size() - WAITING_MAX;
    Map<VisitorKey, VisitorState> due = new LinkedHashMap<>();
    for (Map.Entry<VisitorKey, Waiting> w : waiting.entrySet()) {
      boolean old = w.getValue().sinceMs + WAIT_MAX_MS <= nowMs && due.size() < max;
      if (!old && due.size() >= tooMany) break;
      due.put(w.getKey(), w.getValue().state);
    }
    return due;
  }

  /// All that wait.
  Map<VisitorKey, VisitorState> all() {
    return due(Long.MAX_VALUE, Integer.MAX_VALUE);
  }
}
