package dev.tippen.analytics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tippen.event.Channel;
import dev.tippen.event.Confidence;
import dev.tippen.event.DeviceClass;
import dev.tippen.event.EventKind;
import dev.tippen.history.History;
import dev.tippen.history.History.Cancellation;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Events of a site as they are, in the order of the log, for other programs. In pieces: however
/// many there are, no more than a piece is in memory. Calls block: use a platform thread.
public final class Exports {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int EVENTS_AT_A_TIME = 5_000;

  /// Columns whose values are numbers of texts, by their names in the table.
  private static final List<String> TEXTS =
      List.of(
          "name",
          "host",
          "page",
          "title",
          "source",
          "referrer",
          "utm_source",
          "utm_medium",
          "utm_campaign",
          "utm_term",
          "utm_content",
          "browser",
          "browser_version",
          "system",
          "system_version",
          "country",
          "region",
          "city",
          "language",
          "screen");

  private static final List<String> COLUMNS = columns();

  private final History history;

  /// How events are written.
  public enum Format {
    CSV("text/csv; charset=utf-8"),
    JSONL("application/x-ndjson");

    private final String contentType;

    Format(String contentType) {
      this.contentType = contentType;
    }

    public String contentType() {
      return contentType;
    }

    /// @return null if there is none of this name
    public static @Nullable Format of(String text) {
      for (Format f : values()) if (f.name().toLowerCase(Locale.ROOT).equals(text)) return f;
      return null;
    }
  }

  /// Takes the pieces one after the other.
  @FunctionalInterface
  public interface Sink {
    /// @throws IOException if nobody takes them any more
    void write(String piece) throws IOException;
  }

  public Exports(History history) {
    this.history = history;
  }

  private static List<String> columns() {
    List<String> all = new ArrayList<>(List.of("id", "at", "visitor_id", "visit", "kind"));
    all.addAll(TEXTS.subList(0, 4));
    all.addAll(List.of("engaged_ms", "scroll_pct", "channel"));
    all.addAll(TEXTS.subList(4, 11));
    all.add("device");
    all.addAll(TEXTS.subList(11, TEXTS.size()));
    all.addAll(List.of("company_id", "company", "confidence", "details"));
    return List.copyOf(all);
  }

  /// Writes the events of a range.
  ///
  /// @return how many
  /// @throws IOException if the sink takes no more
  public long events(int site, TimeRange range, Format format, Sink sink, Cancellation cancellation)
      throws IOException {
    if (format == Format.CSV) sink.write(String.join(",", COLUMNS) + "\r\n");
    long written = 0;
    long after = 0;
    while (true) {
      long from = after;
      Piece piece =
          history.read(cancellation, c -> piece(c, site, range, from, format, cancellation));
      if (piece.events == 0) return written;
      sink.write(piece.text);
      written += piece.events;
      after = piece.lastId;
    }
  }

  private record Piece(String text, int events, long lastId) {}

  private Piece piece(
      java.sql.Connection c,
      int site,
      TimeRange range,
      long after,
      Format format,
      Cancellation cancellation)
      throws SQLException {
    SqlText sql =
        SqlText.of(
                "SELECT e.id, e.at_ms, u.visitor_id, e.visit, e.kind, e.engaged_ms, e.scroll_pct,"
                    + " e.channel, e.device, c.company, c.name, e.confidence, e.details, ")
            .add(String.join(", ", TEXTS.stream().map(t -> "e." + t).toList()))
            .add(
                " FROM events e LEFT JOIN visitors u ON u.visitor = e.visitor"
                    + " LEFT JOIN companies c ON c.site = e.site AND c.id = e.company"
                    + " WHERE e.site = ? AND e.at_ms >= ? AND e.at_ms < ? AND e.id > ?"
                    + " ORDER BY e.id LIMIT "
                    + EVENTS_AT_A_TIME,
                site,
                range.startMs(),
                range.endMs(),
                after);
    List<@Nullable Object[]> rows = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    int columns = 13 + TEXTS.size();
    try (PreparedStatement p = c.prepareStatement(sql.text())) {
      sql.bind(p);
      p.setQueryTimeout(history.queryTimeoutSeconds());
      cancellation.runs(p);
      try (ResultSet r = p.executeQuery()) {
        while (r.next()) {
          @Nullable Object[] row = new @Nullable Object[columns];
          for (int i = 0; i < columns; i++) row[i] = r.getObject(i + 1);
          for (int i = 13; i < columns; i++) numbers.add(number(row[i]));
          rows.add(row);
        }
      }
    }
    if (rows.isEmpty()) return new Piece("", 0, after);
    Map<Integer, String> texts = history.texts(c, numbers);
    StringBuilder out = new StringBuilder();
    for (@Nullable Object[] row : rows) {
      ObjectNode event = event(row, texts);
      if (format == Format.JSONL) out.append(line(event)).append('\n');
      else csv(event, out);
    }
    Object last = rows.getLast()[0];
    return new Piece(out.toString(), rows.size(), last instanceof Number n ? n.longValue() : after);
  }

