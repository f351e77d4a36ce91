package dev.tippen.store.sqlite;

import dev.tippen.event.ApiKey;
import dev.tippen.event.TrackedEvent;
import dev.tippen.store.EventCodec;
import dev.tippen.store.VisitorReads;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Reads of `visitor_sessions` and the spool.
public final class SqliteVisitorReads implements VisitorReads {
  private final SqliteAccess access;

  public SqliteVisitorReads(SqliteAccess access) {
    this.access = access;
  }

  @Override
  public List<Map<String, @Nullable Object>> visitors(ApiKey key, int limit, int offset) {
    return access.read(c -> {
      long fromHour = oldestHourOnPage(c, key, limit, offset);
      try (PreparedStatement p = c.prepareStatement(Sql.of("read/visitors-newest"))) {
        p.setInt(1, key.id());
        p.setLong(2, fromHour);
        p.setInt(3, limit);
        p.setInt(4, offset);
        return rows(p);
      }
    });
  }

  private static long oldestHourOnPage(Connection c, ApiKey key, int limit, int offset)
      throws SQLException {
    try (PreparedStatement p = c.prepareStatement(Sql.of("read/visitors-newest-hour"))) {
      p.setInt(1, key.id());
      p.setLong(2, (long) offset + limit - 1);
      try (ResultSet r = p.executeQuery()) {
        return r.next() ? r.getLong(1) : Long.MIN_VALUE;
      }
    }
  }

  private static List<Map<String, @Nullable Object>> rows(PreparedStatement p) throws SQLException {
    try (ResultSet r = p.executeQuery()) {
      ResultSetMetaData meta = r.getMetaData();
      List<Map<String, @Nullable Object>> rows = new ArrayList<>();
      while (r.next()) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
          row.put(meta.getColumnName(i), r.getObject(i));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  @Override
  public List<TrackedEvent> eventsSince(
      long committedAtMs, int max, IntFunction<@Nullable ApiKey> keys) {
    return access.read(c -> {
      List<TrackedEvent> newestFirst = new ArrayList<>();
      try (PreparedStatement p = c.prepareStatement(Sql.of("read/spool-newest"));
          ResultSet r = p.executeQuery()) {
        while (newestFirst.size() < max && r.next() && r.getLong(1) >= committedAtMs) {
          List<@Nullable TrackedEvent> batch = EventCodec.decodeBatch(r.getBytes(2), keys);
          for (TrackedEvent e : batch.reversed()) {
            // What happened in another year is no sign of life.
            if (e != null && !e.isImported()) newestFirst.add(e);
          }
        }
      }
      Collections.reverse(newestFirst);
      return newestFirst;
    });
  }

  @Override
  public @Nullable Known visitor(ApiKey key, String visitorId) {
    return access.read(c -> {
      try (PreparedStatement p = c.prepareStatement(Sql.of("read/visitor"))) {
        p.setString(1, key.text());
        p.setString(2, visitorId);
        try (ResultSet r = p.executeQuery()) {
          return r.next() ? new Known(r.getLong(1), r.getLong(2)) : null;
        }
      }
    });
  }
}
