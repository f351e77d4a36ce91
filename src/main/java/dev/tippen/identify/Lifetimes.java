package dev.tippen.identify;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long answers hold. A few of a hundred go off early, so that what was asked together is not
/// asked again together; none holds longer than the time given, because vendors bill by it.
final class Lifetimes {
  static final Duration NOT_FOUND = Duration.ofDays(7);
  static final Duration NEVER_CAME = Duration.ofDays(1);
  static final Duration INVALID = Duration.ofDays(7);
  static final Duration FAILED_MIN = Duration.ofMinutes(1);
  static final Duration FAILED_MAX = Duration.ofMinutes(5);
  static final Duration FAILED_LONGEST = Duration.ofDays(1);

  /// A company is asked for again by a returning visitor when so much of its time is over.
  static final double REFRESH_AT = 0.8;

  private static final double JITTER = 0.05;

  private final RandomGenerator random;

  Lifetimes(RandomGenerator random) {
    this.random = random;
  }

  long ms(Duration full) {
    return (long) (full.toMillis() * (1 - JITTER * random.nextDouble()));
  }

  /// Doubles with each failure in a row about the same network.
  ///
  /// @param failures in a row, from 1
  long failedMs(int failures) {
    long span = FAILED_MAX.minus(FAILED_MIN).toMillis();
    long first = FAILED_MIN.toMillis() + (long) (span * random.nextDouble());
    int doublings = Math.clamp(failures - 1, 0, 20);
    return Math.min(first << doublings, FAILED_LONGEST.toMillis());
  }

  static long refreshAtMs(Outcome found) {
    double span = found.expiresAtMs() - found.fetchedAtMs();
    return found.fetchedAtMs() + (long) (REFRESH_AT * Math.max(0, span));
  }
}
