package dev.tippen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tippen.imports.PlausibleSourceTest;
import dev.tippen.imports.Zips;
import dev.tippen.support.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command with the real server, over real HTTP. Figures are those counted by hand from the
/// files in this class.
class ImportTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RANGE =
      "\"range\":{\"from\":\"2024-01-01\",\"to\":\"2025-12-31\"},\"zone\":\"UTC\"";

  private static final String UMAMI_HEAD =
      "website_id,session_id,visit_id,event_id,hostname,browser,os,device,screen,language,country,"
          + "region,city,url_path,url_query,referrer_path,referrer_query,referrer_domain,page_title,"
          + "event_type,event_name,created_at\n";

  @TempDir Path folder;

  private Path data() {
    return folder.resolve("data");
  }

  private Shell.Result tippen(String... arguments) {
    return CommandLine.run(data(), arguments);
  }

  private Shell.Result tippen(ServerStarter servers, String... arguments) {
    return CommandLine.run(servers, data(), arguments);
  }

  private void key(String text) {
    tippen("keys", "create", "--type", "client", "--client", "C", "--key", text, "--open-read")
        .ok();
  }

  private String imported(String kind, Path file, String... further) {
    List<String> all = new ArrayList<>(List.of("import", kind, file.toString()));
    all.addAll(List.of(further));
    Shell.Result r = tippen(all.toArray(String[]::new));
    assertEquals(0, r.exitCode(), r.out() + r.err());
    return r.out();
  }

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    return file;
  }

  /// One value of one row.
  private String sql(String select) throws Exception {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("tippen.db"));
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(select)) {
      return r.next() ? String.valueOf(r.getString(1)) : "no row";
    }
  }

  private TestServer server() throws Exception {
    return TestServer.of(TestServer.config(data(), false, Map.of("history.moveEveryMs", "50")));
  }

  private static JsonNode ask(TestServer server, String key, String metrics, String dimensions)
      throws Exception {
    String query =
        "{\"apiKey\":\"%s\",%s,\"metrics\":[%s],\"dimensions\":[%s]}"
            .formatted(key, RANGE, quoted(metrics), quoted(dimensions));
    var answer = server.post("/api/v1/query", query);
    assertEquals(200, answer.statusCode(), answer.body());
    return JSON.readTree(answer.body());
  }

  private static String quoted(String names) {
    return names.isEmpty() ? "" : "\"" + names.replace(",", "\",\"") + "\"";
  }

  private static String figures(TestServer server, String key, String metrics) throws Exception {
    return ask(server, key, metrics, "").at("/rows/0/metrics").toString();
  }

  private static List<String> rows(TestServer server, String key, String metric, String dimension)
      throws Exception {
    List<String> rows = new ArrayList<>();
    for (JsonNode r : ask(server, key, metric, dimension).path("rows")) {
      rows.add(r.at("/dimensions/0").asText() + "=" + r.at("/metrics/0").asText());
    }
    return rows.stream().filter(r -> !r.endsWith("=0")).sorted().toList();
  }

  /// Waits until the history has as many events.
  private static void await(TestServer server, String key, String metric, int n) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    String found = "";
    while (System.nanoTime() < end) {
      found = figures(server, key, metric);
      if (found.equals("[" + n + "]")) return;
      Thread.sleep(50);
    }
    throw new AssertionError(metric + " never was " + n + " but " + found);
  }

  private static String umami(
      String session, String event, String path, String referrer, String time, String custom) {
    return "w,%s,x,%s,shop.example,chrome,Mac OS,laptop,1440x900,en-US,AU,AU-NSW,Sydney,%s,,/,,%s,T,%s,%s,%s\n"
        .formatted(session, event, path, referrer, custom.isEmpty() ? "1" : "2", custom, time);
  }

  @Test
  void eventsOfUmamiAreInAllFiguresWithTheirOwnTimes() throws Exception {
    key("shop");
    Path csv =
        file(
            "website_event.csv",
            UMAMI_HEAD
                + umami("s1", "e1", "/", "www.google.com", "2024-05-01 10:00:00", "")
                + umami("s1", "e2", "/pricing", "", "2024-05-01 10:02:00", "")
                + umami("s1", "e3", "/pricing", "", "2024-05-01 10:03:00", "signup")
                // Half an hour and a second later: another visit by our rule.
                + umami("s1", "e4", "/docs", "", "2024-05-01 10:33:01", "")
                + umami("s2", "e5", "/", "", "2024-05-02 08:00:00", "")
                + umami("s2", "e5", "/", "", "2024-05-02 08:00:00", ""));
    String out = imported("umami", csv, "--key", "shop");
    assertTrue(out.contains("stored before     1"), out);
    assertEquals("3", sql("SELECT page_views FROM visitor_sessions WHERE visitor_id = 'umami_s1'"));
    assertEquals(
        "2024-05-01 10:00:00|2024-05-01 10:33:01|Sydney, Australia|Mac - Chrome",
        sql(
            "SELECT concat_ws('|', first_seen_at, last_seen_at, location, last_role)"
                + " FROM visitor_sessions WHERE visitor_id = 'umami_s1'"));
    try (TestServer server = server()) {
      await(server, "shop", "page_views", 4);
      assertEquals("[2,3,4,1]", figures(server, "shop", "visitors,visits,page_views,events"));
      assertEquals(
          List.of("/=2", "/docs=1", "/pricing=1"), rows(server, "shop", "page_views", "page"));
      assertEquals(
          List.of("Direct=2", "Organic search=1"), rows(server, "shop", "visits", "channel"));
      assertEquals(
          List.of("AU=2"),
          rows(server, "shop", "visitors", "country").stream()
              .map(r -> r.replace("Australia", "AU"))
              .toList());
      assertEquals(List.of("Chrome=2"), rows(server, "shop", "visitors", "browser"));
      assertEquals(List.of("signup=1"), rows(server, "shop", "events", "event"));
      assertEquals(List.of("new=2", "returning=1"), rows(server, "shop", "visits", "visitor_type"));
    }
  }

  @Test
  void aVisitorWhoWasKnownLaterThanTheImportBecomesKnownEarlier() throws Exception {
    key("shop");
    imported(
        "jsonl",
        file(
            "later.jsonl",
            "{\"time\":\"2024-06-01T10:00:00Z\",\"visitorId\":\"v\",\"url\":\"https://a.example/later\"}"),
        "--key",
        "shop");
    imported(
        "jsonl",
        file(
            "earlier.jsonl",
            """
            {"time":"2024-05-01T10:00:00Z","visitorId":"v","url":"https://a.example/earlier","location":"Old"}
            {"time":"2024-05-01T10:00:30Z","visitorId":"v","event":"exit","url":"https://a.example/earlier"}
            """),
        "--key",
        "shop");
    assertEquals(
        "2|2024-05-01 10:00:00|2024-06-01 10:00:00|Unknown Location",
        sql(
            "SELECT concat_ws('|', page_views, first_seen_at, last_seen_at, location)"
                + " FROM visitor_sessions"));
    assertEquals("0", sql("SELECT last_event_was_exit FROM visitor_state"));
    try (TestServer server = server()) {
      await(server, "shop", "page_views", 2);
      assertEquals(List.of("new=1", "returning=1"), rows(server, "shop", "visits", "visitor_type"));
      JsonNode first = ask(server, "shop", "visits", "visitor_type,entry_page").path("rows");
      assertTrue(first.toString().contains("[\"new\",\"/earlier\"]"), first.toString());
    }
  }

  @Test
  void aDumpBringsKeysWithTheirStatusAndVisitorsAsSums() throws Exception {
    Path dump =
        file(
            "dump.sql",
            """
            CREATE TABLE api_keys (id INTEGER, api_key TEXT, key_type TEXT, client_name TEXT, status TEXT, usage_count INTEGER, created_at TIMESTAMP);
            CREATE TABLE visitor_sessions (id INTEGER, api_key TEXT, visitor_id TEXT, company TEXT, location TEXT, last_role TEXT, website TEXT, page_views INTEGER, first_seen_at TIMESTAMP, last_seen_at TIMESTAMP, total_time_seconds INTEGER);
            CREATE TABLE video_calls (api_key TEXT, visitor_id TEXT, session_id TEXT, status TEXT, invited_at TIMESTAMP, duration_seconds INTEGER);
            INSERT INTO visitor_sessions VALUES(1,'client_a','v1','Acme Corporation','Sydney, Australia','Mac - Edge','a.example',12,'2025-01-02 03:04:05','2025-02-02 03:04:05',340);
            INSERT INTO visitor_sessions VALUES(2,'client_a','v2','a.example Visitor','Europe/Berlin','Windows - Chrome','a.example',3,'2025-01-03 00:00:00','2025-01-03 00:00:00',0);
            INSERT INTO visitor_sessions VALUES(3,'client_gone','v1','Acme Corporation',NULL,NULL,NULL,1,'2025-01-04 00:00:00','2025-01-04 00:00:00',0);
            INSERT INTO visitor_sessions VALUES(4,'client_a',NULL,NULL,NULL,NULL,NULL,1,'2025-01-04 00:00:00','2025-01-04 00:00:00',0);
            INSERT INTO video_calls VALUES('client_a','v1','call-1','completed','2025-01-05 10:00:00',60);
            INSERT INTO api_keys VALUES(1,'client_a','client','Acme','active',99,'2024-12-01 00:00:00');
            INSERT INTO api_keys VALUES(2,'client_gone','client','Gone','revoked',7,'2024-12-01 00:00:00');
            """);
    String out = imported("d1", dump);
    assertTrue(out.contains("Keys: 2 made, 0 were there"), out);
    assertTrue(out.contains("skipped: visitor_missing"), out);
    assertEquals(
        "active|99|2024-12-01 00:00:00",
        sql(
            "SELECT concat_ws('|', status, usage_count, created_at) FROM api_keys"
                + " WHERE api_key = 'client_a'"));
    assertEquals("revoked", sql("SELECT status FROM api_keys WHERE api_key = 'client_gone'"));
    assertEquals("1", sql("SELECT count(*) FROM visitor_sessions WHERE api_key = 'client_gone'"));
    assertEquals(
        "Acme Corporation|Sydney, Australia|Mac - Edge|a.example|12|2025-01-02 03:04:05|2025-02-02 03:04:05|340",
        sql(
            "SELECT concat_ws('|', company, location, last_role, website, page_views,"
                + " first_seen_at, last_seen_at, total_time_seconds) FROM visitor_sessions"
                + " WHERE api_key = 'client_a' AND visitor_id = 'v1'"));
    assertEquals(
        "a.example Visitor", sql("SELECT company FROM visitor_sessions WHERE visitor_id = 'v2'"));
    assertEquals("1", sql("SELECT count(*) FROM companies WHERE api_key_id = 1"));
    assertEquals("completed|60", sql("SELECT status || '|' || duration_seconds FROM video_calls"));

    // A later dump of the same database knows more; what it had before does not count twice.
    Path later =
        file(
            "later.sql",
            Files.readString(dump)
                + "INSERT INTO visitor_sessions VALUES(5,'client_a','v5',NULL,NULL,NULL,NULL,2,'2025-03-01 00:00:00','2025-03-01 00:00:00',0);\n");
    imported("d1", later);
    assertEquals(
        "17", sql("SELECT sum(page_views) FROM visitor_sessions WHERE api_key = 'client_a'"));
    sql("UPDATE api_keys SET open_read = 1 RETURNING 1");
    try (TestServer server = server()) {
      long end = System.nanoTime() + 60_000_000_000L;
      String views = "";
      while (!views.contains("17") && System.nanoTime() < end) {
        views = server.get("/api/v1/stats/page-views?apiKey=client_a").body();
        Thread.sleep(50);
      }
      assertEquals("{\"total_page_views\":17}", views);
      assertEquals(
          "{\"unique_visitors\":3}",
          server.get("/api/v1/stats/unique-visitors?apiKey=client_a").body());
      // No page views are made up.
      assertEquals("[0]", figures(server, "client_a", "page_views"));
    }
  }

  @Test
  void aDumpThatWasStoppedBetweenTwoSitesGoesOnWithTheSecond() throws Exception {
    Path dump =
        file(
            "dump.sql",
            """
            CREATE TABLE visitor_sessions (api_key TEXT, visitor_id TEXT, page_views INTEGER, first_seen_at TIMESTAMP);
            INSERT INTO visitor_sessions VALUES('a','v1',1,'2025-01-02 00:00:00'),('b','v1',2,'2025-01-03 00:00:00');
            """);
    imported("d1", dump);
    sql("DELETE FROM imports WHERE api_key_id = 2 RETURNING 1");
    String out = imported("d1", dump);
    assertTrue(out.contains("into b:") && !out.contains("into a:"), out);
    assertEquals("3", sql("SELECT sum(page_views) FROM visitor_sessions"));
    tippen("import", "d1", dump.toString()).refused(1, "imported into a already");
  }

  @Test
  void allRowsOfADumpMayGoToOneSite() throws Exception {
    key("one");
    imported(
        "d1",
        file(
            "dump.sql",
            """
            CREATE TABLE visitor_sessions (api_key TEXT, visitor_id TEXT, page_views INTEGER, first_seen_at TIMESTAMP, last_seen_at TIMESTAMP);
            INSERT INTO visitor_sessions VALUES('a','v1',1,'2025-01-02 00:00:00','2025-01-02 00:00:00'),('b','v1',2,'2025-01-03 00:00:00','2025-01-03 00:00:00');
            """),
        "--key",
        "one");
    assertEquals("1", sql("SELECT count(*) FROM api_keys"));
    assertEquals("3", sql("SELECT page_views FROM visitor_sessions"));
    assertEquals("2025-01-02 00:00:00", sql("SELECT first_seen_at FROM visitor_sessions"));
  }

  @Test
  void figuresOfPlausibleStayApart() throws Exception {
    key("shop");
    Path zip = Zips.of(folder.resolve("plausible.zip"), PlausibleSourceTest.EXPORT);
    String out = imported("plausible", zip, "--key", "shop");
    assertTrue(out.contains("(10 rows)"), out);
    try (TestServer server = server()) {
      String range = "&from=2023-02-01&to=2023-02-28&apiKey=shop";
      assertEquals(
          "{\"days\":[{\"date\":\"2023-02-09\",\"visitors\":10,\"visits\":12,\"pageViews\":30,"
              + "\"bounces\":4,\"visitSeconds\":1200,\"events\":0},{\"date\":\"2023-02-10\","
              + "\"visitors\":7,\"visits\":7,\"pageViews\":9,\"bounces\":5,\"visitSeconds\":70,\"events\":0}]}",
          server.get("/api/v1/imported?x=1" + range).body());
      JsonNode sources =
          JSON.readTree(server.get("/api/v1/imported?dimension=source" + range).body());
      // Two rows of one day and source, by different tags, are one.
      assertEquals(
          "{\"value\":\"Google\",\"visitorDays\":8,\"visits\":10,\"pageViews\":25,\"bounces\":3,"
              + "\"visitSeconds\":1000,\"events\":0}",
          sources.at("/rows/0").toString());
      assertEquals(1, sources.path("rows").size());
      assertEquals(
          "Chrome",
          JSON.readTree(server.get("/api/v1/imported?dimension=browser" + range).body())
              .at("/rows/0/value")
              .asText());
      assertEquals("[0]", figures(server, "shop", "visitors"));
      assertEquals("0", sql("SELECT count(*) FROM visitor_sessions"));
    }
  }

  @Test
  void aLaterExportOfPlausibleReplacesTheDaysOfAnEarlierOne() throws Exception {
    key("shop");
    String head = "\"date\",\"visitors\",\"pageviews\",\"bounces\",\"visits\",\"visit_duration\"\n";
    imported(
        "plausible",
        file("imported_visitors_20230209_20230209.csv", head + "\"2023-02-09\",1,1,1,1,1\n"));
    imported(
        "plausible",
        file(
            "imported_visitors_20230209_20230210.csv",
            head + "\"2023-02-09\",10,30,4,12,1200\n\"2023-02-10\",7,9,5,7,70\n"));
    assertEquals("39", sql("SELECT sum(page_views) FROM imported_days"));
  }

  @Test
  void ourOwnExportBringsTheSameFiguresToAnotherSite() throws Exception {
    key("from");
    key("to");
    imported("jsonl", file("a.jsonl", sample()), "--key", "from");
    Path exported = folder.resolve("export.jsonl");
    List<String> metrics =
        List.of(
            "visitors",
            "companies",
            "visits",
            "page_views",
            "bounce_rate",
            "visit_duration",
            "engaged_time",
            "events",
            "views_per_visit");
    List<String> dimensions =
        List.of(
            "page",
            "entry_page",
            "exit_page",
            "source",
            "channel",
            "utm_campaign",
            "company",
            "country",
            "city",
            "device",
            "browser",
            "system",
            "language",
            "screen",
            "visitor_type",
            "day");
    List<String> before = new ArrayList<>();
    try (TestServer server = server()) {
      await(server, "from", "page_views", 6);
      before.add(figures(server, "from", String.join(",", metrics)));
      for (String d : dimensions) before.add(d + rows(server, "from", "visits", d));
      before.add("plans" + rows(server, "from", "events", "property:plan"));
      before.add("events" + rows(server, "from", "events", "event"));
      var answer = server.get("/api/v1/export?apiKey=from&from=2024-01-01&to=2025-12-31&zone=UTC");
      assertEquals(200, answer.statusCode());
      Files.writeString(exported, answer.body());
    }
    assertEquals(10, Files.readAllLines(exported).size());
    imported("jsonl", exported, "--key", "to");
    try (TestServer server = server()) {
      await(server, "to", "page_views", 6);
      List<String> after = new ArrayList<>();
      after.add(figures(server, "to", String.join(",", metrics)));
      for (String d : dimensions) after.add(d + rows(server, "to", "visits", d));
      after.add("plans" + rows(server, "to", "events", "property:plan"));
      after.add("events" + rows(server, "to", "events", "event"));
      assertEquals(String.join("\n", before), String.join("\n", after));
      assertFalse(before.getFirst().contains("[0"), before.toString());
    }
    // The same export again, with more behind it: only that is new.
    Files.writeString(
        exported,
        Files.readString(exported)
            + "{\"id\":99,\"at\":\"2024-07-01T10:00:00Z\",\"visitor_id\":\"v9\",\"kind\":\"page_view\",\"host\":\"shop.example\",\"page\":\"/new\"}\n");
    String out = imported("jsonl", exported, "--key", "to");
    assertTrue(out.contains("stored before    10"), out);
  }

  private static String sample() {
    String mac =
        "\"userAgent\":\"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like"
            + " Gecko) Chrome/140.0.0.0 Safari/537.36\",\"screen\":\"1440x900\",\"language\":\"en-US\"";
    return """
    {"time":"2024-05-01T10:00:00.125Z","visitorId":"v1","url":"https://shop.example/?utm_source=news&utm_medium=email&utm_campaign=spring",%1$s,"country":"AU","city":"Sydney","company":{"name":"Acme","domain":"acme.example"}}
    {"time":"2024-05-01T10:00:40Z","visitorId":"v1","event":"engagement","url":"https://shop.example/","engagedMs":30000,"scrollPct":80}
    {"time":"2024-05-01T10:01:00Z","visitorId":"v1","url":"https://shop.example/pricing","referrer":"https://shop.example/",%1$s,"company":{"name":"Acme","domain":"acme.example"}}
    {"time":"2024-05-01T10:02:00Z","visitorId":"v1","event":"signup","properties":{"plan":"pro"},"revenue":{"amount":"9.90","currency":"EUR"}}
    {"time":"2024-05-01T10:02:10Z","visitorId":"v1","event":"exit","url":"https://shop.example/pricing"}
    {"time":"2024-05-01T11:02:00Z","visitorId":"v1","url":"https://shop.example/docs",%1$s}
    {"time":"2024-05-02T10:00:00Z","visitorId":"v2","url":"https://shop.example/","channel":"affiliates","source":"Partner","device":"phone","browser":"Safari","system":"iOS","country":"DE"}
    {"time":"2024-05-02T10:00:05Z","visitorId":"v2","event":"heartbeat","url":"https://shop.example/"}
    {"time":"2024-05-03T10:00:00Z","visitorId":"v3","url":"https://shop.example/blog","referrer":"https://chatgpt.com/","company":"Globex"}
    {"time":"2024-05-03T10:10:00Z","visitorId":"v3","url":"https://shop.example/blog/2","company":"Globex"}
    """
        .formatted(mac);
  }

  @Test
  void aDryRunChangesNothing() throws Exception {
    Path file =
        file(
            "a.jsonl",
            sample()
                + "nonsense\n{\"time\":\"2099-01-01T00:00:00Z\",\"visitorId\":\"v\"}\nnonsense\n");
    Shell.Result r = tippen(Shell.NO_SERVER, "import", "jsonl", file.toString(), "--dry-run").ok();
    assertTrue(r.out().contains("page_view"), r.out());
    assertTrue(
        r.out()
            .lines()
            .anyMatch(l -> l.startsWith("skipped: line_malformed") && l.matches(".* 2 +11")),
        r.out());
    assertTrue(
        r.out()
            .lines()
            .anyMatch(l -> l.startsWith("skipped: time_in_future") && l.matches(".* 1 +12")),
        r.out());
    assertTrue(r.out().contains("From 2024-05-01T10:00:00.125Z to 2024-05-03T10:10:00Z"), r.out());
    assertFalse(Files.exists(data()), "a dry run made the data folder");
    key("shop");
    List<String> before = contents();
    tippen(Shell.NO_SERVER, "import", "jsonl", file.toString(), "--dry-run").ok();
    assertEquals(before, contents());
  }

  private List<String> contents() throws IOException {
    try (Stream<Path> files = Files.walk(data())) {
      List<String> all = new ArrayList<>();
      for (Path f : files.filter(Files::isRegularFile).sorted().toList()) {
        all.add(f + " " + Files.size(f) + " " + Files.getLastModifiedTime(f));
      }
      return all;
    }
  }

  @Test
  void aFinishedFileIsRefusedUnlessAskedForAgain() throws Exception {
    key("shop");
    Path file =
        file(
            "a.jsonl",
            """
            {"time":"2024-05-01T10:00:00Z","visitorId":"v","url":"https://a.example/"}
            {"time":"2024-05-01T10:01:00Z","visitorId":"v","url":"https://a.example/","eventId":"mine"}
            """);
    imported("jsonl", file);
    tippen("import", "jsonl", file.toString())
        .refused(1, "a.jsonl was imported into shop already", "--again");
    assertEquals("2", sql("SELECT page_views FROM visitor_sessions"));
    // Only the row with an id of its own is known by it.
    imported("jsonl", file, "--again");
    assertEquals("3", sql("SELECT page_views FROM visitor_sessions"));
    JsonNode list = tippen("import", "list", "--json").ok().json();
    assertEquals(2, list.size());
    assertEquals(1, list.get(0).get("duplicates").asInt());
  }

  @Test
  void itWorksBesideARunningServerAndLeavesNoKeyBehind() throws Exception {
    key("shop");
    Path file = file("a.jsonl", sample());
    Thread serving =
        Thread.ofPlatform()
            .daemon()
            .start(() -> tippen("serve", "--port", "0", "--set", "history.moveEveryMs=50"));
    long end = System.nanoTime() + 60_000_000_000L;
    while (ServerAddress.read(data()) == null && System.nanoTime() < end) Thread.sleep(20);
    java.net.URI uri = java.util.Objects.requireNonNull(ServerAddress.read(data()));
    try {
      Shell.Result r = tippen(Shell.NO_SERVER, "import", "jsonl", file.toString());
      assertEquals(0, r.exitCode(), r.out() + r.err());
      assertEquals("3", sql("SELECT count(*) FROM visitor_sessions"));
      assertEquals("0", sql("SELECT count(*) FROM secret_keys WHERE revoked_at_ms IS NULL"));
      assertEquals("0", sql("SELECT usage_count FROM api_keys"));
      assertTrue(uri.getPort() > 0);
    } finally {
      sun.misc.Signal.raise(new sun.misc.Signal("TERM"));
      serving.join(20_000);
    }
    assertFalse(Files.exists(data().resolve(ServerAddress.FILE_NAME)), "the address stayed");
  }

  @Test
  void theSiteMustBeNamedWhenThereAreSeveral() throws Exception {
    key("a");
    key("b");
    Path file = file("a.jsonl", sample());
    tippen("import", "jsonl", file.toString()).refused(2, "several sites", "--key KEY");
    tippen("import", "jsonl", file.toString(), "--key", "c").refused(1, "There is no key c");
    tippen("import", "jsonl", folder.resolve("none").toString()).refused(1, "There is no file");
  }

  @Test
  void secretKeysOfKilledImportsAreRevoked() throws Exception {
    key("shop");
    tippen("keys", "create", "--secret", "--for", "shop", "--notes", "./tippen, process 4194305")
        .ok();
    tippen("keys", "create", "--secret", "--for", "shop", "--notes", "mine").ok();
    imported("jsonl", file("a.jsonl", sample()));
    assertEquals(
        "mine", sql("SELECT group_concat(note) FROM secret_keys WHERE revoked_at_ms IS NULL"));
  }
}
