package dev.tippen.bench.report;

import java.util.List;

/// All that the page tells.
///
/// @param lines medians
/// @param events acknowledged and found in the databases, of all runs
/// @param visitors found in the databases, of all runs
/// @param idleRssMb of a server that is ready and has no load
/// @param firstAnswerMs from the start of the process to the first 200
public record Results(
    Conditions conditions,
    List<Line> lines,
    int runs,
    long events,
    long visitors,
    double idleRssMb,
    double firstAnswerMs) {
  public Results {
    lines = List.copyOf(lines);
  }
}
