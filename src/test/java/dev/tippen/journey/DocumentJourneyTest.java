package dev.tippen.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.support.TestServer;
import dev.tippen.support.Tools;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The product document's own test: its two requests, its answers, and its queries with the stock
/// sqlite3 shell while the server runs.
class DocumentJourneyTest {
  private static final String FIRST =
      """
      {"event":"pageview","visitor":{"visitorId":"visitor_test_001",
       "url":"https://example.com/products","timestamp":"2025-10-22T11:30:00Z"},"website":"example.com"}\
      """;
  private static final String SECOND =
      """
      {"event":"pageview","visitor":{"visitorId":"visitor_test_001",
       "url":"https://example.com/about","timestamp":"2025-10-22T11:35:00Z"},"website":"example.com"}\
      """;

  @TempDir Path data;

  @Test
  void twoPageViewsOfTheDocumentAreStoredAndRead() throws Exception {
    try (TestServer server = TestServer.demo(data)) {
      for (String body : List.of(FIRST, SECOND)) {
        var answer = server.post("/track/visitor", body, "X-Tippen-API-Key", TestServer.KEY);
        assertEquals(200, answer.statusCode());
        assertEquals("{\"success\":true,\"sessionId\":\"visitor_test_001\"}", answer.body());
        assertEquals("application/json", answer.headers().firstValue("content-type").orElse(""));
      }
      JsonNode rows =
          TestServer.json(server.get("/api/visitors?apiKey=" + TestServer.KEY + "&limit=100"))
              .get("visitors");
      assertEquals(1, rows.size());
      List<String> columns = new java.util.ArrayList<>();
      rows.get(0).fieldNames().forEachRemaining(columns::add);
      assertEquals(
          List.of(
              "id",
              "api_key",
              "visitor_id",
              "company",
              "location",
              "last_role",
              "website",
              "page_views",
              "first_seen_at",
              "last_seen_at",
              "total_time_seconds"),
          columns);
      assertEquals(2, rows.get(0).get("page_views").asInt());
      assertTrue(
          rows.get(0)
              .get("last_seen_at")
              .asText()
              .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d"));
    }
  }

  @Test
  void theDocumentsQueriesRunVerbatimWithTheStockShell() throws Exception {
    Tools.require("sqlite3");
    try (TestServer server = TestServer.demo(data)) {
      server.post("/track/visitor", FIRST, "X-Tippen-API-Key", TestServer.KEY);
      String k = "'" + TestServer.KEY + "'";
      assertEquals(
          "1|test_1729800000000_abc123|visitor_test_001|example.com Visitor|Unknown Location|"
              + "Unknown Device - Unknown Browser|example.com|1",
          shell("SELECT * FROM visitor_sessions ORDER BY last_seen_at DESC LIMIT 5")
              .replaceFirst("\\|\\d{4}-.*", ""));
      server.post("/track/visitor", SECOND, "X-Tippen-API-Key", TestServer.KEY);
      assertTrue(
          shell(
                  "SELECT visitor_id, page_views, last_seen_at FROM visitor_sessions WHERE"
                      + " visitor_id='visitor_test_001'")
              .startsWith("visitor_test_001|2|"));
      assertEquals(
          1,
          lines(
              "SELECT * FROM visitor_sessions WHERE api_key="
                  + k
                  + " ORDER BY last_seen_at DESC LIMIT 100"));
      assertEquals(
          "1",
          shell(
              "SELECT COUNT(DISTINCT visitor_id) as unique_visitors FROM visitor_sessions WHERE"
                  + " api_key="
                  + k));
      assertEquals(
          "2",
          shell(
              "SELECT SUM(page_views) as total_page_views FROM visitor_sessions WHERE api_key="
                  + k));
      assertEquals(
          1,
          lines(
              "SELECT * FROM visitor_sessions WHERE api_key="
                  + k
                  + " AND last_seen_at >= datetime('now','-24 hours') ORDER BY last_seen_at DESC"));
      assertEquals(
          "example.com Visitor|1|2",
          shell(
              "SELECT company, COUNT(*) as visits, SUM(page_views) as total_views FROM"
                  + " visitor_sessions WHERE api_key="
                  + k
                  + " AND company IS NOT NULL GROUP BY company ORDER BY visits DESC LIMIT 10"));
      assertTrue(
          shell(
                  "SELECT DATE(first_seen_at) as date, COUNT(DISTINCT visitor_id) as"
                      + " unique_visitors, SUM(page_views) as page_views FROM visitor_sessions"
                      + " WHERE api_key="
                      + k
                      + " GROUP BY DATE(first_seen_at) ORDER BY date DESC LIMIT 30")
              .endsWith("|1|2"));
      assertEquals(
          1,
          lines(
              "SELECT visitor_id, company, location, page_views, last_seen_at FROM"
                  + " visitor_sessions ORDER BY last_seen_at DESC LIMIT 10"));
      assertTrue(
          shell(
                  "SELECT api_key, usage_count, last_used_at FROM api_keys ORDER BY last_used_at DESC")
              .startsWith(TestServer.KEY + "|2|2"));
      assertEquals(
          "idx_last_seen idx_visitor_api_key idx_visitor_id",
          shell(
                  "SELECT name FROM sqlite_master WHERE name IN"
                      + " ('idx_visitor_api_key','idx_visitor_id','idx_last_seen') ORDER BY name")
              .replace('\n', ' '));
    }
  }

  private int lines(String sql) throws Exception {
    String out = shell(sql);
    return out.isEmpty() ? 0 : out.split("\n").length;
  }

  private String shell(String sql) throws Exception {
    Process p =
        new ProcessBuilder("sqlite3", data.resolve("tippen.db").toString(), sql)
            .redirectErrorStream(true)
            .start();
    String out = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, p.waitFor(), out);
    return out;
  }
}
