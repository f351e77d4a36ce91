package dev.tippen.bench.load;

/// When one thread is to send at a constant rate, whatever the answers do. Latency counted from
/// these times includes the waiting that a slow answer causes to those behind it.
///
/// Source: coordinated omission, Gil Tene, github.com/giltene/wrk2.
final class Schedule {
  private final double intervalNs;
  private final double firstNs;
  private long sent;

  /// @param startNs time of the first sending of the first thread
  /// @param ratePerSecond of all threads together
  Schedule(long startNs, double ratePerSecond, int thread, int threads) {
    intervalNs = 1e9 * threads / ratePerSecond;
    firstNs = startNs + intervalNs * thread / threads;
  }

  /// When the next one is to be sent.
  long nextNs() {
    return (long) (firstNs + sent * intervalNs);
  }

  void sent() {
    sent++;
  }

  /// How many should have been sent before this time and were not.
  long missedBefore(long ns) {
    long due = (long) Math.ceil((ns - firstNs) / intervalNs);
    return Math.max(0, due - sent);
  }
}
