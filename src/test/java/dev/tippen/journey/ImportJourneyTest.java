package dev.tippen.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.account.SecretKeys;
import dev.tippen.event.ApiKey;
import dev.tippen.store.KeyStore;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import dev.tippen.store.sqlite.SqliteKeyStore;
import dev.tippen.store.sqlite.SqliteSecretKeyStore;
import dev.tippen.support.Socket;
import dev.tippen.support.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `/api/v1/import` over HTTP: who may, what is answered, and what imported events must not touch.
class ImportJourneyTest {
  private static final String VIEW =
      "{\"time\":\"%s\",\"visitorId\":\"%s\",\"url\":\"https://shop.example/\"%s}\n";
  private static final String OLD = "2024-05-01T10:00:00Z";
  private static final String FILE = "&kind=jsonl&name=a.jsonl&fingerprint=f1";

  @TempDir Path data;
  private String secret = "";

  @BeforeEach
  void site() {
    DirectAccess access = new DirectAccess(Database.open(data));
    new SqliteKeyStore(access)
        .create(
            new KeyStore.NewKey(
                "shop", ApiKey.Type.CLIENT, "Shop", null, null, List.of(), true, null, null));
    secret =
        new SecretKeys(new SqliteSecretKeyStore(access), InstantSource.system(), new SecureRandom())
            .issue("shop", null)
            .text();
  }

  private HttpResponse<String> send(TestServer server, String query, String lines)
      throws Exception {
    return server.post("/api/v1/import?x=1" + query, lines, "Authorization", "Bearer " + secret);
  }

  private JsonNode stored(TestServer server, String query, String lines) throws Exception {
    HttpResponse<String> answer = send(server, query, lines);
    assertEquals(200, answer.statusCode(), answer.body());
    return TestServer.json(answer);
  }

  private static String view(String time, String visitor) {
    return VIEW.formatted(time, visitor, "");
  }

