package dev.tippen.bench.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// What came of the requests of one thread, or of all. Written by one thread, added up after its
/// end.
public final class Tally {
  private static final long TIME_MAX_NS = 60_000_000_000L;
  private static final int DIGITS = 3;
  private static final int STATUS_END = 600;
  private static final int OK = 200;

  private final Histogram latencyNs = new Histogram(TIME_MAX_NS, DIGITS);
  private final Histogram lateNs = new Histogram(TIME_MAX_NS, DIGITS);
  private final long[] byStatus = new long[STATUS_END];
  private long dropped;
  private long unanswered;
  private long unsent;
  private long acknowledgedInWindow;

  void answered(int status, boolean isDropped, boolean inWindow) {
    byStatus[status < STATUS_END ? status : 0]++;
    if (status != OK) return;
    if (isDropped) {
      dropped++;
    } else if (inWindow) {
      acknowledgedInWindow++;
    }
  }

  void latency(long ns) {
    latencyNs.recordValue(Math.clamp(ns, 0, TIME_MAX_NS));
  }

  /// How long after its time a request was sent.
  void late(long ns) {
    lateNs.recordValue(Math.clamp(ns, 0, TIME_MAX_NS));
  }

  void unanswered(long requests) {
    unanswered += requests;
  }

  void unsent(long requests) {
    unsent += requests;
  }

  void add(Tally other) {
    latencyNs.add(other.latencyNs);
    lateNs.add(other.lateNs);
    for (int i = 0; i < STATUS_END; i++) byStatus[i] += other.byStatus[i];
    dropped += other.dropped;
    unanswered += other.unanswered;
    unsent += other.unsent;
    acknowledgedInWindow += other.acknowledgedInWindow;
  }

  /// Answered 200 and not dropped, whenever: what the database must have.
  public long acknowledged() {
    return byStatus[OK] - dropped;
  }

  /// Those of them whose answer came in the measured time.
  public long acknowledgedInWindow() {
    return acknowledgedInWindow;
  }

  /// Sent, and the connection ended without an answer: nobody knows whether they are stored.
  public long unanswered() {
    return unanswered;
  }

  /// Of requests answered 200 in the measured time (open loop: due in it).
  ///
  /// @param percentile 0 to 100
  /// @return milliseconds, NaN if there were none
  public double latencyMs(double percentile) {
    return ms(latencyNs, percentile);
  }

  /// How late the generator itself sent; the latencies contain it.
  public double lateMs(double percentile) {
    return ms(lateNs, percentile);
  }

  private static double ms(Histogram ns, double percentile) {
    return ns.getTotalCount() == 0 ? Double.NaN : ns.getValueAtPercentile(percentile) / 1e6;
  }

  /// What was not acknowledged, by status or by `dropped`, `unanswered`, `unsent`; empty if nothing
  /// went wrong.
  public Map<String, Long> errors() {
    Map<String, Long> errors = new TreeMap<>();
    for (int status = 0; status < STATUS_END; status++) {
      if (status != OK) put(errors, String.valueOf(status), byStatus[status]);
    }
    put(errors, "dropped", dropped);
    put(errors, "unanswered", unanswered);
    put(errors, "unsent", unsent);
    return errors;
  }

  private static void put(Map<String, Long> errors, String name, long count) {
    if (count > 0) errors.put(name, count);
  }
}
