package dev.tippen.history;

import dev.tippen.history.VisitFold.Result;
import dev.tippen.store.HistorySource.SiteCompany;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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
  private final Engine engine;
  private final Texts texts;
  private final VisitorRows visitors;
  private long lastId;
  private long events;
  private long companiesVersion;

  /// @throws SQLException also if the file was written by a newer program
  HistoryTables(Engine engine) throws SQLException {
    this.engine = engine;
    HistorySchema.bringUpToDate(engine);
    visitors = new VisitorRows(engine);
    try (Statement s = engine.writer().createStatement()) {
      s.execute("CREATE TEMP TABLE near (visitor BIGINT, from_ms BIGINT, to_ms BIGINT)");
      s.execute("CREATE TEMP TABLE chains (visitor BIGINT, chain_ms BIGINT)");
      s.execute("CREATE TEMP TABLE gone (id BIGINT)");
      s.execute("CREATE TEMP TABLE changed (id BIGINT, visit BIGINT)");
      s.execute("CREATE TEMP TABLE wanted (text VARCHAR)");
    }
    texts = new Texts(engine);
    reload();
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

  VisitorRows visitors() {
    return visitors;
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
    /// @return the last event of the log that the batch brings
    long run(Writing writing) throws SQLException;
  }

  /// Runs a batch in a transaction of its own; if it fails nothing of it is here.
  void write(Batch batch) throws SQLException {
    Writing writing = new Writing();
    try {
      Transaction.run(
          engine,
          s -> {
            writing.to = batch.run(writing);
            s.execute(
                "UPDATE moved SET last_id = %d, events = %d"
                    .formatted(writing.to, events + writing.appended));
          });
    } catch (SQLException | RuntimeException e) {
      texts.reload();
      visitors.reload();
      reload();
      throw e;
    }
    texts.trim();
    lastId = writing.to;
    events += writing.appended;
  }

  /// Takes over the list of companies.
  void companies(long version, Collection<SiteCompany> all) throws SQLException {
    Transaction.run(
        engine,
        s -> {
          s.execute("DELETE FROM companies");
          try (RowSink row = engine.sink("companies", false)) {
            for (SiteCompany c : all) {
              row.begin().put(c.id()).put(c.site()).put(c.company()).put(c.hidden() ? 1 : 0);
              row.put(c.name()).put(c.domain()).put(c.industry()).put(c.country());
              row.put(c.employees()).put(c.revenue());
              row.end();
            }
          }
          s.execute("UPDATE moved SET companies_version = " + version);
        });
    companiesVersion = version;
  }

  /// The changes of one batch, within its transaction.
  final class Writing {
    private long appended;
    private long to;

    Texts texts() {
      return texts;
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
      Map<Long, Integer> previousPages = new HashMap<>();
      try (RowSink row = engine.sink("visits", false)) {
        for (Result result : results.values()) {
          visitOf.putAll(result.visitOf());
          previousPages.putAll(result.previousPage());
          for (Visit v : result.put()) {
            boolean isNew = v.firstReceivedMs() / 1_000 <= firstSeenSecond.applyAsLong(v.visitor());
            Rows.put(row, v, isNew);
          }
        }
      }
      try (RowSink row = engine.sink("events", false)) {
        for (HistoryEvent e : all) {
          int previousPage = previousPages.getOrDefault(e.id(), Texts.NONE);
          Rows.put(row, e, visitOf.getOrDefault(e.id(), 0L), previousPage);
        }
      }
      appended += all.size();
      moveEvents(results.values(), recut);
      linkAgain(results.values());
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
        // The bounds let it skip all that is older.
        s.execute(
            "DELETE FROM visits WHERE id IN (SELECT id FROM gone) AND id >= %d AND id <= %d"
                .formatted(Collections.min(gone), Collections.max(gone)));
      }
    }

    /// Visits whose page views follow each other otherwise than before.
    private void linkAgain(Collection<Result> results) throws SQLException {
      Map<Long, Long> visits = new HashMap<>();
      long from = Long.MAX_VALUE;
      long to = Long.MIN_VALUE;
      for (Result result : results) {
        for (Visit v : result.put()) {
          if (!result.toLinkAgain().contains(v.id())) continue;
          visits.put(v.id(), v.id());
          from = Math.min(from, v.startMs());
          to = Math.max(to, v.endMs());
        }
      }
      if (!visits.isEmpty()) update(visits, Sql.of("history/events-linked-again"), from, to);
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

    private void update(Map<Long, Long> changes, String sql, long... parameters)
        throws SQLException {
      try (Statement s = engine.writer().createStatement()) {
        s.execute("DELETE FROM changed");
        try (RowSink row = engine.sink("changed", true)) {
          for (Map.Entry<Long, Long> c : changes.entrySet()) {
            row.begin().put((long) c.getKey()).put((long) c.getValue()).end();
          }
        }
      }
      try (PreparedStatement p = engine.writer().prepareStatement(sql)) {
        for (int i = 0; i < parameters.length; i++) p.setLong(i + 1, parameters[i]);
        p.execute();
      }
    }

    /// Visits that are no longer the one with which their visitor became known, because older ones
    /// were imported.
    ///
    /// @param firstSeenSecond of the visitors, since the epoch
    void knownSince(Map<Long, Long> firstSeenSecond) throws SQLException {
      if (!firstSeenSecond.isEmpty()) update(firstSeenSecond, Sql.of("history/visits-not-new"));
    }
  }
}
