package dev.tippen.journey;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.tippen.TippenServer;
import dev.tippen.cli.ServerOptions;
import dev.tippen.config.Config;
import dev.tippen.store.BatchWriter;
import dev.tippen.support.TestServer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/// The server in a process of its own, with the launcher's heap, that says on request what it
/// holds. Its store can be slowed down. Ends with this object or with the process of the test.
final class WatchedServer implements AutoCloseable {
  private static final String ASK = "vitals";
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Process process;
  private final BufferedReader out;
  private final BufferedWriter in;
  private final URI uri;

  /// What a process holds.
  ///
  /// @param heapBytes after a full collection
  /// @param residentBytes 0 where the system doesn't tell
  /// @param files open descriptors
  record Vitals(long heapBytes, long residentBytes, long files, int threads) {
    private static final long MIB = 1024 * 1024;

    @Override
    public String toString() {
      return "heap after collection %.1f MiB, resident %.1f MiB, %d descriptors, %d threads"
          .formatted((double) heapBytes / MIB, (double) residentBytes / MIB, files, threads);
    }
  }

  /// @param storePerSecond events that the store takes at most, 0 for as many as it can
  static WatchedServer start(Path data, int queueMaxEvents, int storePerSecond) throws IOException {
    return new WatchedServer(data, queueMaxEvents, storePerSecond, false);
  }

  /// A server with a planted fault: each batch leaves something behind.
  static WatchedServer startLeaking(Path data, int queueMaxEvents) throws IOException {
    return new WatchedServer(data, queueMaxEvents, 0, true);
  }

  private WatchedServer(Path data, int queueMaxEvents, int storePerSecond, boolean leaking)
      throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx320m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                WatchedServer.class.getName(),
                data.toString(),
                Integer.toString(queueMaxEvents),
                Integer.toString(storePerSecond),
                Boolean.toString(leaking))
            .redirectError(data.resolveSibling(data.getFileName() + ".log").toFile())
            .start();
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    in =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    uri = URI.create(line());
  }

  private String line() throws IOException {
    String line = out.readLine();
    if (line == null) throw new IOException("the server ended");
    return line;
  }

  URI uri() {
    return uri;
  }

  synchronized Vitals vitals() throws IOException {
    in.write(ASK + "\n");
    in.flush();
    String[] words = line().split(" ");
    return new Vitals(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Integer.parseInt(words[3]));
  }

  /// Asks it to stop and waits until it has.
  ///
  /// @return the exit code
  int stop() throws IOException, InterruptedException {
    in.close();
    if (!process.waitFor(60, TimeUnit.SECONDS)) throw new AssertionError("the server does not end");
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  // ------------------------------------------------------------------ in the other process

  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    int storePerSecond = Integer.parseInt(arguments[2]);
    boolean leaking = Boolean.parseBoolean(arguments[3]);
    TippenServer server =
        TippenServer.start(
            config(data, Integer.parseInt(arguments[1])),
            new ServerOptions(false, _ -> {}),
            UnaryOperator.identity(),
            writer -> {
              if (leaking) return new Leaking(writer);
              return storePerSecond == 0 ? writer : new Slowed(writer, storePerSecond);
            });
    System.out.println(server.uri());
    BufferedReader asked =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (asked.readLine() != null) tell();
    server.stop();
    System.exit(0);
  }

  private static Config config(Path data, int queueMaxEvents) {
    Config c = TestServer.config(data, true);
    Config.RateLimits r = c.rateLimits();
    Config.Store s = c.store();
    return new Config(
        c.data(),
        c.demo(),
        c.server(),
        c.http(),
        c.proxies(),
        new Config.RateLimits(
            false,
            r.keyPerSecond(),
            r.keyBurst(),
            r.addressPerSecond(),
            r.addressBurst(),
            r.addressesMax(),
            r.totalPerSecond(),
            r.totalBurst()),
        new Config.Store(
            queueMaxEvents,
            s.batchMaxEvents(),
            s.walMaxFrames(),
            s.readConnections(),
            s.visitorCacheMax()),
        c.history(),
        c.live(),
        c.visit(),
        c.privacy(),
        c.places(),
        c.sources(),
        c.account(),
        c.identify(),
        c.log(),
        c.dev());
  }

  private static void tell() throws IOException {
    System.gc();
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
            ? os.getOpenFileDescriptorCount()
            : 0;
    System.out.println(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
            + " "
            + residentBytes()
            + " "
            + files
            + " "
            + ManagementFactory.getThreadMXBean().getThreadCount());
  }

  private static long residentBytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) return 0;
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
    }
    return 0;
  }

  /// Keeps a piece of memory now and then.
  private static final class Leaking implements BatchWriter {
    private static final int PIECE_BYTES = 2 * 1024 * 1024;
    private static final int PIECES_MAX = 120;
    private static final long PIECE_EVERY_NANOS = NANOS_PER_SECOND / 2;

    private final BatchWriter writer;
    private long lastNanos = System.nanoTime();
    private final List<byte[]> kept = new ArrayList<>();

    Leaking(BatchWriter writer) {
      this.writer = writer;
    }

    @Override
    public Written write(List<Encoded> batch, long nowMs) throws BatchFailure {
      long now = System.nanoTime();
      if (now - lastNanos > PIECE_EVERY_NANOS && kept.size() < PIECES_MAX) {
        lastNanos = now;
        kept.add(new byte[PIECE_BYTES]);
      }
      return writer.write(batch, nowMs);
    }

    @Override
    public void betweenBatches() {
      writer.betweenBatches();
    }

    @Override
    public void close() {
      writer.close();
    }
  }

  /// Takes so many events a second and no more. Time that it did not use is given back for at most
  /// a second, so that a busy machine does not look like a slow store.
  private static final class Slowed implements BatchWriter {
    private final BatchWriter writer;
    private final long nanosPerEvent;
    private long freeAtNanos = System.nanoTime();

    Slowed(BatchWriter writer, int eventsPerSecond) {
      this.writer = writer;
      nanosPerEvent = NANOS_PER_SECOND / eventsPerSecond;
    }

    @Override
    public Written write(List<Encoded> batch, long nowMs) throws BatchFailure {
      long now = System.nanoTime();
      freeAtNanos = Math.max(freeAtNanos, now - NANOS_PER_SECOND) + batch.size() * nanosPerEvent;
      while (freeAtNanos - System.nanoTime() > 0) {
        LockSupport.parkNanos(freeAtNanos - System.nanoTime());
      }
      return writer.write(batch, nowMs);
    }

    @Override
    public void betweenBatches() {
      writer.betweenBatches();
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
