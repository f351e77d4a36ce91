package dev.tippen.bench.report;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// What was measured under one load, in one run or as the median of several; NaN for what is not
/// known.
///
/// @param seconds measured
/// @param rate events acknowledged a second
/// @param noopRate of the no-op under the same load just before; NaN in an open loop
/// @param share `rate / noopRate` of the same run
/// @param errors what was not acknowledged, by status or name; of all runs together
/// @param rssPeakMb since the server's start; the worst of all runs
/// @param serverCpu seconds of processor time a second
/// @param checkpoints as the server counts them
/// @param logRestarts how often the write-ahead log started over: what it held was in the database
/// @param walMaxMb longest write-ahead log; the worst of all runs
/// @param stolen share of all cores' time that the hypervisor gave to others, 0 to 1
/// @param otherCpu processor seconds a second of everything but server and generator
/// @param lateP99Ms how late the generator itself was; the latencies contain it
public record Line(
    Key key,
    double seconds,
    double rate,
    double noopRate,
    double share,
    double p50Ms,
    double p99Ms,
    double p999Ms,
    Map<String, Long> errors,
    double rssMb,
    double rssPeakMb,
    double serverCpu,
    double generatorCpu,
    double batchesPerSecond,
    double eventsPerBatch,
    double syncsPerSecond,
    double checkpoints,
    double logRestarts,
    double walMaxMb,
    double stolen,
    double otherCpu,
    double lateP99Ms) {

  /// Which load.
  ///
  /// @param stored visitors in the database before the first measurement
  /// @param offeredRate of an open loop; 0: closed loop. Two lines of several runs belong together
  ///   if both are open, whatever their rates
  public record Key(Mode mode, int stored, int connections, double offeredRate) {
    public boolean open() {
      return offeredRate > 0;
    }

    boolean sameLoad(Key other) {
      return mode == other.mode
          && stored == other.stored
          && connections == other.connections
          && open() == other.open();
    }
  }

  public Line {
    errors = Map.copyOf(errors);
  }

  /// One line for each load, in the order in which the loads first came.
  public static List<Line> medians(List<Line> ofAllRuns) {
    return ofAllRuns.stream()
        .filter(l -> ofAllRuns.stream().filter(o -> o.key.sameLoad(l.key)).findFirst().get() == l)
        .map(l -> median(ofAllRuns.stream().filter(o -> o.key.sameLoad(l.key)).toList()))
        .toList();
  }

  private static Line median(List<Line> runs) {
    Key first = runs.getFirst().key;
    Map<String, Long> errors = new TreeMap<>();
    for (Line run : runs) run.errors.forEach((name, count) -> errors.merge(name, count, Long::sum));
    return new Line(
        new Key(first.mode, first.stored, first.connections, median(runs, l -> l.key.offeredRate)),
        median(runs, Line::seconds),
        median(runs, Line::rate),
        median(runs, Line::noopRate),
        median(runs, Line::share),
        median(runs, Line::p50Ms),
        median(runs, Line::p99Ms),
        median(runs, Line::p999Ms),
        errors,
        median(runs, Line::rssMb),
        worst(runs, Line::rssPeakMb),
        median(runs, Line::serverCpu),
        median(runs, Line::generatorCpu),
        median(runs, Line::batchesPerSecond),
        median(runs, Line::eventsPerBatch),
        median(runs, Line::syncsPerSecond),
        median(runs, Line::checkpoints),
        median(runs, Line::logRestarts),
        worst(runs, Line::walMaxMb),
        median(runs, Line::stolen),
        median(runs, Line::otherCpu),
        median(runs, Line::lateP99Ms));
  }

  private static double median(List<Line> runs, ToDoubleFunction<Line> figure) {
    return median(runs.stream().mapToDouble(figure).toArray());
  }

  /// Of an even number of values the mean of the two in the middle; NaN if one is not known.
  public static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    // NaN sorts last.
    if (sorted.length == 0 || Double.isNaN(sorted[sorted.length - 1])) return Double.NaN;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /// The larger of the two that are known.
  static double larger(double a, double b) {
    return b > a || Double.isNaN(a) ? b : a;
  }

  private static double worst(List<Line> runs, ToDoubleFunction<Line> figure) {
    return runs.stream().mapToDouble(figure).reduce(Double.NaN, Line::larger);
  }
}
