package dev.tippen.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.crash.DiskLibrary.Effect;
import dev.tippen.crash.DiskLibrary.Fault;
import dev.tippen.crash.DiskLibrary.Kind;
import dev.tippen.crash.Journal.Operation;
import dev.tippen.support.RawClient;
import dev.tippen.support.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is full or that fails, at many single calls of the real server: while it starts,
/// while it serves, while it copies its log. Whatever was answered 200 is found by the next start,
/// all counters agree with the records, and the server either goes on rightly or ends with an exit
/// code that a supervisor understands. What holds this test itself: a server that answers too early
/// must be caught.
///
/// `-Dfault.calls=N` single calls of each kind, each in a server of its own.
class DiskFaultTest {
  private static final int CALLS = Integer.getInteger("fault.calls", 8);
  private static final String LOG = "tippen.db-wal";
  private static final String DATABASE = "tippen.db";
  private static final int CONNECTIONS = 8;
  private static final int MAX_SECONDS = 60;
  private static final int DIED = 70;
  private static final Fault FULL = new Fault(Kind.WRITE, Effect.ENOSPC, 1, Fault.FOR_EVER, "*");

  @TempDir Path folder;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /// @param starting the fault is there before the server is
  private record Case(boolean starting, Fault fault) {}

  /// How a case ended, for the report, such as "exit 70".
  private record End(Case of, boolean reached, String how) {}

