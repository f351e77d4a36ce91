package dev.tippen.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.event.ApiKey;
import dev.tippen.store.KeyStore.NewKey;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import dev.tippen.store.sqlite.SqliteKeyStore;
import dev.tippen.support.Socket;
import dev.tippen.support.TestServer;
import java.net.HttpURLConnection;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Dashboards and visitors' pages over real sockets.
@Timeout(60)
class LiveJourneyTest {
  private static final String DASHBOARD = "/ws/dashboard?apiKey=" + TestServer.KEY;
  private static final String PAGE = "https://www.example.com/";

  @TempDir Path data;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.demo(data);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aVisitorAppearsMovesAndLeaves() throws Exception {
    try (Socket dashboard = dashboard()) {
      JsonNode first = dashboard.await(2_000, type("INITIAL_VISITORS"));
      assertEquals(0, first.get("visitors").size());
      server.track("pageview", "v1", PAGE);
      JsonNode update = dashboard.await(2_000, update("v1"));
      JsonNode visitor = update.get("visitor");
      assertEquals("pageview", update.get("event").asText());
      assertEquals("example.com Visitor", visitor.get("company").asText());
      assertEquals("active", visitor.get("status").asText());
      assertEquals(PAGE, visitor.get("url").asText());
      assertEquals(1, visitor.get("pageViews").asInt());
      assertEquals(1, update.get("total").asInt());
      assertFalse(visitor.has("id"));
      for (String text :
          List.of("company", "location", "website", "lastRole", "deviceType", "url")) {
        assertTrue(visitor.get(text).isTextual(), text);
      }
      server.track("pageview", "v1", PAGE + "pricing");
      dashboard.await(
          2_000,
          m -> update("v1").test(m) && m.at("/visitor/url").asText().equals(PAGE + "pricing"));
      server.track("exit", "v1", PAGE + "pricing");
      JsonNode list =
          dashboard.await(15_000, m -> type("VISITOR_LIST").test(m) && m.get("total").asInt() == 0);
      assertEquals(0, list.get("visitors").size());
    }
  }

  @Test
  void updatesAreMergedAndTheLastStateArrives() throws Exception {
    try (Socket dashboard = dashboard()) {
      dashboard.await(2_000, type("INITIAL_VISITORS"));
      long start = System.nanoTime();
      for (int i = 1; i <= 200; i++) server.track("pageview", "v1", PAGE + i);
      long tookMs = (System.nanoTime() - start) / 1_000_000;
      dashboard.await(2_000, m -> m.at("/visitor/pageViews").asInt() == 200);
      long updates =
          dashboard.messages().stream().filter(m -> m.contains("VISITOR_UPDATE")).count();
      assertTrue(updates <= 2 + tookMs / 250, updates + " updates in " + tookMs + " ms");
    }
  }

  @Test
  void aListCarriesTheNewestThousandAndTheTotal() throws Exception {
    try (Socket dashboard = dashboard()) {
      ManyVisitors.arrive(server, 1_200);
      dashboard.await(10_000, m -> m.path("total").asInt() == 1_200);
      dashboard.send("{\"type\":\"GET_VISITORS\"}");
      JsonNode list =
          dashboard.await(
              5_000, m -> type("VISITOR_LIST").test(m) && m.get("total").asInt() == 1_200);
      assertEquals(1_000, list.get("visitors").size());
    }
  }

  @Test
  void pingIsAnsweredAndNonsenseIsIgnored() throws Exception {
    try (Socket dashboard = dashboard();
        Socket visitor =
            new Socket(
                server.http(),
                server.webSocket("/ws/visitor?visitorId=v1&apiKey=" + TestServer.KEY))) {
      for (Socket socket : List.of(dashboard, visitor)) {
        socket.send("not json");
        socket.send("[1,2]");
        socket.send("{\"type\":\"NO_SUCH\"}");
        socket.send("{\"type\":\"PING\"}");
        assertTrue(socket.await(2_000, type("PONG")).get("timestamp").isNumber());
      }
      visitor.send("{\"type\":\"GET_VISITORS\"}");
      visitor.send("{\"type\":\"PING\"}");
      visitor.await(2_000, type("PONG"));
      assertFalse(visitor.messages().toString().contains("visitors"));
    }
  }

  @Test
  void aVisitorsSocketHearsNothingAboutOthers() throws Exception {
    try (Socket one = visitor("v1");
        Socket two = visitor("v2");
        Socket dashboard = dashboard()) {
      for (int i = 0; i < 5; i++) {
        server.track("pageview", "v1", PAGE + "secret-" + i);
        server.track("pageview", "v2", PAGE + "secret-" + i);
      }
      dashboard.await(2_000, m -> m.at("/visitor/url").asText().endsWith("secret-4"));
      one.send("{\"type\":\"PING\"}");
      one.await(2_000, type("PONG"));
      assertEquals(1, one.messages().stream().filter(m -> m.contains("CONNECTED")).count());
      assertTrue(
          one.messages().stream().allMatch(m -> m.contains("CONNECTED") || m.contains("PONG")));
      assertFalse(two.messages().toString().contains("secret"));
    }
  }

