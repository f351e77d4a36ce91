package dev.tippen.history;

import dev.tippen.history.VisitFold.Result;
import dev.tippen.store.HistorySource;
import dev.tippen.store.HistorySource.SiteCompany;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/// The tables of the history, and the one way in which they change: a batch of events in one
/// transaction, with the visits that they belong to and the place in the log up to which all is
/// here. Owned by one thread.
final class HistoryTables {
  private static final int VERSION = 1;

  private final Engine engine;
  private final Texts texts;
  private long lastId;
  private long events;
  private long companiesVersion;

  /// What was learned of a visitor after the event.
  record Learned(long visitor, int site, long event, HistoryEvent.Company company) {}

  /// @throws SQLException also if the file was written by a newer program
  HistoryTables(Engine engine) throws SQLException {
    this.engine = engine;
    try (Statement s = engine.writer().createStatement()) {
      if (!exists()) create(s);
      int version = (int) number(s, "SELECT version FROM schema_version");
      if (version > VERSION) {
        throw new SQLException(
            "%s was written by a newer Tippen (schema %d, this program knows %d)"
                .formatted(engine.file(), version, VERSION));
      }
      s.execute("CREATE TEMP TABLE near (visitor BIGINT, from_ms BIGINT, to_ms BIGINT)");
      s.execute("CREATE TEMP TABLE chains (visitor BIGINT, chain_ms BIGINT)");
      s.execute("CREATE TEMP TABLE gone (id BIGINT)");
      s.execute("CREATE TEMP TABLE changed (id BIGINT, visit BIGINT)");
      s.execute("CREATE TEMP TABLE wanted (text VARCHAR)");
    }
    texts = new Texts(engine);
    reload();
  }

  /// With a statement of its own: DuckDB closes one that fails.
  private boolean exists() throws SQLException {
    try (Statement s = engine.writer().createStatement()) {
      return exists(s);
    }
  }

  private static boolean exists(Statement s) {
    try (ResultSet r = s.executeQuery("SELECT version FROM schema_version")) {
      return r.next();
    } catch (SQLException _) {
      return false;
    }
  }

  private void create(Statement s) throws SQLException {
    s.execute("BEGIN");
    try {
      for (String statement : Sql.of("history/schema").split(";\\s*\n", -1)) {
        if (!statement.isBlank()) s.execute(statement);
      }
      engine.index();
      s.execute("COMMIT");
    } catch (SQLException e) {
      rollback(e);
      throw e;
    }
  }

  private static long number(Statement s, String sql) throws SQLException {
    try (ResultSet r = s.executeQuery(sql)) {
      r.next();
      return r.getLong(1);
    }
  }

  private void reload() throws SQLException {
    try (Statement s = engine.writer().createStatement();
        ResultSet r = s.executeQuery("SELECT last_id, events, companies_version FROM moved")) {
      r.next();
      lastId = r.getLong(1);
      events = r.getLong(2);
      companiesVersion = r.getLong(3);
    }
  }

  /// The last event of the log that is here.
  long lastId() {
    return lastId;
  }

  /// How many events are here.
  long events() {
    return events;
  }

  long companiesVersion() {
    return companiesVersion;
  }

  /// What a batch does, given the numbers of its texts.
  @FunctionalInterface
  interface Batch {
    void run(Writing writing) throws SQLException;
  }

  /// Runs a batch in a transaction of its own; if it fails nothing of it is here.
  ///
  /// @param to the last event of the log that the batch brings
  void write(long to, Batch batch) throws SQLException {
    try (Statement s = engine.writer().createStatement()) {
      // Before any appender: it would commit by itself otherwise.
      s.execute("BEGIN");
      Writing writing = new Writing();
      batch.run(writing);
      s.execute("UPDATE moved SET last_id = " + to + ", events = " + (events + writing.appended));
      s.execute("COMMIT");
      lastId = to;
      events += writing.appended;
    } catch (SQLException | RuntimeException e) {
      rollback(e);
      texts.reload();
      reload();
      throw e;
    }
  }

  private void rollback(Exception first) {
    try (Statement s = engine.writer().createStatement()) {
      s.execute("ROLLBACK");
    } catch (SQLException e) {
      first.addSuppressed(e);
    }
  }

  /// Takes over the list of companies.
  void companies(long version, Collection<SiteCompany> all) throws SQLException {
    try (Statement s = engine.writer().createStatement()) {
      s.execute("BEGIN");
      s.execute("DELETE FROM companies");
      try (RowSink row = engine.sink("companies", false)) {
        for (SiteCompany c : all) {
          row.begin().put(c.id()).put(c.site()).put(c.company()).put(c.hidden() ? 1 : 0);
          row.put(c.name()).put(c.domain()).put(c.industry()).put(c.country()).put(c.employees());
          row.put(c.revenue());
          row.end();
        }
      }
      s.execute("UPDATE moved SET companies_version = " + version);
      s.execute("COMMIT");
      companiesVersion = version;
    } catch (SQLException e) {
      rollback(e);
      throw e;
    }
  }

