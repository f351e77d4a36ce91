package dev.tippen.store.sqlite;

import dev.tippen.store.ImportStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The tables of imports. Rows go through the one writer of the store.
public final class SqliteImportStore implements ImportStore {
  private final SqliteAccess access;
  private final Function<Batch, Written> writer;

  public SqliteImportStore(SqliteStore store) {
    this.access = store;
    this.writer = store::write;
  }

  private SqliteImportStore(SqliteAccess access) {
    this.access = access;
    this.writer =
        batch -> {
          throw new UnsupportedOperationException("rows are stored by a running server");
        };
  }

  /// For command lines: what is stored can be read, nothing written.
  public static SqliteImportStore readOnly(SqliteAccess access) {
    return new SqliteImportStore(access);
  }

  @Override
  public Written write(Batch batch) {
    return writer.apply(batch);
  }

  @Override
  public List<State> ofSite(int apiKeyId, int limit) {
    return access.read(c -> {
      try (PreparedStatement p = c.prepareStatement(Sql.of("import/of-site"))) {
        p.setInt(1, apiKeyId);
        p.setInt(2, limit);
        List<State> all = new ArrayList<>();
        try (ResultSet r = p.executeQuery()) {
          while (r.next()) all.add(ImportTables.state(r));
        }
        return all;
      }
    });
  }

  @Override
  public @Nullable State find(int apiKeyId, String fingerprint) {
    return access.read(c -> ImportTables.find(c, apiKeyId, fingerprint));
  }

  @Override
  public List<DayFigures> days(int apiKeyId, long fromDay, long beforeDay) {
    return access.read(c -> {
      try (PreparedStatement p = c.prepareStatement(Sql.of("import/days"))) {
        p.setInt(1, apiKeyId);
        p.setLong(2, fromDay);
        p.setLong(3, beforeDay);
        List<DayFigures> all = new ArrayList<>();
        try (ResultSet r = p.executeQuery()) {
          while (r.next()) all.add(new DayFigures(r.getLong(1), figures(r)));
        }
        return all;
      }
    });
  }

  @Override
  public List<ValueFigures> values(
      int apiKeyId, String dimension, long fromDay, long beforeDay, int limit) {
    return access.read(c -> {
      try (PreparedStatement p = c.prepareStatement(Sql.of("import/values"))) {
        p.setInt(1, apiKeyId);
        p.setString(2, dimension);
        p.setLong(3, fromDay);
        p.setLong(4, beforeDay);
        p.setInt(5, limit);
        List<ValueFigures> all = new ArrayList<>();
        try (ResultSet r = p.executeQuery()) {
          while (r.next()) all.add(new ValueFigures(r.getString(1), figures(r)));
        }
        return all;
      }
    });
  }

  private static Figures figures(ResultSet r) throws SQLException {
    return new Figures(
        r.getLong(2), r.getLong(3), r.getLong(4), r.getLong(5), r.getLong(6), r.getLong(7));
  }
}
