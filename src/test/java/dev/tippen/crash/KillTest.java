package dev.tippen.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.TrackedEvent;
import dev.tippen.store.EventCodec;
import dev.tippen.store.sqlite.Database;
import dev.tippen.support.Events;
import dev.tippen.support.RawClient;
import dev.tippen.support.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 under load: whatever was answered 200 is there after the restart, and all counters agree
/// with the records. The same check on a server that answers too early must fail, or it proves
/// nothing.
class KillTest {
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 20);
  private static final int ACKNOWLEDGED_MIN = 1_000;
  private static final int CONNECTIONS = 24;

  @TempDir Path data;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private Consumer<Process> kill = Process::destroyForcibly;
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger repeatsSent = new AtomicInteger();
  private final AtomicInteger repeatsAcknowledged = new AtomicInteger();

  @Test
  void whatWasAcknowledgedSurvivesEveryKill() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      loadAndKill(
          round, "dev.tippen.Main", "serve", "--demo", "--port", "0", "--data", data.toString());
      Stored stored = readBack();
      String where = "round " + round + ", seed " + seed;
      assertEquals(Set.of(), stored.missing(acknowledged), "acknowledged and lost, " + where);
      assertTrue(repeatsAcknowledged.get() <= stored.repeats, "acknowledged and lost, " + where);
      assertTrue(stored.repeats <= repeatsSent.get(), "stored but never sent, " + where);
      assertTrue(stored.pageViews <= sent.get() + repeatsSent.get(), where);
      assertEquals(stored.records, stored.pageViews, "page views and records, " + where);
      assertEquals(stored.records, stored.usage, "usage and records, " + where);
      assertEquals(stored.records, stored.lastId, "ids and records, " + where);
    }
    System.out.printf(
        "%d kills: %d acknowledged, %d sent, none lost%n",
        ROUNDS, acknowledged.size() + repeatsAcknowledged.get(), sent.get() + repeatsSent.get());
  }

  @Test
  void aServerThatAnswersBeforeTheCommitIsCaught() throws Exception {
    int lost = 0;
    for (int round = 1; round <= 5 && lost == 0; round++) {
      loadAndKill(round, "dev.tippen.crash.EarlyAnswerServer", data.toString());
      lost = readBack().missing(acknowledged).size();
    }
    assertTrue(lost > 0, "the planted fault was not noticed, seed " + seed);
  }

  /// An orderly stop under load: what is under way is answered or refused, and nothing is lost.
  @Test
  void aServerThatIsAskedToStopEndsCleanly() throws Exception {
    kill = Process::destroy;
    int code =
        loadAndKill(
            1, "dev.tippen.Main", "serve", "--demo", "--port", "0", "--data", data.toString());
    assertEquals(0, code);
    Stored stored = readBack();
    assertEquals(Set.of(), stored.missing(acknowledged), "acknowledged and lost");
    assertEquals(stored.records, stored.usage);
    assertEquals(stored.records, stored.pageViews);
  }

  /// @return the server's exit code
  private int loadAndKill(int round, String... mainAndArguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path")));
    command.addAll(List.of(mainAndArguments));
    Process server =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      int port = port(server);
      AtomicInteger inRound = new AtomicInteger();
      List<Thread> clients = new ArrayList<>();
      for (int c = 0; c < CONNECTIONS; c++) {
        String prefix = "r" + round + "c" + c + "_";
        clients.add(Thread.ofPlatform().start(() -> client(port, prefix, inRound)));
      }
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      int killAfter = ACKNOWLEDGED_MIN + random.nextInt(2_000);
      while (inRound.get() < killAfter && System.nanoTime() < deadline) Thread.onSpinWait();
      assertTrue(inRound.get() >= killAfter, "too slow: " + inRound.get() + " in round " + round);
      kill.accept(server);
      for (Thread t : clients) t.join();
      assertTrue(server.waitFor(30, TimeUnit.SECONDS), "the server does not end");
      return server.exitValue();
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  /// New visitors, and now and then the one that everybody shares.
  private void client(int port, String prefix, AtomicInteger inRound) {
    try (RawClient client = new RawClient(port)) {
      for (int i = 0; ; i++) {
        boolean shared = i % 5 == 0;
        String visitor = shared ? "shared" : prefix + i;
        (shared ? repeatsSent : sent).incrementAndGet();
        String body = TestServer.event("pageview", visitor, "https://example.com/" + i);
        if (client.track(TestServer.KEY, body) != 200) continue;
        if (shared) repeatsAcknowledged.incrementAndGet();
        else acknowledged.add(visitor);
        inRound.incrementAndGet();
      }
    } catch (IOException _) {
      // killed, as intended
    }
  }

  private static int port(Process server) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("Tippen is ready on ")) {
        return URI.create(line.substring("Tippen is ready on ".length())).getPort();
      }
    }
    throw new AssertionError("the server did not start");
  }

  private record Stored(
      Set<String> visitors, long repeats, long pageViews, long records, long usage, long lastId) {
    Set<String> missing(Set<String> acknowledged) {
      Set<String> missing = new HashSet<>(acknowledged);
      missing.removeAll(visitors);
      return missing;
    }
  }

  private Stored readBack() throws Exception {
    Database database = Database.open(data);
    try (Connection c = database.writer();
        Statement s = c.createStatement()) {
      try (ResultSet r = s.executeQuery("PRAGMA quick_check")) {
        assertEquals("ok", r.getString(1));
      }
      Set<String> visitors = new HashSet<>();
      try (ResultSet r = s.executeQuery("SELECT visitor_id FROM visitor_sessions")) {
        while (r.next()) visitors.add(r.getString(1));
      }
      long records = 0;
      try (ResultSet r = s.executeQuery("SELECT body FROM event_spool ORDER BY first_id")) {
        while (r.next()) {
          for (TrackedEvent e : EventCodec.decodeBatch(r.getBytes(1), Events::key)) {
            assertTrue(e != null && e.isPageView());
            records++;
          }
        }
      }
      return new Stored(
          visitors,
          number(
              s,
              "SELECT coalesce(sum(page_views), 0) FROM visitor_sessions WHERE visitor_id = 'shared'"),
          number(s, "SELECT sum(page_views) FROM visitor_sessions"),
          records,
          number(s, "SELECT usage_count FROM api_keys"),
          number(s, "SELECT last_id FROM spool_state"));
    }
  }

  private static long number(Statement s, String sql) throws Exception {
    try (ResultSet r = s.executeQuery(sql)) {
      return r.getLong(1);
    }
  }
}