  /// The changes of one batch, within its transaction.
  final class Writing {
    private long appended;

    Map<String, Integer> numbers(Collection<String> wanted) throws SQLException {
      return texts.numbers(wanted);
    }

    /// Appends events and puts them into visits.
    ///
    /// @param firstSeenSecond when a visitor became known, in seconds since the epoch, for all
    ///   visitors of the events
    void append(List<HistoryEvent> all, ToLongFunction<Long> firstSeenSecond) throws SQLException {
      if (all.isEmpty()) return;
      Map<Long, List<HistoryEvent>> byVisitor = new HashMap<>();
      for (HistoryEvent e : all) {
        if (e.visitor() != 0) {
          byVisitor.computeIfAbsent(e.visitor(), k -> new ArrayList<>()).add(e);
        }
      }
      Map<Long, List<Visit>> stored = byVisitor.isEmpty() ? Map.of() : visitsNear(byVisitor);
      Map<Long, Result> results = new HashMap<>();
      Map<Long, Result> toCutAgain = new HashMap<>();
      for (Map.Entry<Long, List<HistoryEvent>> v : byVisitor.entrySet()) {
        Result result = VisitFold.fold(stored.getOrDefault(v.getKey(), List.of()), v.getValue());
        (result.toCutAgain().isEmpty() ? results : toCutAgain).put(v.getKey(), result);
      }
      Map<Long, Long> recut = new HashMap<>();
      if (!toCutAgain.isEmpty()) cutAgain(toCutAgain, stored, byVisitor, results, recut);

      deleteVisits(results.values());
      Map<Long, Long> visitOf = new HashMap<>();
      try (RowSink row = engine.sink("visits", false)) {
        for (Result result : results.values()) {
          visitOf.putAll(result.visitOf());
          for (Visit v : result.put()) {
            boolean isNew = v.firstReceivedMs() / 1_000 <= firstSeenSecond.applyAsLong(v.visitor());
            Rows.put(row, v, isNew);
          }
        }
      }
      try (RowSink row = engine.sink("events", false)) {
        for (HistoryEvent e : all) Rows.put(row, e, visitOf.getOrDefault(e.id(), 0L));
      }
      appended += all.size();
      moveEvents(results.values(), recut);
    }

    private Map<Long, List<Visit>> visitsNear(Map<Long, List<HistoryEvent>> byVisitor)
        throws SQLException {
      long from = Long.MAX_VALUE;
      long to = Long.MIN_VALUE;
      try (Statement s = engine.writer().createStatement()) {
        s.execute("DELETE FROM near");
      }
      try (RowSink row = engine.sink("near", true)) {
        for (Map.Entry<Long, List<HistoryEvent>> v : byVisitor.entrySet()) {
          long first = Long.MAX_VALUE;
          long last = Long.MIN_VALUE;
          for (HistoryEvent e : v.getValue()) {
            first = Math.min(first, e.atMs());
            last = Math.max(last, e.atMs());
          }
          first -= VisitFold.IDLE_MS;
          last += VisitFold.CAP_MS + 2 * VisitFold.IDLE_MS;
          row.begin().put((long) v.getKey()).put(first).put(last).end();
          from = Math.min(from, first);
          to = Math.max(to, last);
        }
      }
      return visits(Sql.of("history/visits-near"), from, to);
    }

    private Map<Long, List<Visit>> visits(String sql, long... parameters) throws SQLException {
      Map<Long, List<Visit>> found = new HashMap<>();
      try (PreparedStatement p = engine.writer().prepareStatement(sql)) {
        for (int i = 0; i < parameters.length; i++) p.setLong(i + 1, parameters[i]);
        try (ResultSet r = p.executeQuery()) {
          while (r.next()) {
            Visit v = Rows.visit(r);
            found.computeIfAbsent(v.visitor(), k -> new ArrayList<>()).add(v);
          }
        }
      }
      return found;
    }

    /// A late event moved the cuts of long chains: their visits are made anew from their events.
    private void cutAgain(
        Map<Long, Result> toCutAgain,
        Map<Long, List<Visit>> stored,
        Map<Long, List<HistoryEvent>> events,
        Map<Long, Result> results,
        Map<Long, Long> recut)
        throws SQLException {
      try (Statement s = engine.writer().createStatement()) {
        s.execute("DELETE FROM chains");
      }
      try (RowSink row = engine.sink("chains", true)) {
        for (Map.Entry<Long, Result> v : toCutAgain.entrySet()) {
          for (long chainMs : v.getValue().toCutAgain()) {
            row.begin().put((long) v.getKey()).put(chainMs).end();
          }
        }
      }
      Map<Long, List<Visit>> taken = visits(Sql.of("history/chain-visits"));
      Map<Long, List<HistoryEvent>> old = chainEvents(taken.values());
      for (Map.Entry<Long, Result> v : toCutAgain.entrySet()) {
        long visitor = v.getKey();
        Set<Long> chains = v.getValue().toCutAgain();
        List<Visit> untouched =
            stored.getOrDefault(visitor, List.of()).stream()
                .filter(known -> !chains.contains(known.chainMs()))
                .toList();
        List<HistoryEvent> again = old.getOrDefault(visitor, List.of());
        Result result =
            VisitFold.cutAgain(
                untouched,
                taken.getOrDefault(visitor, List.of()),
                again,
                events.getOrDefault(visitor, List.of()));
        results.put(visitor, result);
        for (HistoryEvent e : again) {
          Long visit = result.visitOf().get(e.id());
          if (visit != null) recut.put(e.id(), visit);
        }
      }
    }

