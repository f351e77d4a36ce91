package dev.tippen.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonlSourceTest {
  @TempDir Path folder;

  private List<JsonNode> rows(String text) throws IOException {
    Path file = folder.resolve("a.jsonl");
    Files.writeString(file, text);
    return Rows.of(Sources.jsonl(file));
  }

  @Test
  void aRowALineWhateverEndsIt() throws IOException {
    List<JsonNode> rows = rows("\ufeff{\"a\":1}\r\n\n  \n {\"a\":2} \n{\"a\":3}");
    assertEquals("[{\"a\":1}, {\"a\":2}, {\"a\":3}]", rows.toString());
  }

  @Test
  void aLineOfAMegabyteIsOneSkippedRow() throws IOException {
    List<JsonNode> rows = rows("{\"a\":1}\n{\"x\":\"" + "y".repeat(1 << 20) + "\"}\n{\"a\":3}\n");
    assertEquals("[{\"a\":1}, {\"skipped\":\"line_too_long\"}, {\"a\":3}]", rows.toString());
  }

  @Test
  void manyLinesOfManyLengthsComeAsTheyAre() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("{\"n\":%d,\"x\":\"%s\"}\n".formatted(i, "é".repeat(i % 97)));
    }
    List<JsonNode> rows = rows(text.toString());
    assertEquals(20_000, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      assertEquals(i, rows.get(i).get("n").asInt());
      assertEquals(i % 97, rows.get(i).get("x").asText().length());
    }
  }

  @Test
  void anEventOfOurExportBecomesOneOfOurForm() throws IOException {
    JsonNode row =
        rows("""
        {"id":17,"at":"2025-03-01T10:00:00.250Z","visitor_id":"v1","visit":17,"kind":"page_view",\
        "host":"shop.example","page":"/a","title":"A","engaged_ms":0,"scroll_pct":0,\
        "channel":"email","source":"News","referrer":"mail.example/inbox","utm_source":"news",\
        "utm_medium":"email","device":"desktop","browser":"Chrome","browser_version":"140",\
        "system":"macOS","country":"AU","region":"NSW","city":"Sydney","language":"en",\
        "screen":"1440x900","company_id":3,"company":"Acme","confidence":"high",\
        "details":"{\\"properties\\":{\\"plan\\":\\"pro\\"}}"}
        """)
            .getFirst();
    assertEquals("2025-03-01T10:00:00.250Z", row.get("time").asText());
    assertEquals("v1", row.get("visitorId").asText());
    assertEquals("pageview", row.get("event").asText());
    assertEquals("export-17", row.get("eventId").asText());
    assertEquals("https://shop.example/a", row.get("url").asText());
    assertEquals("https://mail.example/inbox", row.get("referrer").asText());
    assertEquals("email", row.get("channel").asText());
    assertEquals("{\"source\":\"news\",\"medium\":\"email\"}", row.get("utm").toString());
    assertEquals("{\"name\":\"Acme\"}", row.get("company").toString());
    assertEquals("{\"properties\":{\"plan\":\"pro\"}}", row.get("details").toString());
    assertEquals("Chrome", row.get("browser").asText());
  }

  @Test
  void kindsOfAnExportGetTheNamesOfTheTracker() throws IOException {
    List<JsonNode> rows =
        rows(
            """
            {"at":"2025-03-01T10:00:00Z","visitor_id":"v","kind":"custom","name":"signup"}
            {"at":"2025-03-01T10:00:00Z","visitor_id":"v","kind":"engagement","engaged_ms":5}
            {"at":"2025-03-01T10:00:00Z","visitor_id":"v","kind":"exit"}
            """);
    assertEquals(
        List.of("signup", "engagement", "exit"),
        rows.stream().map(r -> r.get("event").asText()).toList());
  }
}
