package dev.tippen.analytics;

import dev.tippen.history.History;
import dev.tippen.history.History.Cancellation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs one statement of a question and reads its rows, within the time that one may take.
final class Rows {
  private Rows() {}

  @FunctionalInterface
  interface Row<T extends @Nullable Object> {
    T of(ResultSet row) throws SQLException;
  }

  /// On a connection that the history has lent.
  static <T extends @Nullable Object> List<T> of(
      History history, Connection connection, SqlText sql, Cancellation cancellation, Row<T> row)
      throws SQLException {
    try (PreparedStatement p = connection.prepareStatement(sql.text())) {
      sql.bind(p);
      p.setQueryTimeout(history.queryTimeoutSeconds());
      cancellation.runs(p);
      List<T> all = new ArrayList<>();
      try (ResultSet r = p.executeQuery()) {
        while (r.next()) all.add(row.of(r));
      }
      return all;
    }
  }

  /// A question of one statement.
  static <T extends @Nullable Object> List<T> of(History history, SqlText sql, Row<T> row) {
    Cancellation cancellation = new Cancellation();
    return history.read(cancellation, c -> of(history, c, sql, cancellation, row));
  }
}
