package dev.tippen.analytics.export;

import dev.tippen.analytics.Analytics;
import dev.tippen.analytics.Metric;
import dev.tippen.analytics.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer as rows and columns.
///
/// @param rows each with a value for each column: a text, a number, a truth, or null
public record Table(List<Column> columns, List<List<@Nullable Object>> rows) {

  /// What a column holds.
  public enum Type {
    TEXT,
    WHOLE,
    NUMBER
  }

  public record Column(String name, Type type) {}

  /// Dimensions, metrics, and what these are compared with.
  public static Table of(Analytics.Answer answer) {
    Query query = answer.query();
    List<Column> columns = new ArrayList<>();
    query.dimensions().forEach(d -> columns.add(new Column(d.text(), Type.TEXT)));
    query.metrics().forEach(m -> columns.add(new Column(m.text(), type(m))));
    boolean compares = query.comparedWith() != null;
    if (compares) {
      query.metrics().forEach(m -> columns.add(new Column(m.text() + "_before", type(m))));
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Analytics.Row row : answer.rows()) {
      List<@Nullable Object> cells = new ArrayList<>(row.values());
      figures(query, row.metrics(), cells);
      List<@Nullable Double> compared = row.compared();
      if (compared != null) figures(query, compared, cells);
      while (cells.size() < columns.size()) cells.add(null);
      rows.add(cells);
    }
    return new Table(columns, rows);
  }

  private static Type type(Metric metric) {
    return metric.unit() == Metric.Unit.COUNT ? Type.WHOLE : Type.NUMBER;
  }

  private static void figures(
      Query query, List<@Nullable Double> values, List<@Nullable Object> cells) {
    for (int i = 0; i < values.size(); i++) {
      Double value = values.get(i);
      if (value == null) cells.add(null);
      else if (type(query.metrics().get(i)) == Type.WHOLE) cells.add(value.longValue());
      else cells.add(Math.round(value * 1_000) / 1_000.0);
    }
  }

  /// A list of objects with the same names, as reports answer them. A list of numbers in an object
  /// becomes a column for each place: `came_0`, `came_1`.
  public static Table of(List<? extends Map<String, ?>> objects) {
    Map<String, Type> types = new LinkedHashMap<>();
    List<Map<String, @Nullable Object>> flat = new ArrayList<>();
    for (Map<String, ?> object : objects) {
      Map<String, @Nullable Object> cells = new LinkedHashMap<>();
      object.forEach((name, value) -> {
        if (value instanceof List<?> list) {
          for (int i = 0; i < list.size(); i++) cells.put(name + "_" + i, list.get(i));
        } else {
          cells.put(name, value);
        }
      });
      cells.forEach((name, value) -> types.merge(name, type(value), Table::wider));
      flat.add(cells);
    }
    // Of nothing there are no names either, and a file without columns is none.
    if (types.isEmpty()) types.put("nothing", Type.TEXT);
    List<Column> columns = new ArrayList<>();
    types.forEach((name, type) -> columns.add(new Column(name, type)));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Map<String, @Nullable Object> cells : flat) {
      List<@Nullable Object> row = new ArrayList<>();
      for (Column column : columns) row.add(cells.get(column.name()));
      rows.add(row);
    }
    return new Table(columns, rows);
  }

  /// Of nothing a whole number: it is the narrowest.
  private static Type type(@Nullable Object value) {
    return switch (value) {
      case null -> Type.WHOLE;
      case Integer _, Long _ -> Type.WHOLE;
      case Number _ -> Type.NUMBER;
      default -> Type.TEXT;
    };
  }

  private static Type wider(Type a, Type b) {
    if (a == Type.TEXT || b == Type.TEXT) return Type.TEXT;
    return a == Type.NUMBER || b == Type.NUMBER ? Type.NUMBER : Type.WHOLE;
  }
}
