package dev.tippen.bench;

import dev.tippen.bench.load.EventRequest;
import dev.tippen.bench.load.Load;
import dev.tippen.bench.load.Tally;
import dev.tippen.bench.load.Visitors;
import dev.tippen.bench.report.Line;
import dev.tippen.bench.report.Mode;
import dev.tippen.bench.server.Checkout;
import dev.tippen.bench.server.Counts;
import dev.tippen.bench.server.DataFolder;
import dev.tippen.bench.server.MachineCpu;
import dev.tippen.bench.server.Metrics;
import dev.tippen.bench.server.OpenDashboard;
import dev.tippen.bench.server.ProcessFigures;
import dev.tippen.bench.server.ServerProcess;
import dev.tippen.bench.server.WalWatch;
import dev.tippen.event.ApiKey;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// One server with a fresh database, from its start to the count of what it stored.
final class Session implements AutoCloseable {
  static final int CHECKPOINTS_MIN = 3;

  private static final String TRACK = "/track/visitor";
  private static final String NOOP = "/track/noop";
  private static final long IDLE_MS = 3_000;
  private static final long LEAD_IN_MS = 1_000;
  private static final long LOOK_MS = 100;
  private static final int EXTENSION_MAX = 3;
  private static final Duration DRAIN = Duration.ofSeconds(60);

  /// Slower than this, storing the first visitors is given up.
  private static final int STORE_MIN_PER_SECOND = 500;

  private final IngestOptions options;
  private final Checkout checkout;
  private final int stored;
  private final DataFolder folder;
  private final ServerProcess server;
  private final WalWatch wal;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final OpenDashboard dashboard;
  private final double idleRssMb;
  private final AtomicLong nextNew;
  private long acknowledged;
  private long acknowledgedNew;
  private long unanswered;

  private Session(Checkout checkout, IngestOptions options, int stored)
      throws BenchFailure, InterruptedException {
    this.options = options;
    this.checkout = checkout;
    this.stored = stored;
    nextNew = new AtomicLong(stored);
    folder = DataFolder.in(options.data());
    try {
      server = ServerProcess.start(checkout, folder);
    } catch (BenchFailure | InterruptedException e) {
      folder.close();
      throw e;
    }
    wal = new WalWatch(folder.data());
    try {
      Thread.sleep(IDLE_MS);
      idleRssMb = serverFigures().rssMb();
      dashboard = new OpenDashboard(http, server.uri(), ApiKey.DEMO_TEXT);
    } catch (BenchFailure | InterruptedException e) {
      closeServer();
      throw e;
    }
  }

  /// Starts a server, stores the visitors, and warms it up.
  static Session open(Checkout checkout, IngestOptions options, int stored)
      throws BenchFailure, InterruptedException {
    Session session = new Session(checkout, options, stored);
    try {
      session.storeFirst();
      session.warmUp();
      return session;
    } catch (BenchFailure | InterruptedException e) {
      session.close();
      throw e;
    }
  }

  double idleRssMb() {
    return idleRssMb;
  }

  List<String> serverCommand() throws BenchFailure {
    return server.command();
  }

  long dashboardMessages() {
    return dashboard.messages();
  }

  static int bodyBytes() {
    return new EventRequest(TRACK, 0, ApiKey.DEMO_TEXT, 0).bodyLength();
  }

