package dev.tippen.bench.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Measured values that a test invents.
final class Lines {
  private Lines() {}

  static Line line(
      Line.Key key,
      double rate,
      double share,
      double p99Ms,
      double walMaxMb,
      Map<String, Long> errors) {
    double unknown = Double.NaN;
    return new Line(
        key,
        60,
        rate,
        rate / share,
        share,
        p99Ms / 2,
        p99Ms,
        p99Ms * 2,
        errors,
        200,
        400,
        1.5,
        0.5,
        unknown,
        unknown,
        unknown,
        unknown,
        3,
        walMaxMb,
        0.01,
        0.1,
        unknown);
  }

  static Results results(int cores, Line... lines) {
    Conditions conditions =
        new Conditions(
            "./tippen bench ingest",
            "abc1234",
            Instant.ofEpochMilli(1_790_000_000_000L),
            new Conditions.Machine(cores, "Some CPU", 16_000_000_000L, "Linux 6", "JDK 25"),
            "ext4",
            List.of("-Xmx512m"),
            1,
            685,
            1_234);
    return new Results(conditions, List.of(lines), 3, 1_000_000, 10_000, 130, 900);
  }
}