  @Test
  void anOpenSocketKeepsAVisitorWhoseOtherTabLeft() throws Exception {
    server.track("pageview", "v1", PAGE);
    try (Socket dashboard = dashboard()) {
      try (Socket tab = visitor("v1")) {
        tab.await(2_000, type("CONNECTED"));
        dashboard.await(3_000, m -> m.at("/visitor/live").asBoolean());
        server.track("exit", "v1", PAGE);
        dashboard.await(
            3_000,
            m ->
                m.get("type").asText().equals("VISITOR_UPDATE")
                    && m.get("event").asText().equals("exit"));
        // The grace of a page change passes, and the visitor is still there.
        assertThrows(
            AssertionError.class, () -> dashboard.await(11_500, m -> type("VISITOR_LIST").test(m)));
      }
      dashboard.await(15_000, m -> type("VISITOR_LIST").test(m) && m.get("total").asInt() == 0);
    }
  }

  @Test
  void oneTenantNeverSeesAnother() throws Exception {
    SqliteKeyStore keys = new SqliteKeyStore(new DirectAccess(Database.open(data)));
    keys.create(
        new NewKey(
            "other_open_key", ApiKey.Type.CLIENT, "O", null, null, List.of(), true, null, null));
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (server.get("/api/visitors?apiKey=other_open_key").statusCode() != 200) {
      assertTrue(System.nanoTime() < deadline);
    }
    try (Socket other =
            new Socket(server.http(), server.webSocket("/ws/dashboard?apiKey=other_open_key"));
        Socket mine = dashboard()) {
      server.track("pageview", "only_mine", PAGE);
      mine.await(2_000, update("only_mine"));
      other.send("{\"type\":\"GET_VISITORS\"}");
      JsonNode list = other.await(2_000, type("VISITOR_LIST"));
      assertEquals(0, list.get("total").asInt());
      assertFalse(other.messages().toString().contains("only_mine"));
      assertFalse(server.get("/api/visitors?apiKey=other_open_key").body().contains("only_mine"));
    }
  }

  @Test
  void handshakesAreRefusedBeforeTheUpgrade() throws Exception {
    assertEquals(401, refused("/ws/dashboard"));
    assertEquals(401, refused("/ws/dashboard?apiKey=nope"));
    assertEquals(401, refused("/ws/visitor?visitorId=v1"));
    assertEquals(400, refused("/ws/visitor?apiKey=" + TestServer.KEY));
    HttpURLConnection plain =
        (HttpURLConnection) server.uri().resolve(DASHBOARD).toURL().openConnection();
    assertEquals(426, plain.getResponseCode());
    assertEquals("websocket", plain.getHeaderField("Upgrade"));
    String body = new String(plain.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("upgrade_required", TestServer.json(body).get("code").asText());
  }

  @Test
  void tooManyMessagesCloseTheSocket() throws Exception {
    try (Socket visitor = visitor("v1")) {
      for (int i = 0; i < 60; i++) visitor.send("{\"type\":\"PING\"}");
      assertEquals(1008, visitor.closeCode());
    }
  }

  @Test
  void afterARestartWhoIsOnTheSiteIsThereAgain() throws Exception {
    server.track("pageview", "stays", PAGE + "docs");
    server.track("pageview", "left", PAGE);
    server.track("exit", "left", PAGE);
    server.close();
    server = TestServer.demo(data);
    try (Socket dashboard = dashboard()) {
      JsonNode list = dashboard.await(2_000, type("INITIAL_VISITORS"));
      JsonNode stays = visitorIn(list, "stays");
      assertEquals(PAGE + "docs", stays.get("url").asText());
      assertEquals(1, stays.get("totalPageViews").asInt());
      dashboard.await(15_000, m -> type("VISITOR_LIST").test(m) && m.get("total").asInt() == 1);
    }
  }

  @Test
  void anExitWithoutAKeyFindsItsVisitor() throws Exception {
    server.track("pageview", "v1", PAGE);
    String exit = TestServer.event("exit", "v1", PAGE);
    try (Socket dashboard = dashboard()) {
      dashboard.await(2_000, m -> m.toString().contains("\"v1\""));
      assertEquals(
          401,
          server
              .post(
                  "/track/visitor",
                  exit,
                  "Content-Type",
                  "text/plain",
                  "Origin",
                  "https://other.example")
              .statusCode());
      assertEquals(
          401,
          server
              .post(
                  "/track/visitor",
                  TestServer.event("pageview", "v1", PAGE),
                  "Content-Type",
                  "text/plain",
                  "Origin",
                  "https://www.example.com")
              .statusCode());
      assertEquals(
          200,
          server
              .post(
                  "/track/visitor",
                  exit,
                  "Content-Type",
                  "text/plain;charset=UTF-8",
                  "Origin",
                  "https://www.example.com")
              .statusCode());
      dashboard.await(15_000, m -> type("VISITOR_LIST").test(m) && m.get("total").asInt() == 0);
    }
  }

  private int refused(String path) {
    CompletionException e =
        assertThrows(
            CompletionException.class, () -> new Socket(server.http(), server.webSocket(path)));
    return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
  }

  private Socket dashboard() {
    return new Socket(server.http(), server.webSocket(DASHBOARD));
  }

  private Socket visitor(String id) {
    return new Socket(
        server.http(),
        server.webSocket("/ws/visitor?visitorId=" + id + "&apiKey=" + TestServer.KEY));
  }

  private static Predicate<JsonNode> type(String type) {
    return m -> m.path("type").asText().equals(type);
  }

  private static Predicate<JsonNode> update(String visitorId) {
    return m ->
        type("VISITOR_UPDATE").test(m) && m.at("/visitor/visitorId").asText().equals(visitorId);
  }

  private static JsonNode visitorIn(JsonNode list, String id) {
    for (JsonNode v : list.get("visitors")) {
      if (v.get("visitorId").asText().equals(id)) return v;
    }
    throw new AssertionError(id + " is not in " + list);
  }
}