  @Test
  void noCallThatFailsMakesAFalseAcknowledgement() throws Exception {
    DiskLibrary disk = DiskLibrary.build(folder);
    List<Case> cases = cases(callsOfAStart(disk));
    List<Future<End>> ends = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      for (Case c : cases) {
        DiskLibrary own = disk.in(Files.createDirectories(folder.resolve("case" + ends.size())));
        ends.add(pool.submit(() -> run(c, own)));
      }
    }
    Map<String, Integer> report = new TreeMap<>();
    for (Future<End> future : ends) {
      End end = future.get();
      Fault f = end.of.fault;
      String what =
          "%s on %s %s: %s"
              .formatted(
                  f.effect(),
                  f.kind(),
                  end.of.starting ? "while starting" : "of " + f.files(),
                  end.reached ? end.how : "not reached");
      report.merge(what, 1, Integer::sum);
    }
    System.out.println("disk faults: " + cases.size() + " servers");
    report.forEach((what, count) -> System.out.println("disk faults: " + count + " x " + what));
  }

  private static List<Case> cases(Map<Kind, Integer> callsOfAStart) {
    List<Case> cases = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      int starting = Math.min(CALLS / 3, callsOfAStart.get(kind));
      for (int i = 0; i < starting; i++) {
        // The first and the last call are always among them.
        int first = 1 + i * (callsOfAStart.get(kind) - 1) / Math.max(1, starting - 1);
        Effect effect = i % 2 == 0 ? Effect.EIO : Effect.ENOSPC;
        cases.add(new Case(true, new Fault(kind, effect, first, 1, "*")));
      }
      for (int i = 0; i < CALLS - starting; i++) {
        String file = i % 2 == 0 ? LOG : DATABASE;
        // A sync that says "full" has failed like any other: nobody knows what it left out.
        Effect effect = kind == Kind.SYNC && i % 4 == 0 ? Effect.ENOSPC : Effect.EIO;
        cases.add(new Case(false, new Fault(kind, effect, spread(i / 2), 1, file)));
      }
    }
    return cases;
  }

  /// 1, 2, 3, 5, 7, 10, 14 ... and with many calls every one.
  private static long spread(int i) {
    return CALLS > 40 ? i + 1 : i + 1 + (long) i * (i - 1) / 4;
  }

  /// How many calls of each kind a start makes in an empty folder.
  private Map<Kind, Integer> callsOfAStart(DiskLibrary disk) throws Exception {
    DiskLibrary dry = disk.in(Files.createDirectories(folder.resolve("dry")));
    try (ServerProcess server = server(dry, dry.journalled())) {
      server.port();
    }
    int syncs = 0;
    int writes = 0;
    for (Operation o : Journal.read(dry.journal()).operations()) {
      if (o.kind() == Operation.SYNC) syncs++;
      if (o.kind() == Operation.WRITE || o.kind() == Operation.TRUNCATE) writes++;
    }
    return Map.of(Kind.SYNC, syncs, Kind.WRITE, writes);
  }

  private End run(Case c, DiskLibrary disk) throws Exception {
    String how;
    Memory memory = new Memory();
    if (c.starting) disk.plan(c.fault);
    try (ServerProcess server = server(disk, disk.faulty())) {
      if (server.awaitReady()) {
        if (!c.starting) disk.plan(c.fault);
        how = serve(c, disk, server, memory);
      } else {
        int code = server.awaitExit(MAX_SECONDS);
        assertNotEquals(0, code, c::toString);
        how = "no start, exit " + code;
      }
    }
    boolean reached = !disk.hits().isEmpty();
    disk.noMoreFaults();
    assertRight(memory, disk.data(), c + ", " + how);
    return new End(c, reached, how);
  }

  private String serve(Case c, DiskLibrary disk, ServerProcess server, Memory memory)
      throws Exception {
    boolean goesOn;
    try (Load load = load(server, memory)) {
      await(c + " reached", () -> c.starting || !disk.hits().isEmpty() || !load.isRunning());
      int before = load.acknowledged();
      // What failed while it served must end it. What failed at the start may have been tried
      // again.
      await(
          c + " ended or went on",
          () -> !load.isRunning() || c.starting && load.acknowledged() > before + 50);
      goesOn = load.isRunning();
    }
    if (goesOn) {
      assertEquals(200, get(server, "/readyz").statusCode(), c::toString);
      return "went on";
    }
    assertEquals(DIED, server.awaitExit(MAX_SECONDS), () -> c + " " + server.log());
    return "exit " + DIED;
  }

  /// One server, whose disk is full for single calls all the time.
  @Test
  void aDiskThatIsFullNowAndThenLosesNothing() throws Exception {
    DiskLibrary disk = DiskLibrary.build(folder);
    Memory memory = new Memory();
    try (ServerProcess server = server(disk, disk.faulty())) {
      server.port();
      try (Load load = load(server, memory)) {
        for (int i = 0; i < 5 * CALLS; i++) {
          int before = disk.hits().size();
          String file = i % 3 == 0 ? DATABASE : LOG;
          disk.plan(new Fault(Kind.WRITE, Effect.ENOSPC, 1 + i % 25, 1 + i % 4, file));
          await("full for call " + i, () -> disk.hits().size() > before || !load.isRunning());
          assertTrue(server.isRunning(), server::log);
        }
        disk.noMoreFaults();
        int before = load.acknowledged();
        await("events are taken again", () -> load.acknowledged() > before + 50);
      }
      awaitReadiness(server, 200);
    }
    assertTrue(memory.refused.get() > 0, "no request met a full disk");
    System.out.printf(
        "disk faults: full for %d calls of one server: %d acknowledged, %d refused%n",
        disk.hits().size(), memory.acknowledged.size(), memory.refused.get());
    assertRight(memory, disk.data(), "full now and then");
  }

  @Test
  void aFullDiskIsToldToAllAndIsOverWithoutTraffic() throws Exception {
    DiskLibrary disk = DiskLibrary.build(folder);
    Memory memory = new Memory();
    try (ServerProcess server = server(disk, disk.faulty())) {
      try (Load load = load(server, memory)) {
        await("load", () -> load.acknowledged() > 200);
        assertEquals(200, get(server, "/readyz").statusCode());
        disk.plan(FULL);
        awaitReadiness(server, 503);
      }
      assertTrue(memory.refused.get() > 0, "nobody was refused");

      HttpResponse<String> ready = get(server, "/readyz");
      assertEquals("{\"status\":\"not_ready\",\"reason\":\"store_failed\"}", ready.body());
      assertEquals("1", ready.headers().firstValue("Retry-After").orElse(""));
      assertEquals(200, get(server, "/healthz").statusCode());
      try (RawClient client = new RawClient(server.port())) {
        String event = TestServer.event("pageview", "refused", "https://example.com/");
        assertEquals(503, client.track(TestServer.KEY, event));
        assertEquals("1", client.header("retry-after"));
      }

      // Without traffic the server tries by itself, and believes only what it sees.
      long before = logWrites(disk);
      await("the server tries", () -> logWrites(disk) >= before + 2);
      assertEquals(503, get(server, "/readyz").statusCode());
      disk.noMoreFaults();
      awaitReadiness(server, 200);

      try (Load load = load(server, memory)) {
        await("load after it", () -> load.acknowledged() > 200);
      }
      server.stop();
      assertEquals(0, server.awaitExit(MAX_SECONDS), server::log);
    }
    assertRight(memory, disk.data(), "full for a while");
  }

  private static long logWrites(DiskLibrary disk) throws Exception {
    return disk.hits().stream().filter(line -> line.endsWith(LOG)).count();
  }

  @Test
  void aServerThatAnswersBeforeTheCommitIsCaught() throws Exception {
    DiskLibrary disk = DiskLibrary.build(folder);
    Memory memory = new Memory();
    try (ServerProcess server =
        new ServerProcess(
            folder,
            "dev.tippen.crash.EarlyAnswerServer",
            disk.faulty(),
            List.of(disk.data().toString()))) {
      server.port();
      disk.plan(FULL);
      try (Load load = load(server, memory)) {
        await("load", () -> load.acknowledged() > 20);
      }
    }
    disk.noMoreFaults();
    Set<Sent> lost = Restart.of(disk.data(), memory.acknowledged).missing(memory.acknowledged);
    assertFalse(lost.isEmpty(), "the planted fault was not noticed");
  }

  private ServerProcess server(DiskLibrary disk, Map<String, String> environment) throws Exception {
    return ServerProcess.serve(
        disk.faults().getParent(), disk.data(), environment, "--set", "store.walMaxFrames=100");
  }

  private static Load load(ServerProcess server, Memory memory) throws Exception {
    return Load.start(server.port(), CONNECTIONS, Integer.MAX_VALUE, memory);
  }

  private static void assertRight(Memory memory, Path data, String where) throws Exception {
    Stored stored = Restart.of(data, memory.acknowledged);
    assertEquals(Set.of(), stored.missing(memory.acknowledged), "acknowledged and lost: " + where);
    assertEquals(Set.of(), stored.unknown(memory.sent), "stored but never sent: " + where);
    assertEquals(List.of(), stored.contradictions(), where);
    assertEquals(Set.of(), memory.wrongAnswers, where);
  }

  private HttpResponse<String> get(ServerProcess server, String path) throws Exception {
    URI uri = server.uri(path);
    return http.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
        BodyHandlers.ofString());
  }

  private void awaitReadiness(ServerProcess server, int status) throws Exception {
    await("readiness " + status, () -> get(server, "/readyz").statusCode() == status);
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + MAX_SECONDS * 1_000_000_000L;
    while (!condition.call()) {
      assertTrue(System.nanoTime() < deadline, "in vain: " + what);
      Thread.sleep(5);
    }
  }
}
