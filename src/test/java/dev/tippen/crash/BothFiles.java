package dev.tippen.crash;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Log and history of a server that does not run: each event must be in the history or, above the
/// place that the history has reached, in the log; in one of them, and once.
///
/// @param inHistory how many events the history has
/// @param forgotten how many only the history has
/// @param lost acknowledged events that are in neither
/// @param contradictions sentences; none if everything agrees
record BothFiles(long inHistory, long forgotten, long lost, List<String> contradictions) {

  /// Opens both as every start does, recovery included.
  static BothFiles read(Path data, Set<Sent> acknowledged, Set<Sent> sent) throws SQLException {
    HistoryContents history = HistoryContents.read(data);
    List<String> wrong = new ArrayList<>(history.contradictions());
    try (Connection c = Database.open(data).writer();
        Statement s = c.createStatement()) {
      long lastId = number(s, "SELECT last_id FROM spool_state");
      long inLog = number(s, "SELECT coalesce(sum(last_id - first_id + 1), 0) FROM event_spool");
      Map<String, Long> onlyInLog = onlyInLog(s, history.movedTo());
      long waiting = onlyInLog.values().stream().mapToLong(Long::longValue).sum();
      if (lastId != history.events() + waiting) {
        wrong.add(
            "of %d events %d are in the history and %d more in the log"
                .formatted(lastId, history.events(), waiting));
      }
      Map<String, Long> told = count(acknowledged);
      Map<String, Long> tried = count(sent);
      long lost = 0;
      try (ResultSet r =
          s.executeQuery("SELECT id, visitor_id, page_views FROM visitor_sessions")) {
        while (r.next()) {
          String visitor = r.getString(2);
          long stored =
              history.eventsOf().getOrDefault(r.getLong(1), 0L)
                  + onlyInLog.getOrDefault(visitor, 0L);
          if (stored != r.getLong(3)) {
            wrong.add("%s has %d events and %d views".formatted(visitor, stored, r.getLong(3)));
          }
          Long acknowledgedOf = told.remove(visitor);
          lost += Math.max(0, (acknowledgedOf == null ? 0 : acknowledgedOf) - stored);
          if (stored > tried.getOrDefault(visitor, 0L)) wrong.add("never sent by " + visitor);
        }
      }
      for (long n : told.values()) lost += n;
      if (lost > 0) wrong.add("acknowledged and lost: " + lost);
      return new BothFiles(history.events(), lastId - inLog, lost, wrong);
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