  private void storeFirst() throws BenchFailure, InterruptedException {
    Load.Shape shape = closed(options.connectionsMax());
    Visitors all = Visitors.inOrder(new AtomicLong(), stored);
    try (Load load = Load.start(target(TRACK), shape, all)) {
      Tally tally = load.await(Duration.ofSeconds(60L + stored / STORE_MIN_PER_SECOND));
      count(Mode.RANDOM, tally);
      if (tally.acknowledged() != stored) {
        throw new BenchFailure(
            "of %,d visitors only %,d could be stored: %s"
                .formatted(stored, tally.acknowledged(), tally.errors()));
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// Runs every path that is measured until the JVM has compiled it.
  private void warmUp() throws BenchFailure, InterruptedException {
    List<Mode> modes = options.modesWith(stored);
    double share = (double) options.warmUpSeconds() / (modes.size() + 1);
    int connections = options.connectionsMax();
    run(NOOP, visitors(modes.getFirst()), closed(connections), share, 0);
    for (Mode mode : modes) count(mode, run(mode, closed(connections), share, 0).tally);
  }

  /// The peak rate, and that of the no-op just before.
  Line closedLoop(Mode mode, int connections) throws BenchFailure, InterruptedException {
    Load.Shape shape = closed(connections);
    Measured noop = run(NOOP, visitors(mode), shape, options.noopSeconds(), 0);
    if (!noop.tally.errors().isEmpty()) {
      throw new BenchFailure("the no-op endpoint refuses: " + noop.tally.errors());
    }
    Measured durable = run(mode, shape, options.seconds(), 0);
    count(mode, durable.tally);
    return durable.line(new Line.Key(mode, stored, connections, 0), noop.rate());
  }

  /// The latency at a rate, for as long as three checkpoints take if that is not too long.
  Line openLoop(Mode mode, int connections, double rate) throws BenchFailure, InterruptedException {
    Load.Shape shape = new Load.Shape(connections, options.threads(), rate);
    Measured durable = run(mode, shape, options.latencySeconds(), CHECKPOINTS_MIN);
    count(mode, durable.tally);
    return durable.line(new Line.Key(mode, stored, connections, rate), Double.NaN);
  }

  private Measured run(Mode mode, Load.Shape shape, double seconds, int checkpointsMin)
      throws BenchFailure, InterruptedException {
    return run(TRACK, visitors(mode), shape, seconds, checkpointsMin);
  }

  private Measured run(
      String path, Visitors visitors, Load.Shape shape, double seconds, int checkpointsMin)
      throws BenchFailure, InterruptedException {
    try (Load load = Load.start(target(path), shape, visitors)) {
      watch(load, LEAD_IN_MS);
      wal.reset();
      load.measure();
      Reading before = read();
      watch(load, (long) (seconds * 1_000));
      long extendedMs = 0;
      while (wal.restarts() < checkpointsMin
          && extendedMs < seconds * 1_000 * (EXTENSION_MAX - 1)) {
        watch(load, 1_000);
        extendedMs += 1_000;
      }
      Reading after = read();
      long restarts = wal.restarts();
      load.stop();
      return new Measured(load.await(DRAIN), load.measuredSeconds(), before, after, restarts);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void watch(Load load, long ms) throws BenchFailure, IOException, InterruptedException {
    long endNs = System.nanoTime() + ms * 1_000_000;
    for (long left = ms; left > 0; left = (endNs - System.nanoTime()) / 1_000_000) {
      Thread.sleep(Math.min(left, LOOK_MS));
      server.check();
      dashboard.check();
      load.check();
    }
  }

  private BenchFailure failed(IOException e) {
    try {
      server.check();
    } catch (BenchFailure ended) {
      ended.addSuppressed(e);
      return ended;
    }
    return new BenchFailure(String.valueOf(e.getMessage()), e);
  }

  private Visitors visitors(Mode mode) {
    return switch (mode) {
      case ONE -> Visitors.one();
      case NEW -> Visitors.inOrder(nextNew, Long.MAX_VALUE);
      case RANDOM -> Visitors.uniform(stored);
      case ZIPF -> Visitors.zipf(stored);
    };
  }

  private Load.Shape closed(int connections) {
    return new Load.Shape(connections, options.threads(), 0);
  }

  private Load.Target target(String path) {
    return new Load.Target(server.address(), path, ApiKey.DEMO_TEXT);
  }

  private void count(Mode mode, Tally tally) {
    acknowledged += tally.acknowledged();
    if (mode == Mode.NEW) acknowledgedNew += tally.acknowledged();
    unanswered += tally.unanswered();
  }

  /// Stops the server and holds its database against the answers.
  ///
  /// @return what both agree on
  /// @throws BenchFailure if they don't
  Counts verify() throws BenchFailure, InterruptedException {
    dashboard.check();
    dashboard.close();
    server.stop();
    Counts wanted = Counts.acknowledged(acknowledged, stored + acknowledgedNew);
    Counts found = Counts.stored(checkout, folder.data(), folder.log());
    List<String> differences = wanted.differences(found);
    if (differences.isEmpty()) return found;
    throw new BenchFailure(
        "the database is not what was acknowledged; no figures of this server count.\n  "
            + String.join("\n  ", differences)
            + (unanswered == 0
                ? ""
                : "\n  %,d requests ended without an answer".formatted(unanswered)));
  }

  private ProcessFigures serverFigures() {
    return ProcessHandle.of(server.pid())
        .map(ProcessFigures::of)
        .orElse(new ProcessFigures(Double.NaN, Double.NaN, Double.NaN));
  }

  private Reading read() throws InterruptedException {
    return new Reading(
        System.nanoTime(),
        MachineCpu.now(),
        serverFigures(),
        ProcessFigures.of(ProcessHandle.current()),
        Metrics.read(http, server.uri()));
  }

  @Override
  public void close() {
    dashboard.close();
    closeServer();
  }

  private void closeServer() {
    wal.close();
    server.close();
    folder.close();
    http.close();
  }

  /// Everything that is read at both ends of a measurement.
  private record Reading(
      long ns,
      MachineCpu machine,
      ProcessFigures server,
      ProcessFigures generator,
      Metrics metrics) {}

  /// One load, measured.
  private final class Measured {
    private final Tally tally;
    private final double seconds;
    private final Reading before;
    private final Reading after;
    private final long restarts;
    private final long walMaxBytes = wal.maxBytes();

    Measured(Tally tally, double seconds, Reading before, Reading after, long restarts) {
      this.tally = tally;
      this.seconds = seconds;
      this.before = before;
      this.after = after;
      this.restarts = restarts;
    }

    double rate() {
      return tally.acknowledgedInWindow() / seconds;
    }

    Line line(Line.Key key, double noopRate) {
      double between = (after.ns - before.ns) / 1e9;
      double serverCpu = after.server.cpuSeconds() - before.server.cpuSeconds();
      double generatorCpu = after.generator.cpuSeconds() - before.generator.cpuSeconds();
      double busy = after.machine.busySecondsSince(before.machine);
      double batches = since("tippen_commit_batches_total");
      return new Line(
          key,
          seconds,
          rate(),
          noopRate,
          rate() / noopRate,
          tally.latencyMs(50),
          tally.latencyMs(99),
          tally.latencyMs(99.9),
          tally.errors(),
          after.server.rssMb(),
          after.server.rssPeakMb(),
          serverCpu / between,
          generatorCpu / between,
          batches / between,
          since("tippen_commit_events_total") / batches,
          since("tippen_store_syncs_total") / between,
          since("tippen_store_checkpoints_total"),
          restarts,
          walMaxBytes / 1e6,
          after.machine.stolenSince(before.machine),
          Math.max(0, busy - serverCpu - generatorCpu) / between,
          tally.lateMs(99));
    }

    private double since(String name) {
      return after.metrics.since(before.metrics, name);
    }
  }
}
