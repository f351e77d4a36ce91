package dev.tippen.history;

import dev.tippen.store.HistorySource.Visitor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the history knows of visitors themselves: a copy of their rows, and the companies that were
/// learned of them later. A visitor's row may wait for some batches after their events, so that
/// busy visitors are not rewritten with each; which ones wait is in the file too. Calls that write
/// belong into a transaction of the writing connection. Owned by one thread.
final class VisitorRows {
  private final Engine engine;
  private final Map<Long, Row> due = new HashMap<>();

  /// A row of a visitor and its site.
  ///
  /// @param row as it was with the last of the visitor's events that is here: whatever changes it
  ///   comes as an event; null if it was not read since the start
  record Row(int site, @Nullable Visitor row) {}

  /// What was learned of a visitor after the event.
  record Learned(long visitor, int site, long event, HistoryEvent.Company company) {}

  VisitorRows(Engine engine) throws SQLException {
    this.engine = engine;
    reload();
  }

  /// Takes what waits from the file, after a transaction that failed.
  void reload() throws SQLException {
    due.clear();
    try (Statement s = engine.writer().createStatement();
        ResultSet r = s.executeQuery("SELECT visitor, site FROM visitors_due")) {
      while (r.next()) due.put(r.getLong(1), new Row(r.getInt(2), null));
    }
  }

  /// Rows that wait, by the visitors' ids.
  Map<Long, Row> due() {
    return due;
  }

  /// Lets rows wait.
  ///
  /// @param rows by the visitors' ids
  void later(Map<Long, Row> rows) throws SQLException {
    try (RowSink sink = engine.sink("visitors_due", false)) {
      for (Map.Entry<Long, Row> e : rows.entrySet()) {
        if (due.put(e.getKey(), e.getValue()) != null) continue;
        sink.begin().put((long) e.getKey()).put(e.getValue().site()).end();
      }
    }
  }

  /// Takes over rows; then none waits.
  ///
  /// @param rows by the visitors' ids; one without its row is left out
  void put(Map<Long, Row> rows) throws SQLException {
    try (Statement s = engine.writer().createStatement()) {
      if (!due.isEmpty()) s.execute("DELETE FROM visitors_due");
      due.clear();
      if (rows.isEmpty()) return;
      s.execute("DELETE FROM gone");
      try (RowSink sink = engine.sink("gone", true)) {
        for (long visitor : rows.keySet()) sink.begin().put(visitor).end();
      }
      s.execute("DELETE FROM visitors WHERE visitor IN (SELECT id FROM gone)");
    }
    try (RowSink sink = engine.sink("visitors", false)) {
      for (Row row : rows.values()) {
        Visitor v = row.row();
        if (v == null) continue;
        sink.begin().put(v.rowId()).put(row.site()).put(v.visitorId()).put(v.company());
        sink.put(v.location()).put(v.lastRole()).put(v.website()).put(v.pageViews());
        sink.put(v.firstSeenSecond()).put(v.lastSeenSecond()).put(v.totalTimeSeconds());
        sink.put(v.companyId()).end();
      }
    }
  }

  /// What is known of a visitor now holds unless something more trusted did.
  void learn(Collection<Learned> all) throws SQLException {
    if (all.isEmpty()) return;
    Map<Long, Learned> best = new HashMap<>();
    for (Learned l : all) best.merge(l.visitor(), l, VisitorRows::moreTrusted);
    try (Statement s = engine.writer().createStatement()) {
      s.execute("DELETE FROM gone");
      try (RowSink row = engine.sink("gone", true)) {
        for (long visitor : best.keySet()) row.begin().put(visitor).end();
      }
      try (ResultSet r = s.executeQuery(Sql.of("history/learned"))) {
        while (r.next()) {
          Learned l =
              new Learned(
                  r.getLong(1),
                  r.getInt(2),
                  r.getLong(3),
                  new HistoryEvent.Company(r.getLong(4), r.getInt(5), r.getInt(6), r.getInt(7)));
          best.merge(l.visitor(), l, VisitorRows::moreTrusted);
        }
      }
      s.execute("DELETE FROM learned_companies WHERE visitor IN (SELECT id FROM gone)");
    }
    try (RowSink row = engine.sink("learned_companies", false)) {
      for (Learned l : best.values()) {
        row.begin().put(l.visitor()).put(l.site()).put(l.event()).put(l.company().id());
        row.put(l.company().source()).put(l.company().trust()).put(l.company().confidence());
        row.end();
      }
    }
  }

  private static Learned moreTrusted(Learned a, Learned b) {
    int trust = Integer.compare(a.company().trust(), b.company().trust());
    if (trust != 0) return trust > 0 ? a : b;
    return a.event() > b.event() ? a : b;
  }
}
