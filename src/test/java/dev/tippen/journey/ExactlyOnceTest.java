package dev.tippen.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.support.RawClient;
import dev.tippen.support.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An event that is sent again is answered as the first time and counts once, and what came in is
/// what ended.
@Timeout(120)
class ExactlyOnceTest {
  private static final int EVENTS = 500;

  @TempDir Path data;

  @Test
  void repeatsCountOnceAlsoAfterARestartAndTheBalanceHolds() throws Exception {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) bodies.add(body("v" + i % 10, uuidV7(i), i % 3));
    try (TestServer server = TestServer.demo(data)) {
      List<Thread> clients = new ArrayList<>();
      for (int c = 0; c < 4; c++) {
        // Every client sends every event: four times the same at about the same moment.
        clients.add(Thread.ofPlatform().start(() -> sendAll(server, bodies)));
      }
      for (Thread t : clients) t.join();
      assertEquals(EVENTS, totalPageViews(server));
      String metrics = server.get("/metrics").body();
      assertEquals(4 * EVENTS, series(metrics, "tippen_events_received_total"));
      assertEquals(EVENTS, series(metrics, "tippen_events_total{outcome=\"counted\"}"));
      assertEquals(3 * EVENTS, series(metrics, "tippen_events_total{outcome=\"duplicate\"}"));
      assertEquals(0, series(metrics, "tippen_events_in_flight"));
      assertEquals(EVENTS, series(metrics, "tippen_commit_events_total"));
    }
    try (TestServer server = TestServer.demo(data)) {
      sendAll(server, bodies);
      assertEquals(EVENTS, totalPageViews(server));
      assertEquals(
          EVENTS,
          series(server.get("/metrics").body(), "tippen_events_total{outcome=\"duplicate\"}"));
    }
  }

  @Test
  void aDoubledOrLostIncrementOfEngagedTimeDoesNotDoubleTime() throws Exception {
    try (TestServer server = TestServer.demo(data)) {
      assertEquals(200, server.track("pageview", "e", "https://a.example/").statusCode());
      // The second increment never arrives; the third comes twice, as two different events.
      for (int seq : new int[] {1, 1, 3, 3}) {
        String event =
            "{\"event\":\"engagement\",\"pageViewId\":\"p1\",\"visitor\":{\"visitorId\":\"e\"},"
                + "\"engagement\":{\"seq\":"
                + seq
                + ",\"engagedMs\":1000,\"scrollPct\":10}}";
        assertEquals(
            200,
            server.post("/track/visitor", event, "X-Tippen-API-Key", TestServer.KEY).statusCode());
      }
    }
    try (var c = java.sql.DriverManager.getConnection("jdbc:sqlite:" + data.resolve("tippen.db"));
        var s = c.createStatement();
        var r = s.executeQuery("SELECT engaged_ms FROM visitor_state")) {
      assertEquals(2_000, r.getLong(1));
    }
  }

  private static void sendAll(TestServer server, List<String> bodies) {
    try (RawClient client = new RawClient(server.uri().getPort())) {
      for (String body : bodies) assertEquals(200, client.track(TestServer.KEY, body));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static long totalPageViews(TestServer server) throws Exception {
    HttpResponse<String> answer = server.get("/api/visitors?limit=1000&apiKey=" + TestServer.KEY);
    long sum = 0;
    for (JsonNode row : TestServer.json(answer).get("visitors")) {
      sum += row.get("page_views").asLong();
    }
    return sum;
  }

  private static long series(String metrics, String name) {
    for (String line : metrics.lines().toList()) {
      if (line.startsWith(name + " ")) {
        return (long) Double.parseDouble(line.substring(name.length() + 1));
      }
    }
    assertTrue(false, "no series " + name + " in\n" + metrics);
    return -1;
  }

  private static String body(String visitorId, String eventId, int attempt) {
    return "{\"event\":\"pageview\",\"eventId\":\""
        + eventId
        + "\","
        + (attempt == 0 ? "" : "\"attempt\":" + attempt + ",")
        + "\"visitor\":{\"visitorId\":\""
        + visitorId
        + "\",\"url\":\"https://a.example/\"}}";
  }

  private static String uuidV7(int n) {
    String hex = String.format("%012x", System.currentTimeMillis());
    return hex.substring(0, 8) + "-" + hex.substring(8) + String.format("-7abc-8def-%012x", n);
  }
}
