package dev.tippen.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.ApiKey;
import dev.tippen.history.HistoryContents;
import dev.tippen.store.KeyStore;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import dev.tippen.store.sqlite.SqliteKeyStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 of an import and of its server in the middle: run again, each row is there exactly once.
/// No row carries an id of its own, so only the place in the file keeps it from counting twice.
///
/// `-Dimport.kills=N`, `-Dseed=N` for the moments of the kills.
class ImportKillTest {
  private static final int KILLS = Integer.getInteger("import.kills", 3);
  private static final int ROWS = 20_000;
  private static final int VISITORS = 400;
  private static final int MAX_SECONDS = 120;

  @TempDir Path folder;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  private Path data() {
    return folder.resolve("data");
  }

  private Path file() throws IOException {
    new SqliteKeyStore(new DirectAccess(Database.open(data())))
        .create(
            new KeyStore.NewKey(
                "shop", ApiKey.Type.CLIENT, "Shop", null, null, List.of(), true, null, null));
    Path file = folder.resolve("events.jsonl");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < ROWS; i++) {
        out.write(
            "{\"time\":%d,\"visitorId\":\"v%d\",\"url\":\"https://shop.example/p%d\"}%n"
                .formatted(1_714_557_600_000L + i * 60_000L, i % VISITORS, i % 50));
      }
    }
    return file;
  }

  private ServerProcess client(Path file) throws IOException {
    return new ServerProcess(
        folder,
        "dev.tippen.Main",
        Map.of(),
        List.of("import", "jsonl", file.toString(), "--data", data().toString()));
  }

  private long rowsDone() {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("tippen.db"));
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT coalesce(max(rows_done), 0) FROM imports")) {
      return r.getLong(1);
    } catch (SQLException _) {
      return 0; // just then being recovered
    }
  }

  /// Kills the process when some more rows are stored.
  private void killWithin(ServerProcess victim, ServerProcess client) throws Exception {
    long until = rowsDone() + 1 + random.nextInt(ROWS / (KILLS + 2));
    long began = System.nanoTime();
    while (rowsDone() < until && client.isRunning()) {
      assertTrue(
          System.nanoTime() - began < TimeUnit.SECONDS.toNanos(MAX_SECONDS),
          "too slow: " + client.log());
      Thread.sleep(1);
    }
    victim.kill();
    victim.awaitExit(MAX_SECONDS);
  }

  @Test
  void anImportThatIsKilledWithItsServerGoesOn() throws Exception {
    Path file = file();
    for (int i = 0; i < KILLS; i++) {
      try (ServerProcess both = client(file)) {
        killWithin(both, both);
      }
      long done = rowsDone();
      assertTrue(done > 0 && done < ROWS, "killed at " + done + ", seed " + seed);
    }
    try (ServerProcess last = client(file)) {
      assertEquals(0, last.awaitExit(MAX_SECONDS), last.log());
    }
    assertEachRowOnce();
  }

  @Test
  void anImportGoesOnByItselfWhenItsServerIsStartedAgain() throws Exception {
    Path file = file();
    ServerProcess server = ServerProcess.serve(folder, data(), Map.of());
    int port = server.port();
    try (ServerProcess client = client(file, "shop")) {
      killWithin(server, client);
      assertTrue(client.isRunning(), client.log());
      server = ServerProcess.serve(folder, data(), Map.of());
      assertNotEquals(port, server.port());
      assertEquals(0, client.awaitExit(MAX_SECONDS), client.log());
    } finally {
      server.stop();
      server.awaitExit(MAX_SECONDS);
    }
    assertEachRowOnce();
  }

  @Test
  void anImportThatIsStoppedSaysHowToGoOnAndDoes() throws Exception {
    Path file = file();
    try (ServerProcess first = client(file)) {
      long began = System.nanoTime();
      while (rowsDone() == 0 && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(MAX_SECONDS)) {
        Thread.sleep(1);
      }
      first.stop();
      assertEquals(1, first.awaitExit(MAX_SECONDS), first.log());
      String said =
          "Stopped after row " + rowsDone() + " of events.jsonl; the same command goes on";
      assertTrue(first.log().contains(said), said + " <- " + first.log());
    }
    assertTrue(rowsDone() < ROWS, "stopped too late");
    try (ServerProcess second = client(file)) {
      assertEquals(0, second.awaitExit(MAX_SECONDS), second.log());
    }
    assertEachRowOnce();
  }

  private ServerProcess client(Path file, String key) throws IOException {
    return new ServerProcess(
        folder,
        "dev.tippen.Main",
        Map.of(),
        List.of("import", "jsonl", file.toString(), "--key", key, "--data", data().toString()));
  }

  private void assertEachRowOnce() throws Exception {
    try (Connection c = Database.open(data()).writer();
        Statement s = c.createStatement()) {
      assertEquals(ROWS, number(s, "SELECT counted FROM imports"), "seed " + seed);
      assertEquals(ROWS, number(s, "SELECT last_id FROM spool_state"), "seed " + seed);
      assertEquals(VISITORS, number(s, "SELECT count(*) FROM visitor_sessions"));
      assertEquals(
          0,
          number(s, "SELECT count(*) FROM visitor_sessions WHERE page_views <> " + ROWS / VISITORS),
          "seed " + seed);
      assertEquals(
          0,
          number(
              s,
              "SELECT count(*) FROM visitor_sessions v JOIN visitor_state s ON s.visitor_session_id"
                  + " = v.id WHERE unixepoch(v.last_seen_at) <> s.last_event_at_ms / 1000"));
    }
    HistoryContents history = HistoryContents.read(data());
    assertEquals(List.of(), history.contradictions());
    try (Connection c = Database.open(data()).writer();
        Statement s = c.createStatement()) {
      // What the history does not have yet waits in the log.
      long waiting =
          number(
              s,
              "SELECT coalesce(sum(last_id - max(first_id, %1$d + 1) + 1), 0) FROM event_spool WHERE last_id > %1$d"
                  .formatted(history.movedTo()));
      assertEquals(ROWS, history.events() + waiting, "seed " + seed);
    }
  }

  private static long number(Statement s, String sql) throws SQLException {
    try (ResultSet r = s.executeQuery(sql)) {
      r.next();
      return r.getLong(1);
    }
  }
}