    private Map<Long, List<HistoryEvent>> chainEvents(Collection<List<Visit>> taken)
        throws SQLException {
      long from = Long.MAX_VALUE;
      long to = Long.MIN_VALUE;
      for (List<Visit> visits : taken) {
        for (Visit v : visits) {
          from = Math.min(from, v.startMs());
          to = Math.max(to, v.endMs());
        }
      }
      Map<Long, List<HistoryEvent>> found = new HashMap<>();
      try (PreparedStatement p = engine.writer().prepareStatement(Sql.of("history/chain-events"))) {
        p.setLong(1, from);
        p.setLong(2, to);
        try (ResultSet r = p.executeQuery()) {
          while (r.next()) {
            HistoryEvent e = Rows.event(r);
            found.computeIfAbsent(e.visitor(), k -> new ArrayList<>()).add(e);
          }
        }
      }
      return found;
    }

    private void deleteVisits(Collection<Result> results) throws SQLException {
      Set<Long> gone = new HashSet<>();
      for (Result result : results) gone.addAll(result.gone());
      if (gone.isEmpty()) return;
      try (Statement s = engine.writer().createStatement()) {
        s.execute("DELETE FROM gone");
        try (RowSink row = engine.sink("gone", true)) {
          for (long id : gone) row.begin().put(id).end();
        }
        s.execute("DELETE FROM visits WHERE id IN (SELECT id FROM gone)");
      }
    }

    /// Events that are here already and belong to another visit now.
    private void moveEvents(Collection<Result> results, Map<Long, Long> recut) throws SQLException {
      Map<Long, Long> merged = new HashMap<>();
      for (Result result : results) {
        // The events of a chain that was cut again are moved one by one.
        result.merged().forEach(merged::put);
      }
      if (!merged.isEmpty()) update(merged, Sql.of("history/events-of-merged-visits"));
      if (!recut.isEmpty()) update(recut, Sql.of("history/events-cut-again"));
    }

    private void update(Map<Long, Long> changes, String sql) throws SQLException {
      try (Statement s = engine.writer().createStatement()) {
        s.execute("DELETE FROM changed");
        try (RowSink row = engine.sink("changed", true)) {
          for (Map.Entry<Long, Long> c : changes.entrySet()) {
            row.begin().put((long) c.getKey()).put((long) c.getValue()).end();
          }
        }
        s.execute(sql);
      }
    }

    /// Visits that are no longer the one with which their visitor became known, because older ones
    /// were imported.
    ///
    /// @param firstSeenSecond of the visitors, since the epoch
    void knownSince(Map<Long, Long> firstSeenSecond) throws SQLException {
      if (!firstSeenSecond.isEmpty()) update(firstSeenSecond, Sql.of("history/visits-not-new"));
    }

    /// Takes over rows of visitors as they are now.
    ///
    /// @param sites the site of each
    void visitors(Map<HistorySource.Visitor, Integer> sites) throws SQLException {
      if (sites.isEmpty()) return;
      try (Statement s = engine.writer().createStatement()) {
        s.execute("DELETE FROM gone");
        try (RowSink row = engine.sink("gone", true)) {
          for (HistorySource.Visitor v : sites.keySet()) row.begin().put(v.rowId()).end();
        }
        s.execute("DELETE FROM visitors WHERE visitor IN (SELECT id FROM gone)");
      }
      try (RowSink row = engine.sink("visitors", false)) {
        for (Map.Entry<HistorySource.Visitor, Integer> e : sites.entrySet()) {
          HistorySource.Visitor v = e.getKey();
          row.begin().put(v.rowId()).put((int) e.getValue()).put(v.visitorId()).put(v.company());
          row.put(v.location()).put(v.lastRole()).put(v.website()).put(v.pageViews());
          row.put(v.firstSeenSecond()).put(v.lastSeenSecond()).put(v.totalTimeSeconds());
          row.put(v.companyId()).end();
        }
      }
    }

    /// What is known of a visitor now holds unless something more trusted did.
    void learn(Collection<Learned> all) throws SQLException {
      if (all.isEmpty()) return;
      Map<Long, Learned> best = new HashMap<>();
      for (Learned l : all) best.merge(l.visitor(), l, Writing::moreTrusted);
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
            best.merge(l.visitor(), l, Writing::moreTrusted);
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
}
