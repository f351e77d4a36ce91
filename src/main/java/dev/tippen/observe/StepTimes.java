package dev.tippen.observe;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// How long each step of an event's path takes, measured on one event in [#SAMPLED_ONE_IN]: reading
/// the clock for each of them would be felt. Safe for all threads.
public final class StepTimes {
  public static final int SAMPLED_ONE_IN = 16;

  /// Upper bounds of the buckets, in nanoseconds.
  public static final long[] BOUNDS_NANOS = {
    1_000,
    2_500,
    5_000,
    10_000,
    25_000,
    50_000,
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    25_000_000,
    50_000_000,
    100_000_000,
    250_000_000,
    1_000_000_000
  };

  /// The steps, in the order of the path.
  public enum Step {
    DECODE,
    ADMIT,
    ENRICH,
    /// Encoding for the spool and joining the queue.
    APPEND,
    /// From joining the queue to the answer: waiting, committing, and the way back.
    COMMIT;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Step, Times> times = new EnumMap<>(Step.class);

  private static final class Times {
    final AtomicLong nanos = new AtomicLong();
    final AtomicLongArray counts = new AtomicLongArray(BOUNDS_NANOS.length + 1);
  }

  public StepTimes() {
    for (Step step : Step.values()) times.put(step, new Times());
  }

  /// Begins to measure an event, or not.
  ///
  /// @return the clock's reading to hand to [#step], 0 if this event is not measured
  public long begin() {
    boolean sampled = (ThreadLocalRandom.current().nextInt() & SAMPLED_ONE_IN - 1) == 0;
    return sampled ? System.nanoTime() | 1 : 0;
  }

  /// Ends a step.
  ///
  /// @param beganNanos from [#begin] or from the step before
  /// @return the clock's reading for the next step
  public long step(Step step, long beganNanos) {
    if (beganNanos == 0) return 0;
    long now = System.nanoTime() | 1;
    long nanos = now - beganNanos;
    Times t = times(step);
    t.nanos.addAndGet(nanos);
    int bucket = 0;
    while (bucket < BOUNDS_NANOS.length && nanos > BOUNDS_NANOS[bucket]) bucket++;
    t.counts.incrementAndGet(bucket);
    return now;
  }

  /// @param counts by bucket of [#BOUNDS_NANOS], the last one for all longer ones
  public record Reading(long nanos, long[] counts) {}

  public Reading read(Step step) {
    Times t = times(step);
    long[] counts = new long[t.counts.length()];
    for (int i = 0; i < counts.length; i++) counts[i] = t.counts.get(i);
    return new Reading(t.nanos.get(), counts);
  }

  private Times times(Step step) {
    Times t = times.get(step);
    if (t == null) throw new IllegalStateException("no times of " + step);
    return t;
  }
}
