package dev.tippen.bench;

import dev.tippen.bench.report.Conditions;
import dev.tippen.bench.report.Line;
import dev.tippen.bench.report.Mode;
import dev.tippen.bench.report.Results;
import dev.tippen.bench.server.Checkout;
import dev.tippen.bench.server.Counts;
import dev.tippen.bench.server.DataFolder;
import dev.tippen.bench.server.StartUp;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// The plan: for each run and each number of stored visitors a fresh server, under one load after
/// the other.
final class IngestBenchmark {
  private final Checkout checkout;
  private final IngestOptions options;
  private final Consumer<String> progress;
  private final List<Line> lines = new ArrayList<>();
  private final List<Double> idleRssMb = new ArrayList<>();
  private List<String> serverCommand = List.of();
  private long events;
  private long visitors;
  private long dashboardMessages;

  /// @param progress gets a line for each step
  IngestBenchmark(Checkout checkout, IngestOptions options, Consumer<String> progress) {
    this.checkout = checkout;
    this.options = options;
    this.progress = progress;
  }

  /// @param command for the page
  /// @param version for the page
  /// @throws BenchFailure if anything went wrong, above all if a database has other numbers than
  ///   were acknowledged: then no figure counts
  Results run(String command, String version) throws BenchFailure, InterruptedException {
    Instant time = Instant.now();
    DataFolder.in(options.data()).close();
    for (int run = 1; run <= options.runs(); run++) {
      for (int stored : options.stored()) session(run, stored);
    }
    progress.accept("time to the first answer");
    try (DataFolder folder = DataFolder.in(options.data())) {
      double firstAnswerMs = StartUp.medianMs(serverCommand, folder);
      Conditions conditions =
          new Conditions(
              command,
              version,
              time,
              Conditions.Machine.here(),
              DataFolder.fileSystem(options.data()),
              Conditions.jvmFlags(serverCommand),
              options.threads(),
              Session.bodyBytes(),
              dashboardMessages);
      return new Results(
          conditions,
          Line.medians(lines),
          options.runs(),
          events,
          visitors,
          Line.median(idleRssMb.stream().mapToDouble(d -> d).toArray()),
          firstAnswerMs);
    } catch (IOException e) {
      throw new BenchFailure("the file system can't be asked for: " + e.getMessage(), e);
    }
  }

  private void session(int run, int stored) throws BenchFailure, InterruptedException {
    List<Mode> modes = options.modesWith(stored);
    if (modes.isEmpty()) return;
    String where =
        String.format(Locale.ROOT, "run %d of %d, %,d stored", run, options.runs(), stored);
    progress.accept(where + ": storing and warming up");
    try (Session session = Session.open(checkout, options, stored)) {
      idleRssMb.add(session.idleRssMb());
      for (Mode mode : modes) {
        double peak = Double.NaN;
        for (int connections : options.connections()) {
          Line line = session.closedLoop(mode, connections);
          lines.add(line);
          progress.accept(where + ": " + told(line));
          if (connections == options.latencyConnections()) peak = line.rate();
        }
        latency(session, mode, peak, where);
      }
      serverCommand = session.serverCommand();
      dashboardMessages += session.dashboardMessages();
      progress.accept(where + ": counting what is stored");
      Counts counts = session.verify();
      events += counts.lastEventId();
      visitors += counts.visitors();
    }
  }

  private void latency(Session session, Mode mode, double peak, String where)
      throws BenchFailure, InterruptedException {
    if (options.latencySeconds() == 0) return;
    double rate = options.rate() > 0 ? options.rate() : Math.max(1, peak / 2);
    Line line = session.openLoop(mode, options.latencyConnections(), rate);
    lines.add(line);
    progress.accept(where + ": " + told(line));
    if (line.logRestarts() < Session.CHECKPOINTS_MIN) {
      progress.accept(
          String.format(
              Locale.ROOT,
              "%s: only %.0f checkpoints were completed in %.0f s",
              where,
              line.logRestarts(),
              line.seconds()));
    }
  }

  private static String told(Line line) {
    Line.Key k = line.key();
    return String.format(
        Locale.ROOT,
        "%s, %,d connections%s: %,.0f/s%s, p50 %.2f ms, p99 %.2f ms%s",
        k.mode().option(),
        k.connections(),
        k.open() ? String.format(Locale.ROOT, " at %,.0f/s", k.offeredRate()) : "",
        line.rate(),
        k.open() ? "" : String.format(Locale.ROOT, " (no-op %,.0f/s)", line.noopRate()),
        line.p50Ms(),
        line.p99Ms(),
        line.errors().isEmpty() ? "" : ", errors " + line.errors());
  }
}
