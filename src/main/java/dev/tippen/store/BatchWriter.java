package dev.tippen.store;

import dev.tippen.event.TrackedEvent;
import dev.tippen.store.CommitListener.Committed;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The engine under the group commit. All methods are called on the commit thread.
public interface BatchWriter extends AutoCloseable {

  /// An event with what the thread that took it in has worked out, so that the commit thread need
  /// not.
  ///
  /// @param bytes for the spool ([EventCodec])
  /// @param fingerprint null if the event has no id
  record Encoded(TrackedEvent event, byte[] bytes, @Nullable Fingerprint fingerprint) {
    public static Encoded of(TrackedEvent event) {
      return new Encoded(event, EventCodec.encode(event), Fingerprint.of(event));
    }
  }

  /// What became of a batch.
  ///
  /// @param counted the events that count, in order, with what is known of their visitors
  /// @param repeats indexes in the batch of events that were stored before, or twice in the batch;
  ///   all others are stored
  record Written(List<Committed> counted, BitSet repeats) {}

  /// Stores all of the batch or nothing. When this returns, it is committed and synced.
  ///
  /// @param nowMs server clock, epoch milliseconds
  Written write(List<Encoded> batch, long nowMs) throws BatchFailure;

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
