package dev.tippen.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.config.Config.HistoryEngine;
import dev.tippen.event.Channel;
import dev.tippen.history.ReferenceVisits.RefVisit;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The visits in the tables are those of the reference, whatever arrives late, at once or in which
/// batch.
class VisitsAgainstReferenceTest {
  private static final long BEGIN_MS = 1_790_000_000_000L;
  private static final long DAY_MS = 24 * 3_600_000L;

  @TempDir Path folder;

  @Test
  void thousandsOfHistoriesInDuckDb() throws SQLException {
    compare(HistoryEngine.DUCKDB, Integer.getInteger("histories", 10_000), 7);
  }

  @Test
  void thousandsOfHistoriesInSqlite() throws SQLException {
    compare(HistoryEngine.SQLITE, 2_000, 8);
  }

  @ParameterizedTest
  @EnumSource(
      value = HistoryEngine.class,
      names = {"DUCKDB", "SQLITE"})
  void aHistoryOfAnOlderProgramLearnsWhichPageWasBefore(HistoryEngine kind) throws SQLException {
    List<HistoryEvent> events = new RandomHistories(9, BEGIN_MS, 20 * DAY_MS).make(200, 3);
    Map<Long, List<RefVisit>> expected = ReferenceVisits.of(new ArrayList<>(events));
    try (Engine engine = HistoryFixture.engine(folder, kind)) {
      HistoryFixture.fill(engine, new HistoryTables(engine), events, 9);
      try (Statement s = engine.writer().createStatement()) {
        s.execute("ALTER TABLE events DROP COLUMN previous_page");
        s.execute("UPDATE schema_version SET version = 2");
      }
    }
    try (Engine engine = HistoryFixture.engine(folder, kind)) {
      assertEquals(events.size(), new HistoryTables(engine).events());
      try (Statement s = engine.writer().createStatement()) {
        comparePreviousPages(s, expected);
      }
    }
  }

  private void compare(HistoryEngine kind, int visitors, long seed) throws SQLException {
    List<HistoryEvent> events = new RandomHistories(seed, BEGIN_MS, 20 * DAY_MS).make(visitors, 3);
    long late = events.stream().filter(e -> e.receivedMs() - e.atMs() > 60_000).count();
    assertTrue(late * 10 > events.size(), "at least a tenth of the events is late");
    Map<Long, List<RefVisit>> expected = ReferenceVisits.of(new ArrayList<>(events));
    long cut =
        expected.values().stream()
            .flatMap(List::stream)
            .filter(v -> v.endMs() - v.startMs() > 23 * 3_600_000L)
            .count();
    assertTrue(cut > visitors / 200, "some visits are long: " + cut);
    try (Engine engine = HistoryFixture.engine(folder, kind)) {
      HistoryTables tables = new HistoryTables(engine);
      HistoryFixture.fill(engine, tables, events, seed);
      assertEquals(events.size(), tables.events());
      try (Statement s = engine.writer().createStatement()) {
        Map<Long, Long> visitOf = visitOf(s);
        assertEquals(events.size(), visitOf.size(), "each event is there once");
        compareVisits(s, expected, visitOf);
        comparePreviousPages(s, expected);
      }
    }
  }

  private static void comparePreviousPages(Statement s, Map<Long, List<RefVisit>> expected)
      throws SQLException {
    Map<Long, Integer> wanted = new HashMap<>();
    for (List<RefVisit> visits : expected.values()) {
      for (RefVisit visit : visits) {
        int previous = 0;
        for (HistoryEvent e : visit.events) {
          if (!e.isPageView()) continue;
          wanted.put(e.id(), previous);
          previous = e.page();
        }
      }
    }
    Map<Long, Integer> found = new HashMap<>();
    try (ResultSet r = s.executeQuery("SELECT id, previous_page FROM events WHERE kind = 0")) {
      while (r.next()) found.put(r.getLong(1), r.getInt(2));
    }
    assertEquals(wanted, found);
  }

  private static Map<Long, Long> visitOf(Statement s) throws SQLException {
    Map<Long, Long> visitOf = new HashMap<>();
    try (ResultSet r = s.executeQuery("SELECT id, visit FROM events")) {
      while (r.next()) visitOf.put(r.getLong(1), r.getLong(2));
    }
    return visitOf;
  }

  private static void compareVisits(
      Statement s, Map<Long, List<RefVisit>> expected, Map<Long, Long> visitOf)
      throws SQLException {
    Map<Long, List<Visit>> actual = new HashMap<>();
    try (ResultSet r = s.executeQuery("SELECT * FROM visits ORDER BY visitor, start_ms, id")) {
      while (r.next()) {
        Visit v = Rows.visit(r);
        actual.computeIfAbsent(v.visitor(), k -> new ArrayList<>()).add(v);
      }
    }
    Map<Long, Integer> isNew = new HashMap<>();
    try (ResultSet r = s.executeQuery("SELECT id, is_new FROM visits")) {
      while (r.next()) isNew.put(r.getLong(1), r.getInt(2));
    }
    assertEquals(expected.keySet(), actual.keySet());
    for (Map.Entry<Long, List<RefVisit>> visitor : expected.entrySet()) {
      List<String> wanted = visitor.getValue().stream().map(RefVisit::toString).toList();
      List<Visit> found = actual.getOrDefault(visitor.getKey(), List.of());
      assertEquals(
          wanted,
          found.stream().map(VisitsAgainstReferenceTest::line).toList(),
          "visits of visitor " + visitor.getKey());
      long firstSeconds = Long.MAX_VALUE;
      for (RefVisit v : visitor.getValue()) {
        firstSeconds = Math.min(firstSeconds, v.firstReceivedMs() / 1_000);
      }
      for (int i = 0; i < wanted.size(); i++) {
        RefVisit ref = visitor.getValue().get(i);
        Visit visit = found.get(i);
        for (HistoryEvent e : ref.events) {
          assertEquals(visit.id(), visitOf.get(e.id()), "visit of event " + e.id());
        }
        int known = ref.firstReceivedMs() / 1_000 == firstSeconds ? 1 : 0;
        assertEquals(known, isNew.get(visit.id()), "whether visit " + visit.id() + " is new");
      }
    }
  }

  private static String line(Visit v) {
    return "%d..%d views %d acts %d engaged %d marks %d entry %s exit %s ch %d arrival %s traits %s company %d"
        .formatted(
            v.startMs(),
            v.endMs(),
            v.pageViews(),
            v.interactions(),
            v.engagedMs(),
            v.marks(),
            v.entry() == null ? "-" : v.entry().value().host() + "/" + v.entry().value().page(),
            v.exit() == null ? "-" : v.exit().value().host() + "/" + v.exit().value().page(),
            v.arrival() == null ? Channel.DIRECT.ordinal() : v.arrival().value().channel(),
            v.arrival() == null ? null : v.arrival().value(),
            v.traits() == null ? HistoryEvent.Traits.NONE : v.traits().value(),
            v.company() == null ? 0 : v.company().value().id());
  }
}
