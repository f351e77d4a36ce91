package dev.tippen.analytics.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tippen.analytics.export.Table.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows as lines of text.
final class Lines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Lines() {}

  /// What comes before the first row.
  static String head(List<Column> columns, FileFormat format) {
    return format == FileFormat.CSV
        ? String.join(",", columns.stream().map(c -> cell(c.name())).toList()) + "\r\n"
        : "";
  }

  static void add(
      List<Column> columns, List<@Nullable Object> row, FileFormat format, StringBuilder out) {
    if (format == FileFormat.CSV) {
      for (int i = 0; i < row.size(); i++) {
        Object value = row.get(i);
        out.append(i == 0 ? "" : ",");
        if (value instanceof Number n) out.append(number(n));
        else if (value != null) out.append(cell(value.toString()));
      }
      out.append("\r\n");
      return;
    }
    ObjectNode object = JSON.createObjectNode();
    for (int i = 0; i < row.size(); i++) {
      Object value = row.get(i);
      if (value != null) object.putPOJO(columns.get(i).name(), value);
    }
    try {
      out.append(JSON.writeValueAsString(object)).append('\n');
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row can't be written as JSON", e);
    }
  }

  private static String number(Number value) {
    double number = value.doubleValue();
    boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
    return whole ? Long.toString(value.longValue()) : value.toString();
  }

  /// As RFC 4180 has it. Text that a spreadsheet would take for a formula gets a quote before it:
  /// visitors choose these texts.
  static String cell(String text) {
    String safe = text;
    if (!text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) safe = "'" + text;
    if (safe.indexOf(',') < 0
        && safe.indexOf('"') < 0
        && safe.indexOf('\n') < 0
        && safe.indexOf('\r') < 0) {
      return safe;
    }
    return '"' + safe.replace("\"", "\"\"") + '"';
  }
}
