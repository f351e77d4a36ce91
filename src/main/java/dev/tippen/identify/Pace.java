package dev.tippen.identify;

/// Calls a minute in the long run, a few at once (the generic cell rate algorithm, ITU-T I.371,
/// Annex A). Not safe for threads: [Gate] locks.
final class Pace {
  private static final long MICROS_PER_MINUTE = 60_000_000;
  private static final int BURST_SECONDS = 5;

  private final long microsPerCall;
  private final long burstMicros;
  private long fullAtMicros = Long.MIN_VALUE / 2;

  Pace(int callsPerMinute) {
    microsPerCall = MICROS_PER_MINUTE / callsPerMinute;
    burstMicros = Math.max(microsPerCall, BURST_SECONDS * 1_000_000L);
  }

  /// @return 0 if a call may start, otherwise milliseconds until it may
  long tryTake(long nowMs) {
    long now = nowMs * 1_000;
    long next = Math.max(fullAtMicros, now) + microsPerCall;
    long missing = next - now - burstMicros;
    if (missing > 0) return (missing + 999) / 1_000;
    fullAtMicros = next;
    return 0;
  }
}
