package dev.tippen.store.sqlite;

import dev.tippen.store.BatchWriter.Encoded;
import dev.tippen.store.Fingerprint;
import dev.tippen.store.LongSet;
import dev.tippen.store.RecentIds;
import java.util.Arrays;

/// Recognizes events that were stored before, so that each counts once however often it is sent.
/// The newest ids are in memory, all of the last 48 hours on disk. The disk is asked only about
/// events that memory may have forgotten, or never knew because they came before the start. Owned
/// by the commit thread.
final class Repeats {
  /// Two generations take at most 32 MiB each while they are full, together 64 MB.
  static final int GENERATION_MAX = 1_000_000;

  private final RecentIds recent;
  private final EventIdIndex index;
  private final LongSet inBatch = new LongSet();
  private long[] createdMs = new long[256];
  private long[] hashes = new long[256];
  private int count;

  Repeats(EventIdIndex index, long nowMs) {
    this.index = index;
    recent = new RecentIds(GENERATION_MAX, nowMs);
  }

  /// Whether the event is stored already or stands in this batch before. If not, it is remembered
  /// once the batch is committed.
  boolean isRepeat(Encoded e) {
    Fingerprint f = e.fingerprint();
    if (f == null) return false;
    if (recent.contains(f.hash()) || inBatch.contains(f.hash())) return true;
    if (mayBeOlderThanMemory(e, f) && index.contains(f)) return true;
    inBatch.add(f.hash());
    if (count == hashes.length) {
      createdMs = Arrays.copyOf(createdMs, count * 2);
      hashes = Arrays.copyOf(hashes, count * 2);
    }
    createdMs[count] = f.createdMs();
    hashes[count++] = f.hash();
    return false;
  }

  /// By both readings of the sender's clock: the absolute one in the id, and the age, in which a
  /// wrong clock cancels out.
  private boolean mayBeOlderThanMemory(Encoded e, Fingerprint f) {
    return e.event().attempt() != 1
        || Math.min(f.createdMs(), e.event().occurredAtMs()) <= recent.completeSinceMs();
  }

  void committed(long lastEventId, long nowMs) {
    for (int i = 0; i < count; i++) recent.add(hashes[i], nowMs);
    index.committed(createdMs, hashes, count, lastEventId);
    rolledBack();
  }

  void rolledBack() {
    count = 0;
    inBatch.clear();
  }
}
