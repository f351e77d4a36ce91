package dev.tippen.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tippen.support.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the published dashboard reads, in the forms that it formats without looking.
class DashboardFiguresTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "api_key=" + TestServer.KEY;

  @TempDir Path data;

  private TestServer server() throws Exception {
    return TestServer.of(TestServer.config(data, true, Map.of("history.moveEveryMs", "50")));
  }

  private static JsonNode get(TestServer server, String path) throws Exception {
    var answer = server.get(path + (path.contains("?") ? "&" : "?") + KEY);
    assertEquals(200, answer.statusCode(), answer.body());
    return JSON.readTree(answer.body());
  }

  @Test
  void withoutVisitorsEverythingIsZeroOrEmpty() throws Exception {
    try (TestServer server = server()) {
      assertEquals(
          "{\"totalOutboundCalls\":0,\"connectionRate\":0,\"qualifiedLeads\":0,"
              + "\"avgCallDuration\":0,\"totalVisitors\":0,\"activeVisitors\":0}",
          get(server, "/api/analytics/dashboard").toString());
      assertEquals("[]", get(server, "/api/analytics/top-companies").toString());
      assertEquals("[]", get(server, "/api/analytics/call-volume").toString());
      assertEquals(
          "{\"totalVisitors\":0,\"activeVisitors\":0,\"totalPageViews\":0,"
              + "\"avgPageViewsPerVisitor\":0,\"engagementRate\":0,\"avgTimeOnSite\":0,"
              + "\"topVisitors\":[],\"visitorActivityByHour\":[],\"locationBreakdown\":[]}",
          get(server, "/api/analytics/visitors?range=last30days").toString());
      assertEquals(
          "{\"success\":true,\"sessions\":[],\"total\":0}",
          get(server, "/api/analytics/video-sessions?limit=50&status=completed").toString());
      assertEquals(
          "{\"success\":true,\"visitors\":[],\"total\":0,\"stats\":{\"totalVisitors\":0,"
              + "\"enrichedVisitors\":0,\"uniqueIndustries\":0,\"enrichmentRate\":0}}",
          get(server, "/api/analytics/enriched-visitors").toString());
    }
  }

  @Test
  void visitorsCompaniesAndCallsAreAddedUp() throws Exception {
    try (TestServer server = server()) {
      for (int i = 0; i < 3; i++) server.track("pageview", "ada", "https://acme.example/" + i);
      server.track("pageview", "bob", "https://acme.example/");
      server.post(
          "/track/visitor",
          "{\"event\":\"identify\",\"visitor\":{\"visitorId\":\"ada\"},"
              + "\"identity\":{\"company\":\"Initech\"}}",
          "X-Tippen-API-Key",
          TestServer.KEY);
      calls();
      awaitCompany(server, "Initech");
      JsonNode today = get(server, "/api/analytics/dashboard");
      assertEquals(2, today.get("totalOutboundCalls").asInt());
      assertEquals(50, today.get("connectionRate").asInt());
      assertEquals(1, today.get("qualifiedLeads").asInt());
      assertEquals(90, today.get("avgCallDuration").asInt());
      assertEquals(2, today.get("totalVisitors").asInt());
      assertEquals(2, today.get("activeVisitors").asInt());
      assertEquals(
          "[{\"company\":\"Initech\",\"total_visits\":1,\"total_video_calls\":2,"
              + "\"successful_connections\":1,\"qualified_leads\":1,"
              + "\"avg_session_duration_seconds\":90}]",
          get(server, "/api/analytics/top-companies").toString());
      JsonNode volume = get(server, "/api/analytics/call-volume?days=7");
      assertEquals(LocalDate.now(ZoneOffset.UTC).toString(), volume.at("/0/date").asText());
      assertEquals(2, volume.at("/0/total_calls").asInt());
      for (String range : new String[] {"active", "today", "last7days"}) {
        JsonNode visitors = get(server, "/api/analytics/visitors?range=" + range);
        assertEquals(2, visitors.get("totalVisitors").asInt(), range);
        assertEquals(4, visitors.get("totalPageViews").asInt(), range);
        assertEquals(2, visitors.get("avgPageViewsPerVisitor").asInt(), range);
        assertEquals(50, visitors.get("engagementRate").asInt(), range);
        assertEquals("ada", visitors.at("/topVisitors/0/visitor_id").asText(), range);
        assertTrue(visitors.at("/visitorActivityByHour/0/hour").asText().matches("\\d\\d"));
      }
      JsonNode none = get(server, "/api/analytics/visitors?range=yesterday");
      assertEquals(0, none.get("totalVisitors").asInt());
      JsonNode sessions = get(server, "/api/analytics/video-sessions?status=completed");
      assertEquals(1, sessions.get("total").asInt());
      assertTrue(sessions.at("/sessions/0/invited_at").asText().endsWith("Z"));
      assertEquals(1, sessions.at("/sessions/0/is_qualified_lead").asInt());
      assertEquals(
          2,
          get(server, "/api/analytics/enriched-visitors?enriched_only=false").get("total").asInt());
      String custom = "/api/analytics/visitors?" + KEY + "&range=custom";
      assertEquals(400, server.get(custom).statusCode());
      assertEquals(400, server.get("/api/analytics/visitors?range=ever&" + KEY).statusCode());
      assertEquals(401, server.get("/api/analytics/dashboard").statusCode());
    }
  }

  /// Invitations come with calls; until then somebody else's rows do.
  private void calls() throws Exception {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("tippen.db"));
        Statement s = c.createStatement()) {
      s.execute("PRAGMA busy_timeout=5000");
      s.execute(
          "INSERT INTO video_calls (api_key, visitor_id, session_id, company, status, invited_at,"
              + " connected_at, duration_seconds, is_qualified_lead) VALUES ('"
              + TestServer.KEY
              + "', 'ada', 's1', 'Initech', 'completed', datetime('now'), datetime('now'), 90, 1),"
              + " ('"
              + TestServer.KEY
              + "', 'ada', 's2', 'Initech', 'declined', datetime('now'), NULL, NULL, 0)");
    }
  }

  private static void awaitCompany(TestServer server, String name) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (System.nanoTime() < end) {
      String found = get(server, "/api/analytics/visitors?range=today").toString();
      if (found.contains(name) && found.contains("\"totalVisitors\":2")) return;
      Thread.sleep(50);
    }
    throw new AssertionError(name + " never came");
  }
}
