package dev.tippen.store;

import dev.tippen.event.Refusal;
import dev.tippen.event.TrackedEvent;
import java.util.concurrent.Executor;

/// Keeps events for good.
public interface EventLog {

  /// Queues one event for the next commit. Never blocks; may be called from any thread.
  ///
  /// @param answers where `receipt` is called; the log never calls it on its own thread
  /// @param receipt called exactly once: after the event is committed and synced to disk, or when
  ///   it can't be. A full queue refuses at once with `STORE_BUSY`.
  void append(TrackedEvent event, Executor answers, Receipt receipt);

  /// Takes what became of an event.
  @FunctionalInterface
  interface Receipt {
    void settled(Result result);
  }

  /// What became of an event.
  sealed interface Result {
    /// Committed and synced.
    enum Kept implements Result {
      /// Now.
      COMMITTED,
      /// Earlier: this is a repeat of an event that is stored already.
      DUPLICATE
    }

    /// Nothing of the event is stored.
    record Refused(Refusal refusal) implements Result {}
  }
}
