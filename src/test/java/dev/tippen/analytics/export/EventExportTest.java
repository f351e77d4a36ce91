package dev.tippen.analytics.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tippen.analytics.InvalidQuery;
import dev.tippen.analytics.TimeRange;
import dev.tippen.config.Config.HistoryEngine;
import dev.tippen.history.History;
import dev.tippen.history.History.Cancellation;
import dev.tippen.history.HistoryEvents;
import dev.tippen.history.HistoryFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every event of the range comes once, in the order in which they happened, whatever the size of
/// the pieces; all formats say the same.
class EventExportTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long BEGIN_MS = Instant.parse("2026-10-01T00:00:00Z").toEpochMilli();
  private static final TimeRange ALL =
      TimeRange.of(LocalDate.of(2026, 9, 1), LocalDate.of(2026, 12, 1), ZoneOffset.UTC);

  @TempDir Path folder;

  private History history(HistoryEngine engine) throws Exception {
    HistoryEvents events = HistoryEvents.random(3, BEGIN_MS, 20 * 86_400_000L, 300, 2);
    HistoryFixture.fill(folder.resolve(History.FOLDER), engine, events, List.of(), 3);
    History history =
        new History(
            folder,
            HistoryFixture.config(engine),
            HistoryFixture.emptySource(events.lastId(), 1),
            id -> null,
            InstantSource.fixed(Instant.parse("2026-12-24T12:00:00Z")));
    history.start();
    assertTrue(history.awaitCaughtUp(Duration.ofSeconds(60)));
    return history;
  }

  private static long count(History history, int site) {
    return history.read(
        new Cancellation(),
        c -> {
          try (Statement s = c.createStatement();
              ResultSet r = s.executeQuery("SELECT count(*) FROM events WHERE site = " + site)) {
            r.next();
            return r.getLong(1);
          }
        });
  }

  private static byte[] export(History history, TimeRange range, FileFormat format, int pieceEvents)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new EventExport(history, pieceEvents)
        .write(1, range, format, out::writeBytes, new Cancellation());
    return out.toByteArray();
  }

  private static List<String> lines(byte[] export) {
    return new String(export, StandardCharsets.UTF_8).lines().toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "SQLITE"})
  void smallPiecesGiveWhatOneGives(HistoryEngine engine) throws Exception {
    try (History history = history(engine)) {
      List<String> whole = lines(export(history, ALL, FileFormat.JSONL, 1_000_000));
      assertEquals(count(history, 1), whole.size());
      assertEquals(whole, lines(export(history, ALL, FileFormat.JSONL, 7)));
      assertEquals(whole, lines(export(history, ALL, FileFormat.JSONL, 100)));
      assertEquals(whole.size(), new HashSet<>(whole).size());
      String before = "";
      for (String line : whole) {
        String at = JSON.readTree(line).get("at").asText();
        assertTrue(at.compareTo(before) >= 0 || at.length() != before.length(), at);
        before = at;
      }
    }
  }

  @Test
  void aRangeHasItsOwnEventsOnly() throws Exception {
    try (History history = history(HistoryEngine.DUCKDB)) {
      LocalDate day = LocalDate.of(2026, 10, 5);
      TimeRange range = TimeRange.of(day, day.plusDays(2), ZoneOffset.UTC);
      List<String> some = lines(export(history, range, FileFormat.JSONL, 50));
      List<String> expected =
          lines(export(history, ALL, FileFormat.JSONL, 50)).stream()
              .filter(l -> l.matches(".*\"at\":\"2026-10-0[567]T.*"))
              .toList();
      assertTrue(expected.size() > 50, "enough events: " + expected.size());
      assertEquals(expected, some);
    }
  }

  @Test
  void allFormatsSayTheSame() throws Exception {
    try (History history = history(HistoryEngine.DUCKDB)) {
      List<JsonNode> events = new ArrayList<>();
      for (String line : lines(export(history, ALL, FileFormat.JSONL, 500))) {
        events.add(JSON.readTree(line));
      }
      Path file = Files.write(folder.resolve("e.parquet"), export(history, ALL, FileFormat.PARQUET, 1));
      try (Connection c = DriverManager.getConnection("jdbc:duckdb:");
          Statement s = c.createStatement();
          ResultSet r =
              s.executeQuery(
                  "SELECT *, strftime(\"at\", '%Y-%m-%dT%H:%M:%S.%gZ') AS at_text FROM read_parquet('"
                      + file
                      + "')")) {
        int columns = r.getMetaData().getColumnCount() - 1;
        int row = 0;
        while (r.next()) {
          JsonNode event = events.get(row++);
          for (int i = 1; i <= columns; i++) {
            String name = r.getMetaData().getColumnName(i);
            String value = name.equals("at") ? at(r.getString("at_text")) : r.getString(i);
            assertEquals(
                event.hasNonNull(name) ? event.get(name).asText() : null, value, name + " of " + event);
          }
        }
        assertEquals(events.size(), row);
      }
      List<String> csv = lines(export(history, ALL, FileFormat.CSV, 500));
      assertEquals(events.size() + 1, csv.size());
      assertTrue(csv.getFirst().startsWith("id,at,visitor_id,visit,kind,name,host,page"));
      assertEquals(events.getFirst().get("id").asText(), csv.get(1).split(",", -1)[0]);
      assertEquals(List.of(), leftFiles());
    }
  }

  /// As [Instant#toString] has it, without the fraction if there is none.
  private static String at(String text) {
    return Instant.parse(text).toString();
  }

  private List<Path> leftFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(History.FOLDER))) {
      return files.filter(f -> f.getFileName().toString().startsWith("export-")).toList();
    }
  }

  @Test
  void parquetNeedsDuckDb() throws Exception {
    try (History history = history(HistoryEngine.SQLITE)) {
      InvalidQuery refused =
          assertThrows(
              InvalidQuery.class, () -> export(history, ALL, FileFormat.PARQUET, 100));
      assertTrue(String.valueOf(refused.getMessage()).contains("needs DuckDB"));
    }
  }

  @Test
  void filesThatACrashLeftAreDeletedAtTheNextStart() throws Exception {
    long lastId;
    try (History before = history(HistoryEngine.DUCKDB)) {
      lastId = before.state().lastId();
    }
    Files.writeString(folder.resolve(History.FOLDER).resolve("export-left.parquet"), "x");
    try (History history =
        new History(
            folder,
            HistoryFixture.config(HistoryEngine.DUCKDB),
            HistoryFixture.emptySource(lastId, 1),
            id -> null,
            InstantSource.system())) {
      history.start();
      assertTrue(history.awaitCaughtUp(Duration.ofSeconds(60)));
      assertEquals(List.of(), leftFiles());
    }
  }
}
