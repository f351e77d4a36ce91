package dev.tippen.imports;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/// A CSV file by the names in its first row, whatever their order and case. For one thread.
final class CsvTable implements AutoCloseable {
  /// Of a row: a quotation mark that is never closed would take the rest of the file for one field.
  private static final int ROW_MAX_CHARS = 1024 * 1024;

  private static final int COLUMNS_MAX = 200;
  private static final int BUFFER_CHARS = 128 * 1024;
  private static final CSVFormat FORM = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

  private final String name;
  private final Counting chars;
  private final CSVParser parser;
  private final Iterator<CSVRecord> rows;
  private final Map<String, Integer> columns = new TreeMap<>();
  private @Nullable CSVRecord row;
  private long readBytes;

  /// @param name of the file, for sentences
  /// @throws SourceException if it has no first row
  CsvTable(String name, InputStream in) throws IOException {
    this.name = name;
    InputStream counted =
        new java.io.FilterInputStream(in) {
          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            int n = super.read(into, from, length);
            if (n > 0) readBytes += n;
            return n;
          }
        };
    chars =
        new Counting(
            new BufferedReader(
                new InputStreamReader(counted, StandardCharsets.UTF_8), BUFFER_CHARS));
    parser = CSVParser.parse(chars, FORM);
    rows = parser.iterator();
    if (!next() || row == null) throw new SourceException(name + " is empty");
    if (row.size() > COLUMNS_MAX) throw new SourceException(name + " has too many columns");
    for (int i = 0; i < row.size(); i++) {
      String column = row.get(i).strip().toLowerCase(Locale.ROOT);
      if (i == 0 && column.startsWith("\ufeff")) column = column.substring(1);
      if (column.length() > 1 && column.startsWith("\"")) column = column.replace("\"", "");
      columns.putIfAbsent(column, i);
    }
    row = null;
  }

  boolean has(String column) {
    return columns.containsKey(column);
  }

  /// @throws SourceException naming what is missing
  void require(String... wanted) throws SourceException {
    for (String column : wanted) {
      if (has(column)) continue;
      throw new SourceException(
          "%s has no column %s; its first row must name the columns".formatted(name, column));
    }
  }

  /// Goes to the next row.
  ///
  /// @return false after the last one
  boolean next() throws IOException {
    chars.sinceRow = 0;
    try {
      if (!rows.hasNext()) return false;
      row = rows.next();
      return true;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof SourceException s) throw s;
      throw broken(e);
    } catch (IllegalStateException e) {
      throw e.getCause() instanceof SourceException s ? s : broken(e);
    }
  }

  private SourceException broken(Exception e) {
    return new SourceException(
        "%s is no CSV from row %d on: %s"
            .formatted(name, parser.getRecordNumber() + 1, e.getMessage()),
        e);
  }

  /// Of the current row; null if it is empty or missing.
  @Nullable String get(String column) {
    Integer at = columns.get(column);
    CSVRecord current = row;
    if (at == null || current == null || at >= current.size()) return null;
    String value = current.get(at);
    // As ClickHouse and PostgreSQL write what is not there.
    return value.isEmpty() || value.equals("\\N") ? null : value;
  }

  /// As [#get], with other names that the column had or has.
  @Nullable String get(String column, String... others) {
    String value = get(column);
    for (int i = 0; value == null && i < others.length; i++) value = get(others[i]);
    return value;
  }

  long readBytes() {
    return readBytes;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  /// Stops a row that has no end.
  private static final class Counting extends FilterReader {
    long sinceRow;

    Counting(Reader in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int c = super.read();
      if (c >= 0) count(1);
      return c;
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
      int n = super.read(into, from, length);
      if (n > 0) count(n);
      return n;
    }

    private void count(int n) throws SourceException {
      sinceRow += n;
      if (sinceRow > ROW_MAX_CHARS) {
        throw new SourceException(
            "A row is longer than %d characters: a quotation mark is not closed"
                .formatted(ROW_MAX_CHARS));
      }
    }
  }
}
