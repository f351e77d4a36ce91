package dev.tippen.analytics.export;

import dev.tippen.analytics.InvalidQuery;
import dev.tippen.analytics.export.Table.Column;
import dev.tippen.history.Dialect;
import dev.tippen.history.History;
import dev.tippen.history.History.Cancellation;
import dev.tippen.history.HistoryException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Parquet, written by DuckDB into a file in the history's folder: it may see no other. A file that
/// would fill the disk is given up.
final class ParquetFiles {
  private static final Logger log = LoggerFactory.getLogger(ParquetFiles.class);

  /// All events of a big site take longer than a question may.
  private static final int TIMEOUT_SECONDS = 600;

  private final History history;
  private final ToLongFunction<Path> freeBytes;

  ParquetFiles(History history) {
    this(history, folder -> folder.toFile().getUsableSpace());
  }

  /// @param freeBytes on the disk of a folder
  ParquetFiles(History history, ToLongFunction<Path> freeBytes) {
    this.history = history;
    this.freeBytes = freeBytes;
  }

  /// The rows of a statement; the caller deletes the file.
  Path of(String sql, Cancellation cancellation, Object... parameters) {
    return write(
        cancellation,
        (c, file) -> {
          try (PreparedStatement p = c.prepareStatement(copy("(" + sql + ")", file))) {
            for (int i = 0; i < parameters.length; i++) p.setObject(i + 1, parameters[i]);
            p.setQueryTimeout(TIMEOUT_SECONDS);
            cancellation.runs(p);
            p.execute();
          }
        });
  }

  /// A table; the caller deletes the file.
  Path of(Table table, Cancellation cancellation) {
    return write(
        cancellation,
        (c, file) -> {
          List<String> columns = table.columns().stream().map(ParquetFiles::column).toList();
          try (Statement s = c.createStatement()) {
            cancellation.runs(s);
            s.execute("CREATE TEMP TABLE exported (" + String.join(", ", columns) + ")");
            insert(c, table);
            s.execute(copy("exported", file));
            s.execute("DROP TABLE exported");
          }
        });
  }

  private static String column(Column column) {
    String type =
        switch (column.type()) {
          case TEXT -> "VARCHAR";
          case WHOLE -> "BIGINT";
          case NUMBER -> "DOUBLE";
        };
    return '"' + column.name().replace("\"", "\"\"") + "\" " + type;
  }

  private static void insert(Connection c, Table table) throws SQLException {
    int columns = table.columns().size();
    String sql = "INSERT INTO temp.exported VALUES (?" + ", ?".repeat(columns - 1) + ")";
    try (PreparedStatement p = c.prepareStatement(sql)) {
      for (List<@Nullable Object> row : table.rows()) {
        for (int i = 0; i < columns; i++) {
          Object value = row.get(i);
          boolean text = table.columns().get(i).type() == Table.Type.TEXT;
          p.setObject(i + 1, text && value != null ? value.toString() : value);
        }
        p.execute();
      }
    }
  }

  private static String copy(String what, Path file) {
    return "COPY %s TO '%s' (FORMAT parquet, COMPRESSION zstd)"
        .formatted(what, file.toString().replace("'", "''"));
  }

  @FunctionalInterface
  private interface Writing {
    void to(Connection connection, Path file) throws SQLException;
  }

  private Path write(Cancellation cancellation, Writing writing) {
    if (history.dialect() != Dialect.DUCKDB) {
      throw new InvalidQuery("format parquet needs DuckDB, and this server's history is in SQLite");
    }
    Path file = history.newFile(".parquet");
    try (FreeSpace _ =
        new FreeSpace(
            () -> freeBytes.applyAsLong(file.getParent()),
            () -> {
              log.warn("an export was given up: too little room in {}", file.getParent());
              cancellation.cancel(Reason.TOO_LARGE);
            })) {
      history.<@Nullable Void>read(
          cancellation,
          c -> {
            writing.to(c, file);
            return null;
          });
      return file;
    } catch (RuntimeException e) {
      delete(file);
      throw e;
    }
  }

  /// Deletes a file that was sent.
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.warn("a file of an export was not deleted: {}", e.toString());
    }
  }
}
