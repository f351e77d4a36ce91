package dev.tippen.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Measured figures against those that the product promises on four cores.
final class Verdict {
  static final int CORES_MIN = 4;

  private static final int CONNECTIONS = 256;
  private static final int FEW_STORED = 10_000;
  private static final int MANY_STORED = 1_000_000;

  private final Results results;
  private final List<String> lines = new ArrayList<>();

  private Verdict(Results results) {
    this.results = results;
  }

  /// One sentence a figure; on fewer cores only that there is no verdict.
  static List<String> of(Results results) {
    int cores = results.conditions().machine().cores();
    if (cores < CORES_MIN) return List.of("no verdict: " + cores + " cores");
    return new Verdict(results).lines();
  }

  private List<String> lines() {
    for (Line line : results.lines()) {
      if (line.key().open()) {
        latency(line);
      } else {
        share(line);
        collapse(line);
        manyStored(line);
      }
    }
    double peakMb =
        results.lines().stream().mapToDouble(Line::rssPeakMb).reduce(Double.NaN, Line::larger);
    atMost("RSS idle, MB", results.idleRssMb(), 250);
    // With the history, whose engine has memory of its own.
    atMost("RSS at peak, MB", peakMb, 1_100);
    atMost("first answer after the start of the process, ms", results.firstAnswerMs(), 1_000);
    return lines;
  }

  private void share(Line line) {
    if (line.key().connections() != CONNECTIONS) return;
    double least =
        switch (line.key().mode()) {
          case ONE -> 0.60;
          case NEW -> 0.40;
          case RANDOM -> line.key().stored() == FEW_STORED ? 0.30 : Double.NaN;
          case ZIPF -> Double.NaN;
        };
    if (!Double.isNaN(least)) atLeast(name(line) + ", share of the no-op", line.share(), least);
  }

  private void collapse(Line line) {
    Line.Key k = line.key();
    if (k.connections() == CONNECTIONS) return;
    for (Line at256 : results.lines()) {
      if (at256.key().equals(new Line.Key(k.mode(), k.stored(), CONNECTIONS, 0))) {
        atLeast(name(line) + ", share of the rate at 256", line.rate() / at256.rate(), 0.60);
      }
    }
  }

  private void manyStored(Line line) {
    Line.Key k = line.key();
    if (k.stored() != MANY_STORED || !k.mode().picks()) return;
    for (Line few : results.lines()) {
      if (few.key().equals(new Line.Key(k.mode(), FEW_STORED, k.connections(), 0))) {
        atLeast(
            name(line) + ", share of the rate with 10,000",
            line.rate() / few.rate(),
            k.mode() == Mode.ZIPF ? 0.80 : 0.50);
      }
    }
  }

  private void latency(Line line) {
    String name = name(line) + " at %,.0f/s".formatted(line.key().offeredRate());
    atMost(name + ", p99 in ms", line.p99Ms(), 15);
    atMost(name + ", p99.9 in ms", line.p999Ms(), 60);
    atMost(name + ", longest write-ahead log in MB", line.walMaxMb(), 512);
    atLeast(name + ", completed checkpoints", line.logRestarts(), 3);
    atLeast(name + ", seconds", line.seconds(), 60);
  }

  private static String name(Line line) {
    Line.Key k = line.key();
    return "%s, %,d stored, %,d connections"
        .formatted(k.mode().words(), k.stored(), k.connections());
  }

  private void atLeast(String what, double is, double least) {
    add(what, is, "at least", least, is >= least);
  }

  private void atMost(String what, double is, double most) {
    add(what, is, "at most", most, is <= most);
  }

  private void add(String what, double is, String bound, double figure, boolean reached) {
    String verdict = Double.isNaN(is) ? "not measured" : reached ? "reached" : "MISSED";
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %s, asked for %s %s: %s",
            what,
            Figures.number(is),
            bound,
            Figures.number(figure),
            verdict));
  }
}
