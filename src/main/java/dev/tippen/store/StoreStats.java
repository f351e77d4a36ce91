package dev.tippen.store;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// What the store has done since the start of the process, for metrics. Written by the commit and
/// checkpoint threads, read by any.
public final class StoreStats {
  /// Upper bounds of the buckets of commit durations, in microseconds.
  public static final long[] COMMIT_BOUNDS_MICROS = {
    250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000
  };

  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong syncs = new AtomicLong();
  private final AtomicLong checkpoints = new AtomicLong();
  private final AtomicLong walFrames = new AtomicLong();
  private final AtomicLong commitNanos = new AtomicLong();
  private final AtomicLong idLookups = new AtomicLong();
  private final AtomicLongArray commitBuckets =
      new AtomicLongArray(COMMIT_BOUNDS_MICROS.length + 1);

  /// One batch is committed, or all of it were repeats.
  ///
  /// @param stored events of it that were written; 0: nothing had to be synced
  public void batch(int stored, long nanos) {
    batches.incrementAndGet();
    events.addAndGet(stored);
    if (stored > 0) syncs.incrementAndGet();
    commitNanos.addAndGet(nanos);
    int bucket = 0;
    while (bucket < COMMIT_BOUNDS_MICROS.length && nanos > COMMIT_BOUNDS_MICROS[bucket] * 1_000)
      bucket++;
    commitBuckets.incrementAndGet(bucket);
  }

  /// The write-ahead log was copied into the database to its end.
  public void checkpoint() {
    checkpoints.incrementAndGet();
  }

  /// Pages in the write-ahead log, as the last checkpoint found them.
  public void walFrames(long frames) {
    walFrames.set(frames);
  }

  /// An event id was looked up on disk.
  public void idLookup() {
    idLookups.incrementAndGet();
  }

  /// @param commitCounts by bucket of [#COMMIT_BOUNDS_MICROS], the last one for all longer ones
  public record Reading(
      long batches,
      long events,
      long syncs,
      long checkpoints,
      long walFrames,
      long idLookups,
      long commitNanos,
      long[] commitCounts) {}

  public Reading read() {
    long[] counts = new long[commitBuckets.length()];
    for (int i = 0; i < counts.length; i++) counts[i] = commitBuckets.get(i);
    return new Reading(
        batches.get(),
        events.get(),
        syncs.get(),
        checkpoints.get(),
        walFrames.get(),
        idLookups.get(),
        commitNanos.get(),
        counts);
  }
}
