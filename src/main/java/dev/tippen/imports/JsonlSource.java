package dev.tippen.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON lines: our own form, or events as `/api/v1/export` writes them. Empty lines are no rows.
final class JsonlSource implements RowSource {
  private static final int BUFFER_BYTES = 256 * 1024;
  private static final byte[] EXPORTED =
      "\"visitor_id\"".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /// Fields of an export that keep their value under another name.
  private static final Map<String, String> RENAMED =
      Map.ofEntries(
          Map.entry("at", "time"),
          Map.entry("visitor_id", "visitorId"),
          Map.entry("title", "title"),
          Map.entry("engaged_ms", "engagedMs"),
          Map.entry("scroll_pct", "scrollPct"),
          Map.entry("channel", "channel"),
          Map.entry("source", "source"),
          Map.entry("device", "device"),
          Map.entry("browser", "browser"),
          Map.entry("browser_version", "browserVersion"),
          Map.entry("system", "system"),
          Map.entry("system_version", "systemVersion"),
          Map.entry("country", "country"),
          Map.entry("region", "region"),
          Map.entry("city", "city"),
          Map.entry("language", "language"),
          Map.entry("screen", "screen"));

  private static final List<String> TAGS =
      List.of("source", "medium", "campaign", "term", "content");

  private final InputStream in;
  private final long size;
  private final byte[] line = new byte[ImportDecoder.LINE_MAX_BYTES];
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int filled;
  private long read;

  JsonlSource(Path file) throws IOException {
    size = Math.max(1, Files.size(file));
    in = Files.newInputStream(file);
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    while (true) {
      int length = 0;
      boolean tooLong = false;
      boolean ended = false;
      while (!ended) {
        if (at == filled && !fill()) {
          if (length == 0 && !tooLong) return null;
          break;
        }
        int end = at;
        while (end < filled && buffer[end] != '\n') end++;
        int room = Math.min(end - at, line.length - length);
        System.arraycopy(buffer, at, line, length, room);
        length += room;
        if (room < end - at) tooLong = true;
        ended = end < filled;
        read += end - at + (ended ? 1 : 0);
        at = ended ? end + 1 : end;
      }
      if (tooLong) return Lines.skipped(SkipReason.LINE_TOO_LONG);
      int from = startsWithMark(length) ? 3 : 0;
      while (length > from && isBlank(line[length - 1])) length--;
      while (from < length && isBlank(line[from])) from++;
      if (from < length) return translated(Arrays.copyOfRange(line, from, length));
    }
  }

  /// @return false at the end of the file
  private boolean fill() throws IOException {
    at = 0;
    filled = Math.max(0, in.read(buffer, 0, buffer.length));
    return filled > 0;
  }

  /// The byte order mark that some programs write before the first line.
  private boolean startsWithMark(int length) {
    return length >= 3
        && line[0] == (byte) 0xEF
        && line[1] == (byte) 0xBB
        && line[2] == (byte) 0xBF;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  private static byte[] translated(byte[] row) {
    // A line feed within a string must be escaped in JSON; a raw one has ended the row before.
    if (!contains(row, EXPORTED)) return row;
    try {
      JsonNode node = JSON.readTree(row);
      if (!(node instanceof ObjectNode exported) || !exported.has("at")) return row;
      return Lines.of(ofExport(exported));
    } catch (JsonProcessingException _) {
      return Lines.skipped(SkipReason.LINE_MALFORMED);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean contains(byte[] row, byte[] part) {
    outer:
    for (int i = 0; i + part.length <= row.length; i++) {
      for (int j = 0; j < part.length; j++) if (row[i + j] != part[j]) continue outer;
      return true;
    }
    return false;
  }

  private static ObjectNode ofExport(ObjectNode exported) throws JsonProcessingException {
    ObjectNode line = Lines.object();
    for (Map.Entry<String, JsonNode> field : exported.properties()) {
      String name = RENAMED.get(field.getKey());
      if (name != null) line.set(name, field.getValue());
    }
    line.put("event", name(exported));
    // The log of another server may have the same number, but not for the same visitor and moment.
    if (exported.hasNonNull("id")) line.put("eventId", "export-" + exported.get("id").asText());
    String host = exported.path("host").asText("");
    String page = exported.path("page").asText("");
    if (!host.isEmpty() && page.startsWith("/")) line.put("url", "https://" + host + page);
    else if (host.isEmpty() && !page.isEmpty()) line.put("url", page);
    Lines.put(line, "website", host);
    String referrer = exported.path("referrer").asText("");
    if (!referrer.isEmpty()) line.put("referrer", "https://" + referrer);
    ObjectNode utm = Lines.object();
    for (String tag : TAGS) Lines.put(utm, tag, exported.path("utm_" + tag).asText(""));
    if (!utm.isEmpty()) line.set("utm", utm);
    String company = exported.path("company").asText("");
    if (!company.isEmpty()) {
      ObjectNode named = line.putObject("company").put("name", company);
      Lines.put(named, "domain", exported.path("company_domain").asText(""));
    }
    JsonNode details = exported.get("details");
    if (details != null && details.isTextual()) details = JSON.readTree(details.asText());
    if (details instanceof ObjectNode) line.set("details", details);
    return line;
  }

  private static String name(ObjectNode exported) {
    return switch (exported.path("kind").asText("")) {
      case "page_view" -> "pageview";
      case "custom", "video" -> exported.path("name").asText("");
      case String other -> other;
    };
  }

  @Override
  public double progress() {
    return (double) read / size;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
