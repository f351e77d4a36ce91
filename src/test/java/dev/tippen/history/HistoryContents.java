package dev.tippen.history;

import dev.tippen.config.Config.HistoryEngine;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What lies in the history of a server that does not run, and in which points it disagrees with
/// itself.
///
/// @param movedTo the last event of the log that is in it
/// @param eventsOf how many events of each visitor, by row id
/// @param contradictions sentences; none if everything agrees
public record HistoryContents(
    long movedTo, long events, Map<Long, Long> eventsOf, List<String> contradictions) {

  /// Opens the files as every start does, recovery included.
  public static HistoryContents read(Path data) throws SQLException {
    try (Engine engine = HistoryFixture.engine(data.resolve(History.FOLDER), HistoryEngine.DUCKDB);
        Statement s = engine.writer().createStatement()) {
      HistorySchema.bringUpToDate(engine);
      List<String> wrong = new ArrayList<>();
      long movedTo = number(s, "SELECT last_id FROM moved");
      long events = number(s, "SELECT count(*) FROM events");
      same(wrong, "count kept", events, number(s, "SELECT events FROM moved"));
      same(wrong, "different ids", events, number(s, "SELECT count(DISTINCT id) FROM events"));
      same(
          wrong,
          "above the mark",
          0,
          number(s, "SELECT count(*) FROM events WHERE id > (SELECT last_id FROM moved)"));
      same(wrong, "visits twice", 0, number(s, "SELECT count(*) - count(DISTINCT id) FROM visits"));
      same(
          wrong,
          "visitors twice",
          0,
          number(s, "SELECT count(*) - count(DISTINCT visitor) FROM visitors"));
      same(wrong, "texts twice", 0, number(s, "SELECT count(*) - count(DISTINCT text) FROM texts"));
      same(
          wrong,
          "visits that are not the sum of their events",
          0,
          number(
              s,
              """
              SELECT count(*) FROM visits v FULL JOIN (
                SELECT visit, count(*) FILTER (kind = 0) AS views, min(at_ms) AS a, max(at_ms) AS z
                FROM events WHERE visitor <> 0 GROUP BY visit) e ON e.visit = v.id
              WHERE v.id IS NULL OR e.visit IS NULL OR v.page_views <> e.views
                 OR v.start_ms <> e.a OR v.end_ms <> e.z
              """));
      Map<Long, Long> eventsOf = new HashMap<>();
      try (ResultSet r = s.executeQuery("SELECT visitor, count(*) FROM events GROUP BY visitor")) {
        while (r.next()) eventsOf.put(r.getLong(1), r.getLong(2));
      }
      return new HistoryContents(movedTo, events, eventsOf, wrong);
    }
  }

  /// Takes one event away, as a mover that loses something would.
  public static void lose(Path data) throws SQLException {
    try (Engine engine = HistoryFixture.engine(data.resolve(History.FOLDER), HistoryEngine.DUCKDB);
        Statement s = engine.writer().createStatement()) {
      s.execute("DELETE FROM events WHERE id = (SELECT min(id) FROM events)");
    }
  }

  private static void same(List<String> wrong, String what, long expected, long found) {
    if (expected != found) wrong.add(what + ": expected " + expected + ", found " + found);
  }

  private static long number(Statement s, String sql) throws SQLException {
    try (ResultSet r = s.executeQuery(sql)) {
      r.next();
      return r.getLong(1);
    }
  }
}
