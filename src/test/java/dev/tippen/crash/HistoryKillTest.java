package dev.tippen.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.TrackedEvent;
import dev.tippen.history.HistoryContents;
import dev.tippen.store.EventCodec;
import dev.tippen.store.sqlite.Database;
import dev.tippen.support.Events;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 while the mover is at work all the time, and the log forgets as fast as it may: each
/// acknowledged event is in the history or in the log, never in both counts, never in none.
///
/// `-Dhistory.kills=N`, `-Dseed=N` for the moments of the kills.
class HistoryKillTest {
  private static final int ROUNDS = Integer.getInteger("history.kills", 10);
  private static final int CONNECTIONS = 16;
  private static final int MAX_SECONDS = 60;

  @TempDir Path folder;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void eachAcknowledgedEventIsThereOnceAfterEveryKill() throws Exception {
    Path data = folder.resolve("data");
    Memory memory = new Memory();
    long forgotten = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      loadAndKill(data, memory);
      forgotten = assertRight(data, memory, "round " + round + ", seed " + seed);
    }
    HistoryContents history = HistoryContents.read(data);
    System.out.printf(
        "%d kills: %d acknowledged, %d in the history, %d forgotten by the log%n",
        ROUNDS, memory.acknowledged.size(), history.events(), forgotten);
    assertTrue(history.events() > 0, "the mover never moved anything");
    assertTrue(forgotten > 0, "the log never forgot anything");
    HistoryContents.lose(data);
    assertFalse(
        HistoryContents.read(data).contradictions().isEmpty(), "a lost event was not noticed");
  }

  private void loadAndKill(Path data, Memory memory) throws Exception {
    Map<String, String> eager =
        Map.of(
            "TIPPEN_HISTORY_ENGINE", "duckdb",
            "TIPPEN_HISTORY_MOVE_EVERY_MS", "10",
            "TIPPEN_HISTORY_LOG_KEPT_MINUTES", "0",
            "TIPPEN_HISTORY_CHECKPOINT_EVERY_SECONDS", "1");
    try (ServerProcess server = ServerProcess.serve(folder, data, eager)) {
      Load load =
          Load.start(server.port(), CONNECTIONS, Integer.MAX_VALUE, memory.unanswered(), memory);
      int wanted = 500 + random.nextInt(2_000);
      long began = System.nanoTime();
      long least = TimeUnit.MILLISECONDS.toNanos(1_500 + random.nextInt(1_500));
      while (load.acknowledged() < wanted || System.nanoTime() - began < least) {
        assertTrue(
            System.nanoTime() - began < TimeUnit.SECONDS.toNanos(MAX_SECONDS),
            "too slow: " + load.acknowledged());
        Thread.sleep(1);
      }
      server.kill();
      load.join(MAX_SECONDS);
      server.awaitExit(MAX_SECONDS);
    }
  }

  /// @return how many events only the history has
  private static long assertRight(Path data, Memory memory, String where) throws Exception {
    HistoryContents history = HistoryContents.read(data);
    assertEquals(List.of(), history.contradictions(), where);
    try (Connection c = Database.open(data).writer();
        Statement s = c.createStatement()) {
      long lastId = number(s, "SELECT last_id FROM spool_state");
      long inLog = number(s, "SELECT coalesce(sum(last_id - first_id + 1), 0) FROM event_spool");
      Map<String, Long> onlyInLog = onlyInLog(s, history.movedTo());
      long waiting = onlyInLog.values().stream().mapToLong(Long::longValue).sum();
      assertEquals(lastId, history.events() + waiting, "all events, " + where);
      Map<String, Long> acknowledged = count(memory.acknowledged);
      Map<String, Long> sent = count(memory.sent);
      try (ResultSet r =
          s.executeQuery("SELECT id, visitor_id, page_views FROM visitor_sessions")) {
        while (r.next()) {
          String visitor = r.getString(2);
          long stored =
              history.eventsOf().getOrDefault(r.getLong(1), 0L)
                  + onlyInLog.getOrDefault(visitor, 0L);
          assertEquals(r.getLong(3), stored, "events of " + visitor + ", " + where);
          assertTrue(
              stored >= acknowledged.getOrDefault(visitor, 0L),
              "acknowledged and lost of " + visitor + ", " + where);
          assertTrue(
              stored <= sent.getOrDefault(visitor, 0L), "never sent by " + visitor + ", " + where);
          acknowledged.remove(visitor);
        }
      }
      assertEquals(Map.of(), acknowledged, "visitors lost, " + where);
      return lastId - inLog;
    }
  }

  private static Map<String, Long> onlyInLog(Statement s, long movedTo) throws SQLException {
    Map<String, Long> events = new HashMap<>();
    try (ResultSet r =
        s.executeQuery("SELECT first_id, body FROM event_spool WHERE last_id > " + movedTo)) {
      while (r.next()) {
        long id = r.getLong(1);
        for (TrackedEvent e : EventCodec.decodeBatch(r.getBytes(2), Events::key)) {
          if (e != null && id > movedTo) events.merge(e.visitorId(), 1L, Long::sum);
          id++;
        }
      }
    }
    return events;
  }

  private static Map<String, Long> count(Set<Sent> events) {
    Map<String, Long> counts = new HashMap<>();
    for (Sent e : events) counts.merge(e.visitorId(), 1L, Long::sum);
    return counts;
  }

  private static long number(Statement s, String sql) throws SQLException {
    try (ResultSet r = s.executeQuery(sql)) {
      r.next();
      return r.getLong(1);
    }
  }
}
