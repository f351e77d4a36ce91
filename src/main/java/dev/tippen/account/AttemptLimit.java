package dev.tippen.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// Allows so many attempts per key in a sliding window. An attempt is claimed before it is made and
/// given back if it turns out well, so attempts made at the same time can't slip through. Bounded:
/// knows the [#KEYS_MAX] busiest keys. Safe for all threads; never blocks on I/O.
final class AttemptLimit {
  /// About 160 bytes each.
  static final int KEYS_MAX = 50_000;

  private final int attemptsMax;
  private final long windowMs;
  private final InstantSource clock;
  private final Cache<String, long[]> claims;

  AttemptLimit(int attemptsMax, Duration window, InstantSource clock) {
    this.attemptsMax = attemptsMax;
    this.windowMs = window.toMillis();
    this.clock = clock;
    claims =
        Caffeine.newBuilder()
            .maximumSize(KEYS_MAX)
            .expireAfterWrite(window)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  /// @param key at most some dozen characters: callers hash what is longer
  /// @return 0 if the attempt may be made, else seconds to wait, at least 1
  int claim(String key) {
    long nowMs = clock.millis();
    long[] waitMs = new long[1];
    claims
        .asMap()
        .compute(
            key,
            (k, known) -> {
              long[] recent =
                  known == null
                      ? new long[0]
                      : Arrays.stream(known).filter(t -> t > nowMs - windowMs).toArray();
              if (recent.length >= attemptsMax) {
                waitMs[0] = Math.max(1, recent[0] + windowMs - nowMs);
                return recent;
              }
              long[] more = Arrays.copyOf(recent, recent.length + 1);
              more[recent.length] = nowMs;
              return more;
            });
    return Math.toIntExact((waitMs[0] + 999) / 1000);
  }

  /// Gives the newest claim back.
  void release(String key) {
    claims
        .asMap()
        .computeIfPresent(
            key, (k, known) -> known.length <= 1 ? null : Arrays.copyOf(known, known.length - 1));
  }
}
