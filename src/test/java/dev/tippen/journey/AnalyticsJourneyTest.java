package dev.tippen.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tippen.support.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// From a page view over HTTP to figures over HTTP.
class AnalyticsJourneyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SAFARI =
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
          + " Version/18.0 Safari/605.1.15";

  @TempDir Path data;

  private TestServer server(String engine) throws Exception {
    return TestServer.of(
        TestServer.config(
            data, true, Map.of("history.engine", engine, "history.moveEveryMs", "50")));
  }

  private static void track(TestServer server, ObjectNode event) throws Exception {
    HttpResponse<String> answer =
        server.post("/track/visitor", event.toString(), "X-Tippen-API-Key", TestServer.KEY);
    assertEquals(200, answer.statusCode(), answer.body());
  }

  private static ObjectNode view(String visitor, String url, String referrer) {
    ObjectNode event = JSON.createObjectNode().put("event", "pageview");
    event
        .putObject("visitor")
        .put("visitorId", visitor)
        .put("url", url)
        .put("referrer", referrer)
        .put("userAgent", SAFARI)
        .put("timezone", "Europe/Berlin");
    return event;
  }

  private static JsonNode ask(TestServer server, ObjectNode query) throws Exception {
    query.put("apiKey", TestServer.KEY);
    HttpResponse<String> answer = server.post("/api/v1/query", query.toString());
    assertEquals(200, answer.statusCode(), answer.body());
    return JSON.readTree(answer.body());
  }

  private static ObjectNode query(List<String> metrics, String... dimensions) {
    ObjectNode query = JSON.createObjectNode().put("range", "7d");
    ArrayNode names = query.putArray("metrics");
    metrics.forEach(names::add);
    ArrayNode by = query.putArray("dimensions");
    for (String d : dimensions) by.add(d);
    return query;
  }

  private static void await(TestServer server, int pageViews) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (System.nanoTime() < end) {
      JsonNode totals = ask(server, query(List.of("page_views")));
      if (totals.at("/rows/0/metrics/0").asInt() == pageViews) return;
      Thread.sleep(50);
    }
    throw new AssertionError("the history never had " + pageViews + " page views");
  }

  @ParameterizedTest
  @ValueSource(strings = {"duckdb", "sqlite"})
  void whatIsTrackedIsSoonInTheFigures(String engine) throws Exception {
    try (TestServer server = server(engine)) {
      traffic(server);
      await(server, 4);
      JsonNode totals =
          ask(server, query(List.of("visitors", "visits", "page_views", "bounce_rate")));
      assertEquals("[2,2,4,50]", totals.at("/rows/0/metrics").toString());
      JsonNode pages = ask(server, query(List.of("page_views", "visitors"), "page"));
      assertEquals(
          "[[\"/\"], [\"/docs/start\"], [\"/pricing\"]]", values(pages, "dimensions").toString());
      JsonNode channels = ask(server, query(List.of("visits"), "channel", "source"));
      assertEquals(
          "[[\"Direct\",null], [\"Organic search\",\"Google\"]]",
          values(channels, "dimensions").toString());
      assertEquals(
          "[[\"Safari\"]]",
          values(ask(server, query(List.of("visitors"), "browser")), "dimensions").toString());
      JsonNode events = ask(server, query(List.of("events", "visitors"), "event", "property:plan"));
      assertEquals("[[\"signup\",\"pro\"]]", values(events, "dimensions").toString());
      String filter = "&filter=page:contains:docs";
      JsonNode panel =
          JSON.readTree(
              server
                  .get("/api/v1/panels/entry-pages?range=today&apiKey=" + TestServer.KEY + filter)
                  .body());
      assertEquals("[[\"/\"]]", values(panel, "dimensions").toString());
    }
  }

  private static void traffic(TestServer server) throws Exception {
    track(server, view("ada", "https://www.acme.example/?q=secret#top", "https://www.google.com/"));
    track(server, view("ada", "https://acme.example/docs/start", "https://acme.example/"));
    track(server, view("ada", "https://acme.example/pricing?plan=pro", ""));
    track(server, view("bob", "https://acme.example/", ""));
    ObjectNode signup = view("ada", "https://acme.example/pricing", "").put("event", "signup");
    signup.putObject("properties").put("plan", "pro");
    track(server, signup);
  }

  private static List<JsonNode> values(JsonNode answer, String field) {
    List<JsonNode> all = new ArrayList<>();
    answer.get("rows").forEach(row -> all.add(row.get(field)));
    all.sort((a, b) -> a.toString().compareTo(b.toString()));
    return all;
  }

  /// Trap 18: a beacon that is sent twice must not double time, a lost one loses only its own.
  @Test
  void aRepeatedIncrementOfEngagedTimeCountsOnce() throws Exception {
    try (TestServer server = server("duckdb")) {
      ObjectNode page = view("ada", "https://acme.example/", "").put("pageViewId", "view-1");
      track(server, page);
      for (int seq : new int[] {1, 1, 3, 3}) {
        ObjectNode beacon = view("ada", "https://acme.example/", "").put("event", "engagement");
        beacon.put("pageViewId", "view-1");
        beacon
            .putObject("engagement")
            .put("seq", seq)
            .put("engagedMs", 20_000)
            .put("scrollPct", 50);
        track(server, beacon);
      }
      ObjectNode signup = view("ada", "https://acme.example/", "").put("event", "last");
      track(server, signup);
      long end = System.nanoTime() + 60_000_000_000L;
      while (ask(server, query(List.of("events"))).at("/rows/0/metrics/0").asInt() == 0) {
        assertTrue(System.nanoTime() < end, "the last event never came");
        Thread.sleep(50);
      }
      assertEquals(40, ask(server, query(List.of("engaged_time"))).at("/rows/0/metrics/0").asInt());
    }
  }

  @Test
  void theSixQuestionsHaveTheRowsOfTheirSql() throws Exception {
    try (TestServer server = server("duckdb")) {
      traffic(server);
      await(server, 4);
      String key = "?apiKey=" + TestServer.KEY;
      assertEquals(
          sql(
              "SELECT * FROM visitor_sessions WHERE api_key=:k ORDER BY last_seen_at DESC, id DESC"
                  + " LIMIT 100"),
          rows(server.get("/api/v1/stats/visitors" + key), "visitors"));
      assertEquals(
          sql(
              "SELECT COUNT(DISTINCT visitor_id) as unique_visitors FROM visitor_sessions WHERE"
                  + " api_key=:k"),
          List.of(JSON.readTree(server.get("/api/v1/stats/unique-visitors" + key).body())));
      assertEquals(
          sql("SELECT SUM(page_views) as total_page_views FROM visitor_sessions WHERE api_key=:k"),
          List.of(JSON.readTree(server.get("/api/v1/stats/page-views" + key).body())));
      assertEquals(
          sql(
              "SELECT * FROM visitor_sessions WHERE api_key=:k AND last_seen_at >="
                  + " datetime('now','-24 hours') ORDER BY last_seen_at DESC, id DESC"),
          rows(server.get("/api/v1/stats/active" + key), "visitors"));
      assertEquals(
          sql(
              "SELECT company, COUNT(*) as visits, SUM(page_views) as total_views FROM"
                  + " visitor_sessions WHERE api_key=:k AND company IS NOT NULL GROUP BY company"
                  + " ORDER BY visits DESC LIMIT 10"),
          rows(server.get("/api/v1/stats/top-companies" + key), "companies"));
      assertEquals(
          sql(
              "SELECT DATE(first_seen_at) as date, COUNT(DISTINCT visitor_id) as unique_visitors,"
                  + " SUM(page_views) as page_views FROM visitor_sessions WHERE api_key=:k GROUP BY"
                  + " DATE(first_seen_at) ORDER BY date DESC LIMIT 30"),
          rows(server.get("/api/v1/stats/timeline" + key), "days"));
    }
  }

  private static List<JsonNode> rows(HttpResponse<String> answer, String name) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    JSON.readTree(answer.body()).get(name).forEach(all::add);
    assertFalse(all.isEmpty(), answer.body());
    return all;
  }

  private List<JsonNode> sql(String text) throws Exception {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("tippen.db"));
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(text.replace(":k", "'" + TestServer.KEY + "'"))) {
      List<JsonNode> all = new ArrayList<>();
      while (r.next()) {
        ObjectNode row = JSON.createObjectNode();
        for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
          row.putPOJO(r.getMetaData().getColumnLabel(i), r.getObject(i));
        }
        all.add(JSON.readTree(row.toString()));
      }
      return all;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"duckdb", "sqlite"})
  void eventsAndTablesAreExported(String engine) throws Exception {
    try (TestServer server = server(engine)) {
      traffic(server);
      track(server, view("=cmd()", "https://acme.example/a,b", ""));
      await(server, 5);
      String key = "apiKey=" + TestServer.KEY;
      HttpResponse<String> jsonl = server.get("/api/v1/export?range=today&" + key);
      assertEquals(200, jsonl.statusCode());
      List<JsonNode> events = new ArrayList<>();
      for (String line : jsonl.body().lines().toList()) events.add(JSON.readTree(line));
      assertEquals(6, events.size());
      assertEquals("ada", events.getFirst().get("visitor_id").asText());
      assertEquals("/", events.getFirst().get("page").asText());
      assertEquals("organic_search", events.getFirst().get("channel").asText());
      assertEquals("signup", events.get(4).get("name").asText());
      assertTrue(events.get(4).get("details").asText().contains("pro"));
      List<String> csv =
          server.get("/api/v1/export?format=csv&range=today&" + key).body().lines().toList();
      assertEquals(7, csv.size());
      assertTrue(csv.getFirst().startsWith("id,at,visitor_id,visit,kind,name,host,page"));
      assertTrue(csv.getLast().contains(",'=cmd(),"), csv.getLast());
      assertTrue(csv.getLast().contains(",\"/a,b\","), csv.getLast());
      HttpResponse<String> table =
          server.get("/api/v1/panels/pages?range=today&format=csv&metrics=page_views&" + key);
      assertEquals(
          "text/csv; charset=utf-8", table.headers().firstValue("content-type").orElse(""));
      assertTrue(table.body().startsWith("page,page_views\r\n"), table.body());
      assertEquals(
          "{\"page\":\"/a,b\",\"page_views\":1}",
          server
              .get("/api/v1/panels/pages?range=today&format=jsonl&metrics=page_views&" + key)
              .body()
              .lines()
              .filter(l -> l.contains("a,b"))
              .findFirst()
              .orElse(""));
      HttpResponse<String> parquet = server.get("/api/v1/export?format=parquet&range=today&" + key);
      HttpResponse<String> visits = server.get("/api/v1/visitors/ada/visits?format=parquet&" + key);
      if (engine.equals("duckdb")) {
        assertEquals(
            "application/vnd.apache.parquet",
            parquet.headers().firstValue("content-type").orElse(""));
        assertTrue(parquet.body().startsWith("PAR1"), parquet.body());
        assertTrue(visits.body().startsWith("PAR1"), visits.body());
      } else {
        assertEquals(400, parquet.statusCode());
        assertEquals(400, visits.statusCode());
        assertTrue(visits.body().contains("needs DuckDB"), visits.body());
      }
      assertEquals(
          "unique_visitors\r\n3\r\n",
          server.get("/api/v1/stats/unique-visitors?format=csv&" + key).body());
      assertEquals(400, server.get("/api/v1/export?format=xml&" + key).statusCode());
      assertEquals(401, server.get("/api/v1/export").statusCode());
      assertEquals("", server.get("/api/v1/export?from=2020-01-01&to=2020-01-02&" + key).body());
    }
  }

  @Test
  void visitorsAreFoundByWhatTheDocumentAsksFor() throws Exception {
    try (TestServer server = server("duckdb")) {
      traffic(server);
      await(server, 4);
      String today = LocalDate.now(ZoneOffset.UTC).toString();
      String key = "/api/visitors?apiKey=" + TestServer.KEY;
      assertEquals(List.of("bob"), found(server, key + "&visitor_id=bo"));
      assertEquals(2, found(server, key + "&company=ACME.example").size());
      assertEquals(List.of(), found(server, key + "&location=Sydney"));
      assertEquals(2, found(server, key + "&start_date=" + today).size());
      assertEquals(List.of(), found(server, key + "&end_date=2020-01-01"));
      assertEquals(1, found(server, key + "&start_date=2020-01-01&limit=1&offset=1").size());
      assertEquals(400, server.get(key + "&start_date=yesterday").statusCode());
      assertEquals(List.of(), found(server, key + "&company=%27%20OR%201=1%20--"));
    }
  }

  private static List<String> found(TestServer server, String path) throws Exception {
    HttpResponse<String> answer = server.get(path);
    assertEquals(200, answer.statusCode(), answer.body());
    List<String> ids = new ArrayList<>();
    JSON.readTree(answer.body())
        .get("visitors")
        .forEach(v -> ids.add(v.get("visitor_id").asText()));
    return ids;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"metrics\":[\"hits\"]} | metrics: there is no metric 'hits'",
        "{\"metrics\":[]} | metrics must name at least one metric",
        "{\"metrics\":[\"visits\"],\"colour\":1} | colour is no field of a query",
        "{\"metrics\":[\"visits\"],\"zone\":\"Mars/Base\"} | zone must be the name of a time zone such as Europe/Berlin",
        "{\"metrics\":[\"visits\"],\"range\":{\"from\":\"2026-02-01\",\"to\":\"2026-01-01\"}} | range.to must not be before range.from",
        "{\"metrics\":[\"visits\"],\"range\":{\"from\":\"1990-01-01\",\"to\":\"2089-12-31\"}} | range may have at most 3660 days",
        "{\"metrics\":[\"visits\"],\"dimensions\":[\"hour\"],\"range\":\"12mo\"} | range may have at most 62 days by hour",
        "{\"metrics\":[\"visits\"],\"filters\":[{\"dimension\":\"page\",\"matches\":\"(a\"}]} | filters: page has a pattern that can't be used: missing closing )",
        "{\"metrics\":[\"visits\"],\"filters\":[{\"dimension\":\"page\"}]} | filters: 'page' says nothing, such as {\"is\": [...]}",
        "{\"metrics\":[\"visits\"],\"limit\":100000} | limit must be a number from 1 to 1000",
        "{\"metrics\":[\"exit_rate\"]} | metrics: exit_rate needs the dimension page alone",
        "{\"metrics\":[\"visits\"],\"order\":\"-visitors\"} | order must name one of the metrics",
      })
  void aQuestionThatCantBeAskedIsRefusedByName(String query, String message) throws Exception {
    try (TestServer server = server("sqlite")) {
      ObjectNode form = (ObjectNode) JSON.readTree(query);
      form.put("apiKey", TestServer.KEY);
      HttpResponse<String> answer = server.post("/api/v1/query", form.toString());
      assertEquals(400, answer.statusCode(), answer.body());
      assertEquals("query_invalid", JSON.readTree(answer.body()).get("code").asText());
      assertEquals(message, JSON.readTree(answer.body()).get("error").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"duckdb", "sqlite"})
  void textsFromOutsideAreNeverSqlAndPatternsNeverTakeForEver(String engine) throws Exception {
    try (TestServer server = server(engine)) {
      traffic(server);
      await(server, 4);
      String bad = "'); DROP TABLE visits; --\" OR 1=1";
      for (String dimension :
          List.of(
              "page",
              "country",
              "company",
              "industry",
              "event",
              "property:" + "x",
              "channel",
              "device",
              "visitor_type",
              "utm_source")) {
        for (String op : List.of("is", "is_not", "contains", "contains_not")) {
          ObjectNode query = query(List.of("visits", "page_views"));
          ObjectNode filter = query.putArray("filters").addObject();
          filter.put("dimension", dimension).put(op, bad);
          int visits = ask(server, query).at("/rows/0/metrics/0").asInt();
          assertEquals(op.endsWith("not") ? 2 : 0, visits, dimension + " " + op);
        }
      }
      ObjectNode bomb = query(List.of("visits"));
      bomb.putArray("filters")
          .addObject()
          .put("dimension", "page")
          .put("matches", "^(((((a+)+)+)+)+)+$");
      assertEquals(0, ask(server, bomb).at("/rows/0/metrics/0").asInt());
      ObjectNode many = query(List.of("visits"));
      ArrayNode values =
          many.putArray("filters").addObject().put("dimension", "page").putArray("is");
      for (int i = 0; i < 10_000; i++) values.add("/" + i);
      many.put("apiKey", TestServer.KEY);
      assertTrue(
          List.of(400, 413).contains(server.post("/api/v1/query", many.toString()).statusCode()));
    }
  }

  @Test
  void aPublicKeyReadsNoFigures() throws Exception {
    try (TestServer server = TestServer.plain(data)) {
      HttpResponse<String> answer =
          server.post("/api/v1/query", "{\"metrics\":[\"visits\"],\"apiKey\":\"unknown\"}");
      assertEquals(401, answer.statusCode());
      assertEquals(401, server.get("/api/v1/panels/pages?apiKey=unknown").statusCode());
      assertEquals(401, server.get("/api/v1/stats/active?apiKey=unknown").statusCode());
      assertEquals(200, server.get("/api/v1/metrics").statusCode());
    }
  }
}