  private static int number(@Nullable Object value) {
    return value instanceof Number n ? n.intValue() : 0;
  }

  private static ObjectNode event(@Nullable Object[] row, Map<Integer, String> texts) {
    ObjectNode all = JSON.createObjectNode();
    all.put("id", row[0] instanceof Number n ? n.longValue() : 0);
    all.put("at", Instant.ofEpochMilli(row[1] instanceof Number n ? n.longValue() : 0).toString());
    all.put("visitor_id", row[2] == null ? null : row[2].toString());
    all.put("visit", row[3] instanceof Number n ? n.longValue() : 0);
    all.put("kind", EventKind.values()[number(row[4])].name().toLowerCase(Locale.ROOT));
    all.put("engaged_ms", number(row[5]));
    all.put("scroll_pct", number(row[6]));
    int channel = number(row[7]);
    all.put("channel", channel < 0 ? null : Channel.values()[channel].text());
    all.put("device", DeviceClass.values()[number(row[8])].text());
    long company = row[9] instanceof Number n ? n.longValue() : 0;
    if (company > 0) {
      all.put("company_id", company);
      all.put("company", row[10] == null ? null : row[10].toString());
      all.put("confidence", Confidence.values()[number(row[11])].text());
    }
    all.put("details", row[12] == null ? null : row[12].toString());
    for (int i = 0; i < TEXTS.size(); i++) all.put(TEXTS.get(i), texts.get(number(row[13 + i])));
    ObjectNode ordered = JSON.createObjectNode();
    for (String column : COLUMNS) {
      if (all.hasNonNull(column)) ordered.set(column, all.get(column));
    }
    return ordered;
  }

  private static String line(ObjectNode event) {
    try {
      return JSON.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event can't be written as JSON", e);
    }
  }

  private static void csv(ObjectNode event, StringBuilder out) {
    String comma = "";
    for (String column : COLUMNS) {
      out.append(comma).append(cell(event.hasNonNull(column) ? event.get(column).asText() : ""));
      comma = ",";
    }
    out.append("\r\n");
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

  /// An answer as a table: dimensions, metrics, and what they are compared with.
  public static String csv(Analytics.Answer answer) {
    Query query = answer.query();
    List<String> heads = new ArrayList<>();
    query.dimensions().forEach(d -> heads.add(d.text()));
    query.metrics().forEach(m -> heads.add(m.text()));
    if (query.comparedWith() != null) {
      query.metrics().forEach(m -> heads.add(m.text() + "_before"));
    }
    StringBuilder out = new StringBuilder(String.join(",", heads)).append("\r\n");
    for (Analytics.Row row : answer.rows()) {
      List<String> cells = new ArrayList<>();
      for (String value : row.values()) cells.add(cell(value == null ? "" : value));
      for (Double value : row.metrics()) cells.add(figure(value));
      List<@Nullable Double> compared = row.compared();
      if (compared != null) for (Double value : compared) cells.add(figure(value));
      out.append(String.join(",", cells)).append("\r\n");
    }
    return out.toString();
  }

  private static String figure(@Nullable Double value) {
    if (value == null) return "";
    if (value == Math.rint(value) && Math.abs(value) < 1e15)
      return Long.toString(value.longValue());
    return Double.toString(Math.round(value * 1_000) / 1_000.0);
  }
}
