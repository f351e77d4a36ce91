package dev.tippen.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tippen.support.EventIds;
import dev.tippen.support.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mistakes that other products make on the way from the page to the database, one test each; those
/// of figures are in `history/TrapsTest`, those of pages in the browser tests.
class TrapsJourneyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CHROME =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"
          + " Safari/537.36";
  private static final String ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1)";

  @TempDir Path data;

  private TestServer server() throws Exception {
    return server(Map.of());
  }

  private TestServer server(Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.put("history.moveEveryMs", "50");
    return TestServer.of(TestServer.config(data, true, all));
  }

  private static ObjectNode event(String name, String visitor, String agent) {
    ObjectNode event = JSON.createObjectNode().put("event", name);
    event.put("eventId", EventIds.next());
    event
        .putObject("visitor")
        .put("visitorId", visitor)
        .put("url", "https://acme.example/start")
        .put("userAgent", agent);
    return event;
  }

  private static HttpResponse<String> send(TestServer server, String body) throws Exception {
    return server.post("/track/visitor", body, "X-Tippen-API-Key", TestServer.KEY);
  }

  private static void track(TestServer server, ObjectNode event) throws Exception {
    assertEquals(200, send(server, event.toString()).statusCode());
  }

  private String sql(String select) throws Exception {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("tippen.db"));
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(select)) {
      return r.next() ? String.valueOf(r.getString(1)) : "no row";
    }
  }

  private static long views(TestServer server) throws Exception {
    HttpResponse<String> totals =
        server.get("/api/v1/panels/totals?range=today&apiKey=" + TestServer.KEY);
    JsonNode json = JSON.readTree(totals.body());
    return json.at("/rows/0/metrics/3").asLong();
  }

  private static void awaitViews(TestServer server, long views) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (views(server) != views) {
      assertTrue(System.nanoTime() < end, "the history never had " + views + " page views");
      Thread.sleep(50);
    }
  }

  @Test
  void trap7WhateverIsAnswered200IsStoredOrToldApart() throws Exception {
    try (TestServer server = server()) {
      int people = 0;
      int robots = 0;
      int repeats = 0;
      for (int i = 0; i < 30; i++) {
        boolean robot = i % 5 == 0;
        ObjectNode event = event("pageview", "v" + i % 4, robot ? ROBOT : CHROME);
        HttpResponse<String> first = send(server, event.toString());
        assertEquals(200, first.statusCode());
        assertEquals(robot, first.headers().firstValue("x-tippen-dropped").isPresent());
        if (robot) robots++;
        else people++;
        if (i % 3 == 0 && !robot) {
          assertEquals(200, send(server, event.toString()).statusCode());
          repeats++;
        }
      }
      assertEquals(Integer.toString(people), sql("SELECT sum(page_views) FROM visitor_sessions"));
      assertEquals(Integer.toString(people + robots), sql("SELECT last_id FROM spool_state"));
      String metrics = server.get("/metrics").body();
      assertTrue(metrics.contains("outcome=\"duplicate\"") && repeats > 0, metrics);
      awaitViews(server, people);
    }
  }

  @Test
  void trap11ABatchThatComesAgainChangesNothing() throws Exception {
    try (TestServer server = server()) {
      for (int i = 0; i < 12; i++) track(server, event("pageview", "v" + i % 3, CHROME));
      awaitViews(server, 12);
    }
    // The log still has all of them, and the mover meets them again after each start.
    assertEquals("12", sql("SELECT sum(last_id - first_id + 1) FROM event_spool"));
    for (int start = 0; start < 2; start++) {
      try (TestServer server = server()) {
        track(server, event("pageview", "late", CHROME));
        awaitViews(server, 13 + start);
      }
    }
  }

  @Test
  void trap12ABeatIsNoViewAndTimeIsWrittenAndAnExitIsHeard() throws Exception {
    try (TestServer server = server()) {
      track(server, event("pageview", "ada", CHROME));
      Thread.sleep(1_100);
      track(server, event("heartbeat", "ada", CHROME));
      // As a browser sends it when the page goes: no header, the key in the body.
      ObjectNode exit = event("exit", "ada", CHROME).put("apiKey", TestServer.KEY);
      HttpResponse<String> heard =
          server.post("/track/visitor", exit.toString(), "Content-Type", "text/plain");
      assertEquals(200, heard.statusCode(), heard.body());
      assertEquals("1", sql("SELECT page_views FROM visitor_sessions"));
      assertTrue(Integer.parseInt(sql("SELECT total_time_seconds FROM visitor_sessions")) >= 1);
      assertEquals("acme.example", sql("SELECT website FROM visitor_sessions"));
      assertEquals(400, send(server, "{").statusCode(), "a mistake is no 200");
      awaitViews(server, 1);
    }
  }

  @Test
  void trap13ANewVisitorOnManyConnectionsIsOneRow() throws Exception {
    try (TestServer server = server();
        ExecutorService connections = Executors.newFixedThreadPool(64)) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String body = event("pageview", "ada", CHROME).toString();
        answers.add(connections.submit(() -> send(server, body).statusCode()));
      }
      for (Future<Integer> answer : answers) assertEquals(200, answer.get());
      assertEquals("1", sql("SELECT count(*) FROM visitor_sessions"));
      assertEquals("64", sql("SELECT page_views FROM visitor_sessions"));
    }
  }

  @Test
  void trap14WhoSendsIsNotBelievedWithoutProof() throws Exception {
    Path ours =
        Files.writeString(
            data.resolve("ours.csv"), "cidr,company,domain,kind\n203.0.113.0/24,Us,,us\n");
    try (TestServer server = server(Map.of("places.declaredRanges", ours.toString()))) {
      String big = event("pageview", "ada", CHROME).put("title", "x".repeat(2_000_000)).toString();
      assertEquals(413, send(server, big).statusCode());
      ObjectNode many = event("signup", "ada", CHROME);
      ObjectNode properties = many.putObject("properties");
      for (int i = 0; i < 5_000; i++) properties.put("p" + i, i);
      int status = send(server, many.toString()).statusCode();
      assertTrue(status == 400 || status == 413, "five thousand properties: " + status);
      ObjectNode elsewhere = event("pageview", "ada", CHROME);
      ((ObjectNode) elsewhere.get("visitor")).put("ip", "203.0.113.9");
      HttpResponse<String> answer =
          server.post(
              "/track/visitor",
              elsewhere.toString(),
              "X-Tippen-API-Key",
              TestServer.KEY,
              "X-Forwarded-For",
              "203.0.113.9");
      assertEquals(200, answer.statusCode());
      assertEquals("", answer.headers().firstValue("x-tippen-dropped").orElse(""));
      awaitViews(server, 1);
    }
  }

  @Test
  void trap15AZeroByteIsNoServerError() throws Exception {
    try (TestServer server = server()) {
      ObjectNode event = event("pageview", "ada", CHROME);
      ((ObjectNode) event.get("visitor")).put("url", "https://acme.example/a\u0000b");
      event.put("title", "nul\u0000");
      HttpResponse<String> answer = send(server, event.toString());
      assertTrue(answer.statusCode() == 200 || answer.statusCode() == 400, answer.body());
      HttpResponse<String> id = send(server, event("pageview", "a\u0000da", CHROME).toString());
      assertTrue(id.statusCode() == 200 || id.statusCode() == 400, id.body());
      for (String body : List.of(answer.body(), id.body())) {
        assertFalse(body.matches("(?s).*(Exception|SQL|at dev\\.).*"), body);
      }
      assertEquals(
          "0", sql("SELECT count(*) FROM visitor_sessions WHERE instr(visitor_id, char(0)) > 0"));
      awaitViews(server, answer.statusCode() == 200 ? 1 : 0);
      String export = server.get("/api/v1/export?range=today&apiKey=" + TestServer.KEY).body();
      assertFalse(export.contains("\\u0000"), export);
    }
  }

  @Test
  void trap16ARobotIsListedWithItsReason() throws Exception {
    try (TestServer server = server()) {
      track(server, event("pageview", "crawler", ROBOT));
      track(server, event("pageview", "ada", CHROME));
      JsonNode excluded =
          JSON.readTree(server.get("/api/v1/excluded?apiKey=" + TestServer.KEY).body());
      JsonNode only = excluded.at("/excluded/0");
      assertEquals(
          "robot Googlebot 1",
          only.at("/reason").asText() + " " + only.at("/what").asText() + " " + only.at("/events"));
      assertEquals(1, excluded.get("excluded").size());
      awaitViews(server, 1);
    }
  }

  @Test
  void trap18ALostBeaconLosesItsOwnSecondsAndARepeatedOneAddsNone() throws Exception {
    try (TestServer server = server()) {
      track(server, event("pageview", "ada", CHROME).put("pageViewId", "view-1"));
      // The second increment is lost, the third comes twice.
      for (int seq : new int[] {1, 3, 3}) {
        ObjectNode beacon = event("engagement", "ada", CHROME).put("pageViewId", "view-1");
        beacon.putObject("engagement").put("seq", seq).put("engagedMs", 5_000).put("scrollPct", 9);
        track(server, beacon);
      }
      // The log is moved in order: with the view after them the beacons are there.
      track(server, event("pageview", "bob", CHROME));
      awaitViews(server, 2);
      JsonNode visits =
          JSON.readTree(server.get("/api/v1/visitors/ada/visits?apiKey=" + TestServer.KEY).body());
      assertEquals(10, visits.at("/visits/0/engagedSeconds").asInt(), visits.toString());
    }
  }
}
