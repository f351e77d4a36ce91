package dev.tippen.analytics.export;

import dev.tippen.analytics.InvalidQuery;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How tables and events are written for other programs.
public enum FileFormat {
  /// Comma-separated as RFC 4180 has it, UTF-8, with a first line of names.
  CSV("text/csv; charset=utf-8"),
  /// A JSON object a line; what is not known is left out.
  JSONL("application/x-ndjson"),
  /// Columns with types, compressed with Zstandard; needs DuckDB.
  PARQUET("application/vnd.apache.parquet");

  private final String contentType;

  FileFormat(String contentType) {
    this.contentType = contentType;
  }

  public String contentType() {
    return contentType;
  }

  /// The spelling in addresses, and the ending of file names.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @return null for no format, and for `json`: an answer as it is
  /// @throws InvalidQuery if there is none of this name
  public static @Nullable FileFormat of(@Nullable String text) {
    if (text == null || text.equals("json")) return null;
    for (FileFormat f : values()) if (f.text().equals(text)) return f;
    throw new InvalidQuery("format must be csv, jsonl or parquet");
  }
}
