package dev.tippen.store.sqlite;

import dev.tippen.event.ApiKey;
import dev.tippen.store.CallReads;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table `video_calls`.
public final class SqliteCallReads implements CallReads {
  private final SqliteAccess access;

  public SqliteCallReads(SqliteAccess access) {
    this.access = access;
  }

  @FunctionalInterface
  private interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  private <T> List<T> read(String sql, Row<T> row, @Nullable Object... parameters) {
    return access.read(c -> {
      try (PreparedStatement p = c.prepareStatement(sql)) {
        for (int i = 0; i < parameters.length; i++) p.setObject(i + 1, parameters[i]);
        List<T> all = new ArrayList<>();
        try (ResultSet r = p.executeQuery()) {
          while (r.next()) all.add(row.of(r));
        }
        return all;
      }
    });
  }

  @Override
  public Totals totals(ApiKey key, String since) {
    return read(
            Sql.of("calls/today"),
            r -> new Totals(r.getLong(1), r.getLong(2), r.getLong(3), r.getDouble(4)),
            key.text(),
            since)
        .getFirst();
  }

  @Override
  public List<OfCompany> byCompany(ApiKey key, int limit) {
    return read(
        Sql.of("calls/by-company"),
        r ->
            new OfCompany(r.getString(1), r.getLong(2), r.getLong(3), r.getLong(4), r.getDouble(5)),
        key.text(),
        limit);
  }

  @Override
  public List<OfDay> byDay(ApiKey key, String since) {
    return read(
        Sql.of("calls/by-day"),
        r -> new OfDay(r.getString(1), r.getLong(2), r.getLong(3)),
        key.text(),
        since);
  }

  @Override
  public List<Call> newest(ApiKey key, @Nullable String status, int limit) {
    return read(
        Sql.of("calls/newest"),
        r ->
            new Call(
                r.getLong(1),
                r.getString(2),
                r.getString(3),
                r.getString(4),
                r.getString(5),
                r.getString(6),
                r.getString(7),
                r.getString(8),
                r.getString(9),
                number(r, 10),
                number(r, 11),
                r.getBoolean(12),
                number(r, 13),
                r.getString(14),
                r.getString(15)),
        key.text(),
        status,
        limit);
  }

  @Override
  public long count(ApiKey key, @Nullable String status) {
    return read(Sql.of("calls/count"), r -> r.getLong(1), key.text(), status).getFirst();
  }

  private static @Nullable Long number(ResultSet r, int column) throws SQLException {
    long value = r.getLong(column);
    return r.wasNull() ? null : value;
  }
}
