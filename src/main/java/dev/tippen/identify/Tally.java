package dev.tippen.identify;

import dev.tippen.store.LookupStore.Counts;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Counts what is done with one source, for the table by days and for metrics. Safe for all
/// threads; counting a hit takes no lock.
final class Tally {
  private final String source;
  private final LongAdder memoryHits = new LongAdder();
  private final LongAdder memoryCredits = new LongAdder();
  private final Map<Long, Counts> unsaved = new HashMap<>();
  private Counts total;

  Tally(String source) {
    this.source = source;
    total = nothing(0);
  }

  private Counts nothing(long day) {
    return new Counts(day, source, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  static long day(long nowMs) {
    return Math.floorDiv(nowMs, TimeUnit.DAYS.toMillis(1));
  }

  /// The memory answered instead of the source.
  void memoryHit(int creditsSaved) {
    memoryHits.increment();
    memoryCredits.add(creditsSaved);
  }

  /// The database answered instead of the source.
  void diskHit(int creditsSaved, long nowMs) {
    add(new Counts(day(nowMs), source, 0, 1, 0, 0, 0, 0, 0, 0, creditsSaved));
  }

  void call(Status status, int credits, long nowMs) {
    int found = status == Status.FOUND ? 1 : 0;
    int notFound = status == Status.NOT_FOUND ? 1 : 0;
    int failed = status == Status.FAILED ? 1 : 0;
    add(new Counts(day(nowMs), source, 0, 0, 1, found, notFound, failed, 0, credits, 0));
  }

  /// The source was not asked, although an answer was wanted.
  void skipped(long nowMs) {
    add(new Counts(day(nowMs), source, 0, 0, 0, 0, 0, 0, 1, 0, 0));
  }

  private synchronized void add(Counts counts) {
    unsaved.merge(counts.day(), counts, Counts::plus);
    total = total.plus(counts);
  }

  /// What happened since the last call, by day; hits of the memory belong to the day of the call.
  synchronized Map<Long, Counts> take(long nowMs) {
    long hits = memoryHits.sumThenReset();
    long credits = memoryCredits.sumThenReset();
    if (hits > 0) {
      add(new Counts(day(nowMs), source, hits, 0, 0, 0, 0, 0, 0, 0, credits));
    }
    Map<Long, Counts> taken = Map.copyOf(unsaved);
    unsaved.clear();
    return taken;
  }

  /// What was taken could not be saved.
  synchronized void giveBack(Counts counts) {
    unsaved.merge(counts.day(), counts, Counts::plus);
  }

  /// Since the start of the process.
  synchronized Counts total() {
    return total.plus(
        new Counts(0, source, memoryHits.sum(), 0, 0, 0, 0, 0, 0, 0, memoryCredits.sum()));
  }
}
