package dev.tippen.store.sqlite;

import dev.tippen.event.ApiKey;
import dev.tippen.event.TrackedEvent;
import dev.tippen.event.Treatment;
import dev.tippen.store.EventCodec;
import dev.tippen.store.HistorySource;
import dev.tippen.store.SpoolReads.Logged;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The spool, `excluded_events`, `visitor_sessions` and `companies`.
public final class SqliteHistorySource implements HistorySource {
  /// Records deleted in one transaction: answers wait for it.
  private static final int FORGOTTEN_AT_A_TIME = 50;

  private static final int KEPT_AT_A_TIME = 500;
  private static final int MERGES_MAX = 16;

  private final SqliteAccess access;
  private final LongSupplier indexedTo;

  /// @param indexedTo the event up to which the ids of events are on disk for good
  public SqliteHistorySource(SqliteAccess access, LongSupplier indexedTo) {
    this.access = access;
    this.indexedTo = indexedTo;
  }

  @Override
  public Batch after(long id, int events, IntFunction<@Nullable ApiKey> keys) {
    return access.read(c -> {
      try (PreparedStatement p = c.prepareStatement(Sql.of("spool/after"))) {
        p.setLong(1, id);
        List<Logged> all = new ArrayList<>();
        long lastId = id;
        try (ResultSet r = p.executeQuery()) {
          while (all.size() < events && r.next()) {
            long eventId = r.getLong(1);
            for (TrackedEvent e : EventCodec.decodeBatch(r.getBytes(3), keys)) {
              if (e != null) all.add(new Logged(eventId, e));
              eventId++;
            }
            lastId = r.getLong(2);
          }
        }
        return new Batch(all, lastId);
      }
    });
  }

  @Override
  public long firstId() {
    return access.read(c -> number(c.createStatement(), Sql.of("history-source/first-id")));
  }

  @Override
  public long lastId() {
    return access.read(c -> number(c.createStatement(), "SELECT last_id FROM spool_state"));
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (statement;
        ResultSet r = statement.executeQuery(sql)) {
      return r.getLong(1);
    }
  }

  @Override
  public Map<VisitorName, Visitor> visitors(Collection<VisitorName> names) {
    return access.read(c -> {
      Map<VisitorName, Visitor> found = new HashMap<>();
      try (PreparedStatement p = c.prepareStatement(Sql.of("history-source/visitor"))) {
        for (VisitorName name : names) {
          p.setString(1, name.apiKey());
          p.setString(2, name.visitorId());
          try (ResultSet r = p.executeQuery()) {
            if (!r.next()) continue;
            found.put(name, visitor(r, name.visitorId()));
          }
        }
      }
      return found;
    });
  }

  @Override
  public List<Visitor> visitorRows(Collection<Long> rowIds) {
    if (rowIds.isEmpty()) return List.of();
    return access.read(c -> {
      List<Visitor> found = new ArrayList<>();
      try (PreparedStatement p = c.prepareStatement(Sql.of("history-source/visitor-row"))) {
        for (long id : rowIds) {
          p.setLong(1, id);
          try (ResultSet r = p.executeQuery()) {
            if (r.next()) found.add(visitor(r, r.getString(11)));
          }
        }
      }
      return found;
    });
  }

  private static Visitor visitor(ResultSet r, String visitorId) throws SQLException {
    return new Visitor(
        r.getLong(1),
        visitorId,
        r.getString(2),
        r.getString(3),
        r.getString(4),
        r.getString(5),
        r.getLong(6),
        r.getLong(7),
        r.getLong(8),
        r.getLong(9),
        r.getLong(10));
  }

  @Override
  public void keepExcluded(Collection<Logged> events, long toId) {
    List<Logged> all = List.copyOf(events);
    for (int from = 0; from < all.size(); from += KEPT_AT_A_TIME) {
      List<Logged> some = all.subList(from, Math.min(from + KEPT_AT_A_TIME, all.size()));
      boolean last = from + KEPT_AT_A_TIME >= all.size();
      access.write(c -> {
        try (PreparedStatement p = c.prepareStatement(Sql.of("history-source/keep-excluded"))) {
          for (Logged l : some) {
            p.setLong(1, l.id());
            p.setLong(2, l.event().receivedAtMs());
            p.setBytes(3, EventCodec.batch(List.of(EventCodec.encode(l.event()))));
            p.executeUpdate();
          }
        }
        if (last) {
          try (Statement s = c.createStatement()) {
            s.executeUpdate("UPDATE spool_state SET kept_to = max(kept_to, " + toId + ")");
          }
        }
        return null;
      });
    }
  }

  @Override
  public boolean forget(long toId, long beforeMs) {
    long to = Math.min(toId, indexedTo.getAsLong());
    // Most of the time there is nothing to forget: then the writer is not troubled.
    boolean some =
        access.read(c -> {
          try (PreparedStatement p = c.prepareStatement(Sql.of("history-source/forgettable"))) {
            p.setLong(1, to);
            p.setLong(2, beforeMs);
            try (ResultSet r = p.executeQuery()) {
              return r.next();
            }
          }
        });
    if (!some) return false;
    return access.write(c -> {
      try (PreparedStatement p = c.prepareStatement(Sql.of("history-source/forget"))) {
        p.setLong(1, to);
        p.setLong(2, beforeMs);
        p.setInt(3, FORGOTTEN_AT_A_TIME);
        return p.executeUpdate() == FORGOTTEN_AT_A_TIME;
      }
    });
  }

  @Override
  public long companiesVersion() {
    return access.read(c -> number(c.createStatement(), "SELECT version FROM company_changes"));
  }

  @Override
  public List<SiteCompany> companies() {
    return access.read(c -> {
      Map<Long, Row> rows = new LinkedHashMap<>();
      try (PreparedStatement p = c.prepareStatement(Sql.of("history-source/companies"));
          ResultSet r = p.executeQuery()) {
        while (r.next()) {
          rows.put(
              r.getLong(1),
              new Row(
                  r.getInt(2),
                  r.getLong(3),
                  Treatment.of(r.getString(4)),
                  r.getString(5),
                  r.getString(6),
                  r.getString(7),
                  r.getString(8),
                  r.getString(9),
                  r.getString(10)));
        }
      }
      List<SiteCompany> all = new ArrayList<>();
      rows.forEach((id, row) -> all.add(siteCompany(id, row, rows)));
      return all;
    });
  }

  private record Row(
      int site,
      long mergedInto,
      Treatment treatment,
      String name,
      @Nullable String domain,
      @Nullable String industry,
      @Nullable String country,
      @Nullable String employees,
      @Nullable String revenue) {}

  private static SiteCompany siteCompany(long id, Row row, Map<Long, Row> all) {
    long company = id;
    Row holds = row;
    for (int i = 0; i < MERGES_MAX && holds.mergedInto != 0; i++) {
      Row into = all.get(holds.mergedInto);
      if (into == null) break;
      company = holds.mergedInto;
      holds = into;
    }
    boolean hidden = holds.treatment.exclusion() != null;
    return new SiteCompany(
        id,
        row.site,
        holds.treatment == Treatment.COMPANY ? company : 0,
        hidden,
        holds.name,
        holds.domain,
        holds.industry,
        holds.country,
        holds.employees,
        holds.revenue);
  }
}
