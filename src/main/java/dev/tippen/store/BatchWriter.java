package dev.tippen.store;

import dev.tippen.event.TrackedEvent;
import dev.tippen.store.CommitListener.Committed;
import java.util.List;

/// The engine under the group commit. All methods are called on the commit thread.
public interface BatchWriter extends AutoCloseable {

  /// An event with its bytes for the spool ([EventCodec]), made by the thread that took it in.
  record Encoded(TrackedEvent event, byte[] bytes) {}

  /// Stores all of the batch or nothing. When this returns, it is committed and synced.
  ///
  /// @param nowMs server clock, epoch milliseconds
  /// @return the events in order, with what is known of their visitors
  List<Committed> write(List<Encoded> batch, long nowMs) throws BatchFailure;

  /// A chance for upkeep that must not run inside a commit.
  void betweenBatches();

  @Override
  void close();

  /// Why nothing of a batch was stored.
  final class BatchFailure extends Exception {
    private static final long serialVersionUID = 1;

    public enum Cause {
      /// One of the events can't be stored as it is; the others can.
      DATUM,
      /// Not now: the disk is full or the database is locked. Later may be fine.
      UNAVAILABLE,
      /// Reading or writing the disk failed: what was written before may not be there any more.
      BROKEN
    }

    private final Cause kind;

    public BatchFailure(Cause kind, Throwable cause) {
      super(cause.getMessage(), cause);
      this.kind = kind;
    }

    public Cause kind() {
      return kind;
    }
  }
}
