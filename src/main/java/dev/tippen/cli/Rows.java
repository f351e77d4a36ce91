package dev.tippen.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Prints what a query returns, row by row, however many there are.
final class Rows {
  private Rows() {}

  static void printArray(Connection connection, String sql, PrintWriter out) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        JsonGenerator json = Json.writer(out)) {
      json.writeStartArray();
      if (statement.execute()) {
        ResultSet rows = statement.getResultSet();
        List<String> columns = columns(rows);
        while (rows.next()) writeObject(rows, columns, json);
      }
      json.writeEndArray();
      json.writeRaw(System.lineSeparator());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Prints the first row.
  static void printObject(Connection connection, String sql, String parameter, PrintWriter out)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        JsonGenerator json = Json.writer(out)) {
      statement.setString(1, parameter);
      ResultSet rows = statement.executeQuery();
      if (rows.next()) writeObject(rows, columns(rows), json);
      json.writeRaw(System.lineSeparator());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void printTable(Connection connection, String sql, PrintWriter out) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      if (!statement.execute()) return;
      ResultSet rows = statement.getResultSet();
      List<String> columns = columns(rows);
      Table table = new Table(columns, Terminal.isInteractive(), out);
      long count = 0;
      while (rows.next()) {
        List<Table.Cell> cells = new ArrayList<>(columns.size());
        for (int i = 1; i <= columns.size(); i++) cells.add(cell(rows.getObject(i)));
        table.row(cells);
        count++;
      }
      table.finish(count);
    }
  }

  private static Table.Cell cell(@Nullable Object value) {
    return switch (value) {
      case null -> new Table.Cell("NULL", false);
      case Number n -> new Table.Cell(n.toString(), true);
      case byte[] bytes -> new Table.Cell("x'" + HexFormat.of().formatHex(bytes) + "'", false);
      case String s when s.equals("NULL") -> new Table.Cell("'NULL'", false);
      default -> new Table.Cell(Terminal.printable(value.toString()), false);
    };
  }

  private static void writeObject(ResultSet rows, List<String> columns, JsonGenerator json)
      throws SQLException, IOException {
    json.writeStartObject();
    for (int i = 0; i < columns.size(); i++) {
      json.writeFieldName(columns.get(i));
      Json.value(rows.getObject(i + 1), json);
    }
    json.writeEndObject();
  }

  /// Names made unique as SQLite itself does it in sub-queries: `id`, `id:1`.
  private static List<String> columns(ResultSet rows) throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    Set<String> taken = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      String label = meta.getColumnLabel(i);
      String name = label;
      for (int n = 1; !taken.add(name); n++) name = label + ":" + n;
      names.add(name);
    }
    return names;
  }
}
