package dev.tippen.admission;

import java.util.concurrent.atomic.AtomicLong;

/// A token bucket without a lock and without a clock of its own: one number holds the time at which
/// the bucket would be full again (the generic cell rate algorithm, ITU-T I.371, Annex A). Starts
/// full. Safe for all threads.
final class TokenBucket {
  /// Refilling is counted in whole nanoseconds a token.
  static final long RATE_MAX_PER_SECOND = 100_000_000;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final long nanosPerToken;
  private final long capacityNanos;

  /// When the bucket is full again, relative to the first reading of the clock.
  private final AtomicLong fullAt = new AtomicLong(Long.MIN_VALUE / 2);

  /// @param ratePerSecond tokens that flow in, 1 to [#RATE_MAX_PER_SECOND]
  /// @param burst tokens that it holds, at least 1
  TokenBucket(long ratePerSecond, long burst) {
    if (ratePerSecond < 1 || ratePerSecond > RATE_MAX_PER_SECOND || burst < 1) {
      throw new IllegalArgumentException(ratePerSecond + " a second, burst " + burst);
    }
    nanosPerToken = NANOS_PER_SECOND / ratePerSecond;
    capacityNanos = Math.multiplyExact(burst, nanosPerToken);
  }

  /// Takes all of the tokens or none.
  ///
  /// @param tokens at least 1
  /// @param nowNanos a clock that never runs backwards, such as `System.nanoTime()`
  /// @return 0 if they were taken, otherwise nanoseconds until that many are there;
  ///   `Long.MAX_VALUE` if they never fit
  long tryTake(int tokens, long nowNanos) {
    long cost = tokens * nanosPerToken;
    if (cost > capacityNanos) return Long.MAX_VALUE;
    while (true) {
      long full = fullAt.get();
      long next = Math.max(full, nowNanos) + cost;
      long missing = next - nowNanos - capacityNanos;
      if (missing > 0) return missing;
      if (fullAt.compareAndSet(full, next)) return 0;
    }
  }

  /// Puts tokens back that were taken and not used.
  void giveBack(int tokens) {
    fullAt.addAndGet(-tokens * nanosPerToken);
  }
}
