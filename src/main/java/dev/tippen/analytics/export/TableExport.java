package dev.tippen.analytics.export;

import dev.tippen.analytics.export.Table.Column;
import dev.tippen.history.History;
import dev.tippen.history.History.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers as files. Safe for all threads; calls block.
public final class TableExport {
  private final ParquetFiles parquet;

  public TableExport(History history) {
    parquet = new ParquetFiles(history);
  }

  /// The content of the file.
  ///
  /// @throws dev.tippen.analytics.InvalidQuery if this server can't write the format
  public byte[] bytes(Table table, FileFormat format, Cancellation cancellation) {
    if (format != FileFormat.PARQUET) {
      List<Column> columns = table.columns();
      StringBuilder out = new StringBuilder(Lines.head(columns, format));
      for (List<@Nullable Object> row : table.rows()) Lines.add(columns, row, format, out);
      return out.toString().getBytes(StandardCharsets.UTF_8);
    }
    Path file = parquet.of(table, cancellation);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      ParquetFiles.delete(file);
    }
  }
}
