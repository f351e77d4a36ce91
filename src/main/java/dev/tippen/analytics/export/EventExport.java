package dev.tippen.analytics.export;

import dev.tippen.analytics.TimeRange;
import dev.tippen.analytics.export.Table.Column;
import dev.tippen.analytics.export.Table.Type;
import dev.tippen.event.Channel;
import dev.tippen.event.Confidence;
import dev.tippen.event.DeviceClass;
import dev.tippen.event.EventKind;
import dev.tippen.history.History;
import dev.tippen.history.History.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Events of a site as they are, in the order in which they happened. Text comes in pieces: however
/// many events there are, no more than a piece is in memory, and nobody who reads slowly holds the
/// history up. Calls block: use a platform thread. Safe for all threads.
public final class EventExport {
  private static final int PIECE_EVENTS = 20_000;
  private static final int PIECE_BYTES = 256 * 1024;
  private static final long WINDOW_FIRST_MS = 3_600_000;
  private static final long WINDOW_MAX_MS = 400 * 86_400_000L;

  private static final List<Field> FIELDS =
      Stream.of(
              List.of(
                  Field.whole("id", "e.id"),
                  new Field(
                      new Column("at", Type.TEXT),
                      "e.at_ms",
                      "epoch_ms(e.at_ms)",
                      /* isText= */ false,
                      (ms, _) -> Instant.ofEpochMilli(number(ms)).toString()),
                  Field.same("visitor_id", "u.visitor_id"),
                  Field.whole("visit", "e.visit"),
                  Field.constant("kind", "e.kind", EventKind.values(), EventExport::lower)),
              Field.texts("name", "host", "page", "title"),
              List.of(
                  Field.whole("engaged_ms", "e.engaged_ms"),
                  Field.whole("scroll_pct", "e.scroll_pct"),
                  Field.constant("channel", "e.channel", Channel.values(), Channel::text)),
              Field.texts(
                  "source",
                  "referrer",
                  "utm_source",
                  "utm_medium",
                  "utm_campaign",
                  "utm_term",
                  "utm_content"),
              List.of(
                  Field.constant("device", "e.device", DeviceClass.values(), DeviceClass::text)),
              Field.texts(
                  "browser",
                  "browser_version",
                  "system",
                  "system_version",
                  "country",
                  "region",
                  "city",
                  "language",
                  "screen"),
              List.of(
                  Field.whole("company_id", "CASE WHEN c.company > 0 THEN c.company END"),
                  Field.same("company", "CASE WHEN c.company > 0 THEN c.name END"),
                  Field.constant(
                      "confidence",
                      "CASE WHEN coalesce(c.company, 0) <= 0 THEN -1"
                          + " WHEN e.company <> 0 THEN e.confidence ELSE l.confidence END",
                      Confidence.values(),
                      Confidence::text),
                  Field.same("details", "e.details")))
          .flatMap(List::stream)
          .toList();

  private static final List<Column> COLUMNS = FIELDS.stream().map(Field::column).toList();

  /// Each event with what is known of its company by now.
  private static final String FROM =
      " FROM events e LEFT JOIN visitors u ON u.visitor = e.visitor"
          + " LEFT JOIN learned_companies l ON l.visitor = e.visitor AND e.company = 0"
          + " LEFT JOIN companies c ON c.site = e.site AND c.id ="
          + " CASE WHEN e.company <> 0 THEN e.company ELSE coalesce(l.company, 0) END";

  /// One value of an event.
  ///
  /// @param raw as the tables have it
  /// @param named the same as it is read, for a statement that joins the texts
  /// @param isText whether the raw value is the number of a text
  /// @param reading turns the raw value into the one that is read, given the texts of the numbers
  private record Field(Column column, String raw, String named, boolean isText, Reading reading) {

    @FunctionalInterface
    private interface Reading {
      @Nullable Object of(@Nullable Object raw, Map<Integer, String> texts);
    }

    static Field whole(String name, String sql) {
      return new Field(new Column(name, Type.WHOLE), sql, sql, false, (raw, _) -> raw);
    }

    static Field same(String name, String sql) {
      return new Field(new Column(name, Type.TEXT), sql, sql, false, (raw, _) -> raw);
    }

    /// The name of a constant whose ordinal is stored, none for -1.
    static <E extends Enum<E>> Field constant(
        String name, String sql, E[] constants, Function<E, String> text) {
      List<String> names = Stream.of(constants).map(text).toList();
      return new Field(
          new Column(name, Type.TEXT),
          sql,
          "(['" + String.join("', '", names) + "'])[" + sql + " + 1]",
          /* isText= */ false,
          (raw, _) -> number(raw) < 0 ? null : names.get((int) number(raw)));
    }

    static List<Field> texts(String... columns) {
      return Stream.of(columns)
          .map(c ->
              new Field(
                  new Column(c, Type.TEXT),
                  "e." + c,
                  "t_" + c + ".text",
                  /* isText= */ true,
                  (raw, texts) -> texts.get((int) number(raw))))
          .toList();
    }
  }

  private static final int ID = 0;
  private static final int AT = 1;

  private final History history;
  private final ParquetFiles parquet;
  private final int pieceEvents;

