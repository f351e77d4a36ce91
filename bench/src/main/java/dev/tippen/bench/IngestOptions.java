package dev.tippen.bench;

import dev.tippen.bench.report.Mode;
import java.nio.file.Path;
import java.util.List;

/// What `./tippen bench ingest` is asked for.
///
/// @param seconds measured in each closed loop
/// @param rate of the open loops, events a second; 0: half of the peak found before
/// @param stored numbers of visitors in the database before measuring; `ONE` and `NEW` are measured
///   with the first only
/// @param latencySeconds measured at least in each open loop; 0: none
/// @param threads of the generator
/// @param data folder in which databases are made
record IngestOptions(
    List<Integer> connections,
    List<Mode> modes,
    List<Integer> stored,
    int seconds,
    int latencySeconds,
    int runs,
    double rate,
    int threads,
    Path data) {

  IngestOptions {
    connections = List.copyOf(connections);
    modes = List.copyOf(modes);
    stored = List.copyOf(stored);
  }

  int connectionsMax() {
    return connections.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }

  /// Where the latency is measured: 256 as the product's figures say, else the most.
  int latencyConnections() {
    return connections.contains(256) ? 256 : connectionsMax();
  }

  int warmUpSeconds() {
    // On two cores the JVM compiles for about a minute.
    return Math.min(4 * seconds, 60);
  }

  int noopSeconds() {
    return Math.max(2, seconds / 3);
  }

  /// What is measured with this number of stored visitors: those who find new ones last, so that
  /// the others find the database as it was made.
  List<Mode> modesWith(int storedVisitors) {
    boolean first = storedVisitors == stored.getFirst();
    return modes.stream()
        .filter(m -> first || m.picks())
        .sorted((a, b) -> Boolean.compare(a == Mode.NEW, b == Mode.NEW))
        .toList();
  }
}