  private String sql(String select) throws Exception {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("tippen.db"));
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(select)) {
      return r.next() ? String.valueOf(r.getString(1)) : "no row";
    }
  }

  @Test
  void eachLineIsAnsweredAndTheFileStandsWhereItWasRead() throws Exception {
    try (TestServer server = TestServer.plain(data)) {
      JsonNode answer =
          stored(server, FILE, view(OLD, "v1") + "nonsense\n" + view("2099-01-01T00:00:00Z", "v1"));
      assertEquals(
          "[{\"outcome\":\"counted\"},{\"outcome\":\"skipped\",\"reason\":\"line_malformed\"},"
              + "{\"outcome\":\"skipped\",\"reason\":\"time_in_future\"}]",
          answer.path("results").toString());
      JsonNode state = answer.path("import");
      assertEquals(3, state.path("rowsDone").asInt());
      assertEquals("{\"page_view\":1}", state.path("byKind").toString());
      assertEquals(3, state.at("/skipped/time_in_future/firstRow").asInt());
      assertTrue(state.path("finishedAt").isNull());
      answer = stored(server, FILE + "&from=3&last=true", view(OLD, "v2"));
      assertEquals(4, answer.at("/import/rowsDone").asInt());
      assertFalse(answer.at("/import/finishedAt").isNull());
      JsonNode list =
          TestServer.json(
              server.send(
                  server.to("/api/v1/imports").header("Authorization", "Bearer " + secret)));
      assertEquals(answer.path("import"), list.at("/imports/0"));
    }
  }

  @Test
  void aBatchThatIsSentTwiceIsStoredOnce() throws Exception {
    try (TestServer server = TestServer.plain(data)) {
      stored(server, FILE, view(OLD, "v1") + view(OLD, "v1"));
      HttpResponse<String> again = send(server, FILE, view(OLD, "v1") + view(OLD, "v1"));
      assertEquals(409, again.statusCode());
      assertEquals("import_out_of_step", TestServer.json(again).path("code").asText());
      assertTrue(again.body().contains("after row 2"), again.body());
      assertEquals(409, send(server, FILE + "&from=7", view(OLD, "v1")).statusCode());
      assertEquals("2", sql("SELECT page_views FROM visitor_sessions"));
      stored(server, FILE + "&from=2&last=true", "");
      HttpResponse<String> after = send(server, FILE + "&from=2", view(OLD, "v1"));
      assertEquals("import_finished", TestServer.json(after).path("code").asText());
      assertEquals("2", sql("SELECT page_views FROM visitor_sessions"));
    }
  }

  @Test
  void aRowWithAnIdOfItsOwnCountsOnceInWhateverFile() throws Exception {
    String row = VIEW.formatted(OLD, "v1", ",\"eventId\":\"mine\"");
    try (TestServer server = TestServer.plain(data)) {
      assertEquals(
          "[{\"outcome\":\"counted\"},{\"outcome\":\"duplicate\"}]",
          stored(server, FILE, row + row).path("results").toString());
      assertEquals(
          "[{\"outcome\":\"duplicate\"}]",
          stored(server, FILE.replace("f1", "f2"), row).path("results").toString());
      // Without a file the id alone tells.
      assertEquals(
          "[{\"outcome\":\"duplicate\"}]", stored(server, "", row).path("results").toString());
      // The same id of somebody else is another row.
      assertEquals(
          "[{\"outcome\":\"counted\"}]",
          stored(server, "", row.replace("v1", "v2")).path("results").toString());
      assertEquals("2", sql("SELECT count(*) FROM imported_ids"));
      assertEquals("2", sql("SELECT sum(page_views) FROM visitor_sessions"));
    }
  }

  @Test
  void onlyWhoMayActForTheSiteMayImport() throws Exception {
    try (TestServer server = TestServer.plain(data)) {
      String lines = view(OLD, "v1");
      assertEquals(401, server.post("/api/v1/import", lines).statusCode());
      // Open for reading is not open for that.
      assertEquals(
          403, server.post("/api/v1/import", lines, "X-Tippen-API-Key", "shop").statusCode());
      assertEquals(401, server.get("/api/v1/imports").statusCode());
      assertEquals(
          401,
          server
              .post("/api/v1/import?apiKey=other", lines, "Authorization", "Bearer " + secret)
              .statusCode());
      assertEquals("0", sql("SELECT count(*) FROM visitor_sessions"));
    }
  }

  @Test
  void theSiteOfARevokedKeyGetsItsPastAndStaysRevoked() throws Exception {
    sql("UPDATE api_keys SET status = 'revoked' RETURNING 1");
    try (TestServer server = TestServer.plain(data)) {
      stored(server, FILE, view(OLD, "v1"));
      assertEquals("1", sql("SELECT page_views FROM visitor_sessions"));
      assertEquals(
          403,
          server
              .send(
                  server
                      .to("/api/v1/stats/page-views?apiKey=shop")
                      .header("Authorization", "Bearer " + secret))
              .statusCode());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"&from=-1", "&from=x", "&fingerprint=f", "&fingerprint=f&kind=jsonl"})
  void aBatchThatDoesNotSayWhereItBelongsIsRefused(String query) throws Exception {
    try (TestServer server = TestServer.plain(data)) {
      HttpResponse<String> answer = send(server, query, view(OLD, "v1"));
      assertEquals(400, answer.statusCode());
      assertEquals("field_invalid", TestServer.json(answer).path("code").asText());
    }
  }

  @Test
  void moreThanFiveHundredLinesOrFourMegabytesAreRefused() throws Exception {
    try (TestServer server = TestServer.plain(data)) {
      HttpResponse<String> answer = send(server, FILE, view(OLD, "v").repeat(501));
      assertEquals("batch_too_long", TestServer.json(answer).path("code").asText());
      assertEquals(413, send(server, FILE, "x".repeat(4 << 20) + "\n").statusCode());
      assertEquals("0", sql("SELECT count(*) FROM imports"));
    }
  }

  @Test
  void whatIsImportedIsNotLiveAlsoNotAfterARestart() throws Exception {
    try (TestServer server = TestServer.plain(data);
        Socket dashboard =
            new Socket(server.http(), server.webSocket("/ws/dashboard?apiKey=shop"))) {
      String now = Instant.now().toString();
      stored(server, FILE, view(now, "imported"));
      server.post(
          "/track/visitor",
          TestServer.event("pageview", "present", "https://shop.example/"),
          "X-Tippen-API-Key",
          "shop");
      dashboard.await(20_000, m -> m.toString().contains("present"));
      assertFalse(dashboard.messages().toString().contains("imported"), "told as live");
      assertEquals("1", sql("SELECT usage_count FROM api_keys"), "usage");
    }
    try (TestServer server = TestServer.plain(data);
        Socket dashboard =
            new Socket(server.http(), server.webSocket("/ws/dashboard?apiKey=shop"))) {
      dashboard.await(20_000, m -> m.toString().contains("present"));
      assertFalse(dashboard.messages().toString().contains("imported"), "told as live");
    }
  }

  @Test
  void importedEventsAreNeitherUsageNorTrafficNorMatches() throws Exception {
    try (TestServer server = TestServer.plain(data)) {
      String before = server.get("/metrics").body();
      stored(
          server,
          FILE,
          VIEW.formatted(OLD, "v1", ",\"company\":\"Acme\"")
              + VIEW.formatted(OLD, "v2", ",\"userAgent\":\"Googlebot/2.1\""));
      assertEquals(
          "0|never",
          sql("SELECT usage_count || '|' || coalesce(last_used_at, 'never') FROM api_keys"));
      assertEquals(0.0, received(server), before);
      assertEquals("0", sql("SELECT count(*) FROM lookups"));
      assertEquals("0", sql("SELECT count(*) FROM daily_counts"));
      assertEquals("Acme", sql("SELECT name FROM companies"));
      assertEquals("1", sql("SELECT count(*) FROM visitor_sessions"), "a robot became a visitor");
    }
  }

  private static double received(TestServer server) throws Exception {
    for (String line : server.get("/metrics").body().split("\n", -1)) {
      if (line.startsWith("tippen_events_received_total ")) {
        return Double.parseDouble(line.substring(line.indexOf(' ')));
      }
    }
    throw new AssertionError("no such series");
  }

  @Test
  void whatIsKnownNowHoldsAgainstTheFile() throws Exception {
    try (TestServer server = TestServer.plain(data)) {
      String live =
          "{\"event\":\"identify\",\"identity\":{\"company\":\"Globex\"},\"visitor\":{\"visitorId\":\"v1\",\"url\":\"https://shop.example/\",\"timezone\":\"Europe/Berlin\"}}";
      assertEquals(
          200, server.post("/track/visitor", live, "X-Tippen-API-Key", "shop").statusCode());
      String seen = sql("SELECT last_seen_at FROM visitor_sessions");
      stored(
          server,
          FILE,
          VIEW.formatted(OLD, "v1", ",\"company\":\"Acme\",\"location\":\"Elsewhere\""));
      assertEquals(
          "Globex|Europe/Berlin|1|2024-05-01 10:00:00|" + seen,
          sql(
              "SELECT concat_ws('|', company, location, page_views, first_seen_at, last_seen_at)"
                  + " FROM visitor_sessions"));
      // A visitor of whom nothing was known gets the company of the file.
      server.post(
          "/track/visitor",
          TestServer.event("pageview", "v2", "https://shop.example/"),
          "X-Tippen-API-Key",
          "shop");
      stored(server, FILE + "&from=1", VIEW.formatted(OLD, "v2", ",\"company\":\"Acme\""));
      assertEquals("Acme", sql("SELECT company FROM visitor_sessions WHERE visitor_id = 'v2'"));
    }
  }

  @Test
  void sumsOfAVisitorAreAddedOnceToWhatIsKnown() throws Exception {
    String sums =
        "{\"type\":\"visitor\",\"visitorId\":\"v1\",\"pageViews\":10,\"firstSeen\":\"2024-05-01 10:00:00\","
            + "\"lastSeen\":\"2024-06-01 10:00:00\",\"totalTimeSeconds\":90}\n";
    try (TestServer server = TestServer.plain(data)) {
      server.post(
          "/track/visitor",
          TestServer.event("pageview", "v1", "https://shop.example/"),
          "X-Tippen-API-Key",
          "shop");
      String seen = sql("SELECT last_seen_at FROM visitor_sessions");
      stored(server, FILE, sums);
      stored(server, FILE.replace("f1", "f2"), sums);
      assertEquals(
          "11|2024-05-01 10:00:00|" + seen + "|90",
          sql(
              "SELECT concat_ws('|', page_views, first_seen_at, last_seen_at, total_time_seconds)"
                  + " FROM visitor_sessions"));
    }
    // The state that was saved agrees with the row after a restart.
    try (TestServer server = TestServer.plain(data)) {
      server.post(
          "/track/visitor",
          TestServer.event("exit", "v1", "https://shop.example/"),
          "X-Tippen-API-Key",
          "shop");
      assertEquals("11", sql("SELECT page_views FROM visitor_sessions"));
      assertEquals("2024-05-01 10:00:00", sql("SELECT first_seen_at FROM visitor_sessions"));
    }
  }

  @Test
  void rowsOfACompanyThatCountsNowhereAreLeftOut() throws Exception {
    try (TestServer server = TestServer.plain(data)) {
      stored(server, FILE, VIEW.formatted(OLD, "v1", ",\"company\":\"Acme\""));
      String id = sql("SELECT id FROM companies");
      HttpResponse<String> blocked =
          server.send(
              server
                  .to("/api/v1/companies/" + id)
                  .header("Authorization", "Bearer " + secret)
                  .method(
                      "PATCH",
                      java.net.http.HttpRequest.BodyPublishers.ofString(
                          "{\"treatment\":\"blocked\"}")));
      assertEquals(200, blocked.statusCode(), blocked.body());
      assertEquals(
          "[{\"outcome\":\"skipped\",\"reason\":\"company_excluded\"}]",
          stored(server, FILE + "&from=1", VIEW.formatted(OLD, "v2", ",\"company\":\"Acme\""))
              .path("results")
              .toString());
    }
  }

  @Test
  void aStoreThatCantWriteStoresNothingOfABatchAndItsPlaceStays() throws Exception {
    try (TestServer server = TestServer.plain(data)) {
      stored(server, FILE, view(OLD, "v1"));
      try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("tippen.db"));
          Statement s = c.createStatement()) {
        // Another program holds the lock for longer than the writer waits.
        s.execute("BEGIN IMMEDIATE");
        HttpResponse<String> answer = send(server, FILE + "&from=1", view(OLD, "v2"));
        assertEquals(503, answer.statusCode(), answer.body());
        s.execute("ROLLBACK");
      }
      assertEquals("1", sql("SELECT rows_done FROM imports"));
      stored(server, FILE + "&from=1", view(OLD, "v2"));
      assertEquals("2", sql("SELECT count(*) FROM visitor_sessions"));
    }
  }
}
