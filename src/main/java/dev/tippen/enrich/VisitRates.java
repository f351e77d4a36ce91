package dev.tippen.enrich;

import java.util.concurrent.atomic.AtomicLongArray;

/// Notices visitors that look at more pages than a person reads. Counts in a table of fixed size by
/// a hash, so two visitors may rarely be taken for one; the mark is a doubt, not a verdict. Safe
/// for all threads.
final class VisitRates {
  /// In one minute of the server's clock.
  static final int PAGE_VIEWS_MAX_PER_MINUTE = 90;

  private static final int SLOTS = 1 << 16;
  private static final long MS_PER_MINUTE = 60_000;
  private static final int COUNT_BITS = 24;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

  /// Minute and count in one number.
  private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

  /// Counts a page view.
  ///
  /// @return whether it is one too many
  boolean isTooFast(int apiKeyId, String visitorId, long nowMs) {
    int hash = (visitorId.hashCode() * 31 + apiKeyId) * 0x9E3779B9;
    int slot = hash >>> 16;
    long minute = nowMs / MS_PER_MINUTE;
    long now =
        slots.accumulateAndGet(
            slot,
            minute,
            (old, m) ->
                old >>> COUNT_BITS == m
                    ? Math.min(old + 1, m << COUNT_BITS | COUNT_MASK)
                    : m << COUNT_BITS | 1);
    return (now & COUNT_MASK) > PAGE_VIEWS_MAX_PER_MINUTE;
  }
}