  /// Takes the pieces one after the other.
  @FunctionalInterface
  public interface Sink {
    /// @throws IOException if nobody takes them any more
    void write(byte[] piece) throws IOException;
  }

  public EventExport(History history) {
    this(history, PIECE_EVENTS);
  }

  EventExport(History history, int pieceEvents) {
    this.history = history;
    this.pieceEvents = pieceEvents;
    parquet = new ParquetFiles(history);
  }

  private static String lower(EventKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /// Writes the events of a range.
  ///
  /// @throws IOException if the sink takes no more
  /// @throws dev.tippen.analytics.InvalidQuery if this server can't write the format
  /// @throws dev.tippen.history.HistoryException if the events can't be read
  public void write(
      int site, TimeRange range, FileFormat format, Sink sink, Cancellation cancellation)
      throws IOException {
    if (format == FileFormat.PARQUET) parquet(site, range, sink, cancellation);
    else lines(site, range, format, sink, cancellation);
  }

  private void lines(
      int site, TimeRange range, FileFormat format, Sink sink, Cancellation cancellation)
      throws IOException {
    String head = Lines.head(COLUMNS, format);
    if (!head.isEmpty()) sink.write(bytes(head));
    long windowMs = WINDOW_FIRST_MS;
    Place from = new Place(range.startMs(), -1);
    // In windows of time, which blocks of rows are found by: by the id alone, each piece would
    // read the whole range.
    while (from.atMs < range.endMs()) {
      long toMs = Math.min(range.endMs(), from.atMs + windowMs);
      Place begin = from;
      Piece piece =
          history.read(cancellation, c -> piece(c, site, begin, toMs, format, cancellation));
      if (piece.events > 0) sink.write(bytes(piece.text));
      boolean full = piece.events == pieceEvents;
      from = full ? piece.last : new Place(toMs, -1);
      if (full) windowMs = Math.max(1, windowMs / 2);
      else if (piece.events < pieceEvents / 4) windowMs = Math.min(WINDOW_MAX_MS, windowMs * 4);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// The whole file is written before its first byte is sent.
  private void parquet(int site, TimeRange range, Sink sink, Cancellation cancellation)
      throws IOException {
    StringBuilder sql = new StringBuilder("SELECT ");
    sql.append(select(f -> f.named + " AS \"" + f.column.name() + "\"")).append(FROM);
    for (Field f : FIELDS) {
      if (!f.isText()) continue;
      String t = "t_" + f.column.name();
      sql.append(" LEFT JOIN texts %s ON %s.id = %s".formatted(t, t, f.raw));
    }
    sql.append(" WHERE e.site = ? AND e.at_ms >= ? AND e.at_ms < ? ORDER BY e.at_ms, e.id");
    Path file = parquet.of(sql.toString(), cancellation, site, range.startMs(), range.endMs());
    try (InputStream in = Files.newInputStream(file)) {
      for (byte[] piece = in.readNBytes(PIECE_BYTES);
          piece.length > 0;
          piece = in.readNBytes(PIECE_BYTES)) {
        sink.write(piece);
      }
    } finally {
      ParquetFiles.delete(file);
    }
  }

  private static String select(Function<Field, String> sql) {
    return String.join(", ", FIELDS.stream().map(sql).toList());
  }

  /// After an event, in the order of time.
  private record Place(long atMs, long id) {}

  private record Piece(String text, int events, Place last) {}

  private Piece piece(
      Connection c, int site, Place from, long toMs, FileFormat format, Cancellation cancellation)
      throws SQLException {
    String sql =
        "SELECT "
            + select(Field::raw)
            + FROM
            + " WHERE e.site = ? AND e.at_ms >= ? AND e.at_ms < ? AND (e.at_ms > ? OR e.id > ?)"
            + " ORDER BY e.at_ms, e.id LIMIT "
            + pieceEvents;
    List<@Nullable Object[]> rows = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    try (PreparedStatement p = c.prepareStatement(sql)) {
      p.setInt(1, site);
      p.setLong(2, from.atMs);
      p.setLong(3, toMs);
      p.setLong(4, from.atMs);
      p.setLong(5, from.id);
      p.setQueryTimeout(history.queryTimeoutSeconds());
      cancellation.runs(p);
      try (ResultSet r = p.executeQuery()) {
        while (r.next()) {
          @Nullable Object[] row = new @Nullable Object[FIELDS.size()];
          for (int i = 0; i < row.length; i++) {
            row[i] = r.getObject(i + 1);
            if (FIELDS.get(i).isText()) numbers.add((int) number(row[i]));
          }
          rows.add(row);
        }
      }
    }
    if (rows.isEmpty()) return new Piece("", 0, from);
    Map<Integer, String> texts = history.texts(c, numbers);
    StringBuilder out = new StringBuilder();
    for (@Nullable Object[] row : rows) {
      List<@Nullable Object> event = new ArrayList<>();
      for (int i = 0; i < row.length; i++) event.add(FIELDS.get(i).reading.of(row[i], texts));
      Lines.add(COLUMNS, event, format, out);
    }
    @Nullable Object[] last = rows.getLast();
    return new Piece(out.toString(), rows.size(), new Place(number(last[AT]), number(last[ID])));
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number n ? n.longValue() : 0;
  }
}
