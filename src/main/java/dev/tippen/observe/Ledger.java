package dev.tippen.observe;

import dev.tippen.event.DropReason;
import dev.tippen.event.Problem;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What became of every event that reached the tracking endpoint: `received = counted + dropped +
/// refused + in flight`. Counts since the start of the process. Safe for all threads.
public final class Ledger {
  private final LongAdder received = new LongAdder();
  private final LongAdder counted = new LongAdder();
  private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);
  private final Map<Problem, LongAdder> refused = new EnumMap<>(Problem.class);

  /// A reading of the counts. Taken while events flow, the parts may be of slightly different
  /// moments.
  public record Reading(
      long received, long counted, Map<DropReason, Long> dropped, Map<Problem, Long> refused) {
    public long inFlight() {
      return received - counted - sum(dropped) - sum(refused);
    }

    private static long sum(Map<?, Long> counts) {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  public Ledger() {
    for (DropReason reason : DropReason.values()) dropped.put(reason, new LongAdder());
    for (Problem problem : Problem.values()) refused.put(problem, new LongAdder());
  }

  public void received() {
    received.increment();
  }

  public void counted() {
    counted.increment();
  }

  public void dropped(DropReason reason) {
    adder(dropped, reason).increment();
  }

  public void refused(Problem problem) {
    adder(refused, problem).increment();
  }

  public Reading read() {
    return new Reading(received.sum(), counted.sum(), sums(dropped), sums(refused));
  }

  private static <K extends Enum<K>> LongAdder adder(Map<K, LongAdder> adders, K key) {
    LongAdder adder = adders.get(key);
    if (adder == null) throw new IllegalStateException("no counter for " + key);
    return adder;
  }

  private static <K extends Enum<K>> Map<K, Long> sums(Map<K, LongAdder> adders) {
    Map<K, Long> sums = new java.util.LinkedHashMap<>();
    adders.forEach((k, v) -> {
      if (v.sum() > 0) sums.put(k, v.sum());
    });
    return sums;
  }
}
