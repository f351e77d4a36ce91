package dev.tippen.analytics;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// SQL with its parameters, put together piece by piece. What comes from outside is always a
/// parameter, never text.
final class SqlText {
  private final StringBuilder sql = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();

  static SqlText of(String text, Object... parameters) {
    return new SqlText().add(text, parameters);
  }

  SqlText add(String text, Object... values) {
    sql.append(text);
    parameters.addAll(List.of(values));
    return this;
  }

  SqlText add(SqlText other) {
    sql.append(other.sql);
    parameters.addAll(other.parameters);
    return this;
  }

  /// `(?, ?, ...)`; of nothing, a list that holds nothing.
  SqlText list(Collection<?> values) {
    if (values.isEmpty()) return add("(NULL)");
    sql.append("(?").append(", ?".repeat(values.size() - 1)).append(')');
    parameters.addAll(values);
    return this;
  }

  String text() {
    return sql.toString();
  }

  void bind(PreparedStatement statement) throws SQLException {
    int at = 0;
    for (Object value : parameters) {
      at++;
      if (value instanceof Integer i) statement.setInt(at, i);
      else if (value instanceof Long l) statement.setLong(at, l);
      else statement.setString(at, value.toString());
    }
  }

  @Override
  public String toString() {
    return sql + " " + parameters;
  }
}
