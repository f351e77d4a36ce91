package dev.tippen.identify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.TippenServer;
import dev.tippen.enrich.address.PublicAddresses;
import dev.tippen.event.ApiKey;
import dev.tippen.event.CompanySource;
import dev.tippen.support.Socket;
import dev.tippen.support.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// From the address of a visitor to the company on the owner's screen, over real HTTP, with a
/// service on this machine in place of the paid one.
@Timeout(120)
class IdentificationJourneyTest {
  private static final String ACME = "203.0.113.7";
  private static final String HOME = "198.51.100.9";
  private static final String PAGE = "https://www.example.com/";
  private static final String GOOGLEBOT =
      "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

  @TempDir Path data;
  private @SuppressWarnings("NullAway.Init") FakeService service;
  private @SuppressWarnings("NullAway.Init") TestServer server;
  private String owner = "";

  @AfterEach
  void stop() throws Exception {
    if (server != null) server.close();
    if (service != null) service.close();
  }

  private void start(Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.put("proxies.trusted", "127.0.0.1");
    TippenServer.Hooks hooks =
        new TippenServer.Hooks(
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            PublicAddresses.allowing("203.0.113.0/24", "198.51.100.0/24"));
    server = TestServer.of(TestServer.config(data, false, all), hooks);
    String link = server.notices.getFirst();
    String token = link.substring(link.indexOf("token=") + "token=".length());
    JsonNode answer =
        TestServer.json(
            server.post(
                "/api/auth/setup",
                """
                {"token":"%s","email":"o@example.com","password":"correct horse battery",
                 "firstName":"O","siteName":"Example","website":"example.com"}
                """
                    .formatted(token)));
    owner = answer.path("token").asText();
    key = answer.at("/site/apiKey").asText();
    assertFalse(owner.isEmpty(), answer.toString());
    assertFalse(key.isEmpty(), answer.toString());
  }

  private String key = "";

  private void startWithService() throws Exception {
    service =
        new FakeService(r ->
            r.line().contains(ACME)
                ? FakeService.json(
                    200,
                    """
                    {"ip":"203.0.113.7","fuzzy":false,"domain":"acme.example","type":"company",
                     "company":{"name":"Acme Pumps","domain":"acme.example",
                      "category":{"industry":"Machinery"},
                      "metrics":{"employees":420,"estimatedAnnualRevenue":"$50M-$100M"}}}
                    """)
                : FakeService.json(404, "{}"));
    start(
        Map.of(
            "identify.clearbit.enabled", "true",
            "identify.clearbit.key", "k-secret",
            "identify.clearbit.baseUrl", service.uri().toString()));
  }

  private HttpResponse<String> track(String visitor, String address, String fields)
      throws Exception {
    HttpResponse<String> response =
        server.post(
            "/track/visitor",
            """
            {"event":"pageview","website":"example.com","visitor":{"visitorId":"%s",
             "url":"%s","timezone":"Australia/Sydney"%s}}
            """
                .formatted(visitor, PAGE, fields),
            "X-Tippen-API-Key",
            key,
            "X-Forwarded-For",
            "192.0.2.200, " + address);
    assertEquals(200, response.statusCode(), response.body());
    return response;
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> response =
        server.send(server.to(path).header("Authorization", "Bearer " + owner).GET());
    assertEquals(200, response.statusCode(), response.body());
    return TestServer.json(response);
  }

  private JsonNode send(String method, String path, String body, int status) throws Exception {
    HttpRequest.Builder request =
        server
            .to(path)
            .header("Authorization", "Bearer " + owner)
            .method(method, BodyPublishers.ofString(body));
    HttpResponse<String> response = server.send(request);
    assertEquals(status, response.statusCode(), response.body());
    return TestServer.json(response);
  }

  private JsonNode row(String visitor) throws Exception {
    for (JsonNode v : get("/api/visitors?limit=1000").get("visitors")) {
      if (v.get("visitor_id").asText().equals(visitor)) return v;
    }
    return TestServer.json("{}");
  }

  private void awaitCompany(String visitor, String company) throws Exception {
    try (Socket dashboard = dashboard()) {
      dashboard.await(20_000, shows(visitor, company).or(lists(visitor, company)));
    }
    assertEquals(company, row(visitor).path("company").asText());
  }

  private Socket dashboard() {
    return new Socket(
        server.http(),
        server.webSocket("/ws/dashboard?apiKey=" + key),
        "Authorization",
        "Bearer " + owner);
  }

  private static Predicate<JsonNode> shows(String visitor, String company) {
    return m ->
        m.path("type").asText().equals("VISITOR_UPDATE")
            && m.at("/visitor/visitorId").asText().equals(visitor)
            && m.at("/visitor/company").asText().equals(company);
  }

  /// The board as it is when somebody opens it.
  private static Predicate<JsonNode> lists(String visitor, String company) {
    return m -> {
      for (JsonNode v : m.path("visitors")) {
        boolean same = v.path("visitorId").asText().equals(visitor);
        if (same && v.path("company").asText().equals(company)) return true;
      }
      return false;
    };
  }

  @Test
  void theCompanyArrivesAfterTheVisitor() throws Exception {
    startWithService();
    CountDownLatch answer = new CountDownLatch(1);
    var script = FakeService.json(200, "{\"company\":{\"name\":\"Acme Pumps\"}}");
    service.now(r ->
        (out, closed) -> {
          answer.await();
          script.write(out, closed);
        });
    try (Socket dashboard = dashboard()) {
      track("v1", ACME, "");
      dashboard.await(5_000, shows("v1", "example.com Visitor"));
      assertEquals("example.com Visitor", row("v1").get("company").asText());
      answer.countDown();
      JsonNode update = dashboard.await(5_000, shows("v1", "Acme Pumps")).get("visitor");
      assertEquals("provider", update.get("companySource").asText());
      assertEquals(1, update.get("pageViews").asInt());
      assertFalse(update.get("companyWhy").asText().isEmpty());
      awaitCompany("v1", "Acme Pumps");
      assertEquals(1, row("v1").get("page_views").asInt());
    }
  }

  @Test
  void theNextVisitorFromThereIsKnownAtOnceAndCostsNothing() throws Exception {
    startWithService();
    track("v1", ACME, "");
    awaitCompany("v1", "Acme Pumps");
    track("v2", ACME, "");
    assertEquals("Acme Pumps", row("v2").get("company").asText());
    assertEquals(1, service.requests().size());
    JsonNode company = get("/api/v1/companies").at("/companies/0");
    assertEquals("acme.example", company.get("domain").asText());
    assertEquals("Machinery", company.get("industry").asText());
    assertEquals(420, company.get("employees").asInt());
    assertEquals(2, company.get("visitors").asInt());
  }

  @Test
  void aThousandFirstVisitsFromOneAddressAskOnce() throws Exception {
    startWithService();
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      HttpRequest request =
          server
              .to("/track/visitor")
              .header("X-Tippen-API-Key", key)
              .header("X-Forwarded-For", ACME)
              .POST(
                  BodyPublishers.ofString(
                      "{\"visitor\":{\"visitorId\":\"m" + i + "\",\"url\":\"" + PAGE + "\"}}"))
              .build();
      all.add(server.http().sendAsync(request, HttpResponse.BodyHandlers.ofString()));
    }
    for (var f : all) assertEquals(200, f.join().statusCode());
    awaitCompany("m999", "Acme Pumps");
    assertEquals(1, service.requests().size());
  }

  @Test
  void whoNobodyKnowsStaysAnHonestLabel() throws Exception {
    startWithService();
    track("home", HOME, "");
    service.awaitRequest();
    track("home", HOME, "");
    assertEquals("example.com Visitor", row("home").get("company").asText());
    assertEquals("Australia/Sydney", row("home").get("location").asText());
    assertEquals(0, get("/api/v1/companies").get("companies").size());
    JsonNode day = get("/api/v1/identification?days=1").at("/days/0");
    assertEquals(1, day.get("eligible").asInt());
    assertEquals(0, day.get("found").size());
    assertEquals("clearbit", get("/api/v1/identification").at("/sources/0/source").asText());
  }

  @Test
  void headersOfStrangersAreNotBelieved() throws Exception {
    service = new FakeService(_ -> FakeService.json(404, "{}"));
    start(
        Map.of(
            "identify.clearbit.enabled", "true",
            "identify.clearbit.key", "k",
            "identify.clearbit.baseUrl", service.uri().toString()));
    // The right-most address is the client's; what stands left of it anybody can write.
    server.post(
        "/track/visitor",
        "{\"visitor\":{\"visitorId\":\"spoof\",\"url\":\"" + PAGE + "\"}}",
        "X-Tippen-API-Key",
        key,
        "X-Forwarded-For",
        ACME + ", " + HOME);
    assertTrue(service.awaitRequest().line().contains(HOME));
    assertFalse(service.awaitRequest().line().contains(ACME));
  }

  @Test
  void aRenamedCompanyIsRenamedForVisitorsOfBeforeAndAfter() throws Exception {
    startWithService();
    track("v1", ACME, "");
    awaitCompany("v1", "Acme Pumps");
    long id = get("/api/v1/companies").at("/companies/0/id").asLong();
    try (Socket dashboard = dashboard()) {
      send("PATCH", "/api/v1/companies/" + id, "{\"name\":\"Acme (customer)\"}", 200);
      JsonNode renamed = dashboard.await(10_000, shows("v1", "Acme (customer)")).get("visitor");
      assertEquals("provider", renamed.get("companySource").asText(), "it was found as before");
      assertEquals("You gave the company this name.", renamed.get("companyWhy").asText());
    }
    awaitCompany("v1", "Acme (customer)");
    track("v2", ACME, "");
    assertEquals("Acme (customer)", row("v2").get("company").asText());
    send("PATCH", "/api/v1/companies/" + id, "{\"name\":\"\"}", 200);
    awaitCompany("v2", "Acme Pumps");
    assertEquals(1, row("v2").get("page_views").asInt());
  }

  @Test
  void anInternetProviderIsNoCompanyUntilTheOwnerTakesThatBack() throws Exception {
    startWithService();
    track("v1", ACME, "");
    awaitCompany("v1", "Acme Pumps");
    long id = get("/api/v1/companies").at("/companies/0/id").asLong();
    send("PATCH", "/api/v1/companies/" + id, "{\"treatment\":\"isp\"}", 200);
    awaitCompany("v1", "example.com Visitor");
    track("v2", ACME, "");
    assertEquals("example.com Visitor", row("v2").get("company").asText());
    try (Socket dashboard = dashboard()) {
      send("PATCH", "/api/v1/companies/" + id, "{\"treatment\":\"company\"}", 200);
      JsonNode taken = dashboard.await(10_000, shows("v2", "Acme Pumps")).get("visitor");
      assertEquals("corrected", taken.get("companySource").asText(), "nobody found it");
      assertEquals("You corrected the company.", taken.get("companyWhy").asText());
    }
    awaitCompany("v1", "Acme Pumps");
    awaitCompany("v2", "Acme Pumps");
    assertEquals(CompanySource.CORRECTED, storedSource("v2"));
    track("v2", ACME, "");
    assertEquals(CompanySource.PROVIDER, storedSource("v2"), "what is found now holds again");
  }

  private CompanySource storedSource(String visitor) throws Exception {
    try (Connection c =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("tippen.db").toUri());
        Statement s = c.createStatement();
        ResultSet r =
            s.executeQuery(
                "SELECT company_source FROM visitor_state JOIN visitor_sessions v"
                    + " ON v.id = visitor_session_id WHERE visitor_id = '"
                    + visitor
                    + "'")) {
      assertTrue(r.next(), visitor);
      return CompanySource.values()[r.getInt(1)];
    }
  }

  @Test
  void ownTrafficIsExcludedListedAndCountedAfterAll() throws Exception {
    startWithService();
    track("v1", ACME, "");
    awaitCompany("v1", "Acme Pumps");
    long id = get("/api/v1/companies").at("/companies/0/id").asLong();
    send("PATCH", "/api/v1/companies/" + id, "{\"treatment\":\"own\"}", 200);
    HttpResponse<String> answer = track("office", ACME, "");
    assertEquals("own", answer.headers().firstValue("x-tippen-dropped").orElse(""));
    assertEquals("{}", row("office").toString());
    JsonNode excluded = get("/api/v1/excluded?days=1").at("/excluded/0");
    assertEquals("own", excluded.get("reason").asText());
    assertEquals("Acme Pumps", excluded.get("what").asText());
    assertEquals(1, excluded.get("events").asInt());
    assertEquals(1, replay("own", "Acme Pumps").get("counted").asInt());
    assertEquals(1, row("office").get("page_views").asInt());
    assertEquals("example.com Visitor", row("office").get("company").asText());
    assertEquals(1, replay("own", "").get("countedBefore").asInt());
    assertEquals(1, row("office").get("page_views").asInt());
  }

  @Test
  void whatIsCountedAfterAllHasItsCompanyIfItIsOneAgain() throws Exception {
    startWithService();
    track("v1", ACME, "");
    awaitCompany("v1", "Acme Pumps");
    long id = get("/api/v1/companies").at("/companies/0/id").asLong();
    send("PATCH", "/api/v1/companies/" + id, "{\"treatment\":\"blocked\"}", 200);
    track("v2", ACME, "");
    assertEquals("{}", row("v2").toString());
    send("PATCH", "/api/v1/companies/" + id, "{\"treatment\":\"company\",\"name\":\"Acme\"}", 200);
    assertEquals(1, replay("blocked", "Acme Pumps").get("counted").asInt());
    assertEquals("Acme", row("v2").get("company").asText());
  }

  @Test
  void aRobotIsListedByNameAndCountedAfterAllOnce() throws Exception {
    start(Map.of());
    String agent = ",\"userAgent\":\"" + GOOGLEBOT + "\"";
    HttpResponse<String> answer = track("bot", HOME, agent);
    assertEquals("robot", answer.headers().firstValue("x-tippen-dropped").orElse(""));
    JsonNode excluded = get("/api/v1/excluded?days=1").at("/excluded/0");
    assertEquals("robot", excluded.get("reason").asText());
    String name = excluded.get("what").asText();
    assertTrue(name.toLowerCase(java.util.Locale.ROOT).contains("google"), name);
    assertEquals(0, replay("robot", "Somebody else").get("counted").asInt());
    assertEquals(1, replay("robot", name).get("counted").asInt());
    assertEquals(1, row("bot").get("page_views").asInt());
  }

  private JsonNode replay(String reason, String what) throws Exception {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    send(
        "POST",
        "/api/v1/excluded/replay",
        "{\"reason\":\"%s\",\"from\":\"%s\",\"to\":\"%s\"%s}"
            .formatted(
                reason,
                today.minusDays(1),
                today,
                what.isEmpty() ? "" : ",\"what\":\"" + what + "\""),
        200);
    long deadline = System.nanoTime() + 20_000_000_000L;
    JsonNode state = get("/api/v1/excluded/replay");
    while (state.get("running").asBoolean() && System.nanoTime() < deadline) {
      state = get("/api/v1/excluded/replay");
    }
    assertFalse(state.get("running").asBoolean());
    assertEquals(0, state.get("failed").asInt());
    return state;
  }

  @Test
  void unsignedWordsNameOneVisitorAndSignedOnesACompany() throws Exception {
    start(Map.of());
    String identity = ",\"timestamp\":\"2026-01-01T00:00:00Z\"}";
    post("u1", "{\"company\":\"Evil Corp\",\"domain\":\"acme.example\"}");
    assertEquals("Evil Corp", row("u1").get("company").asText());
    assertEquals(0, get("/api/v1/companies").get("companies").size(), identity);
    String secret =
        send("POST", "/api/v1/identity-secret", "{}", 200).get("identitySecret").asText();
    String signature = HexFormat.of().formatHex(Identity.signature("user-1", secret));
    post(
        "s1",
        "{\"company\":\"Acme\",\"domain\":\"www.acme.example\",\"userId\":\"user-1\",\"signature\":\"%s\"}"
            .formatted(signature));
    awaitCompany("s1", "Acme");
    JsonNode company = get("/api/v1/companies").at("/companies/0");
    assertEquals("Acme", company.get("name").asText());
    assertEquals("acme.example", company.get("domain").asText());
    post(
        "s2",
        "{\"company\":\"Acme\",\"userId\":\"user-2\",\"signature\":\"%s\"}".formatted(signature));
    assertEquals(1, get("/api/v1/companies").get("companies").size());
  }

  private void post(String visitor, String identity) throws Exception {
    HttpResponse<String> response =
        server.post(
            "/track/visitor",
            """
            {"event":"identify","identity":%s,"visitor":{"visitorId":"%s","url":"%s"}}
            """
                .formatted(identity, visitor, PAGE),
            "X-Tippen-API-Key",
            key,
            "X-Forwarded-For",
            HOME);
    assertEquals(200, response.statusCode(), response.body());
  }

  @Test
  void declaredRangesWinAndOwnRangesAreExcluded() throws Exception {
    Path ranges = data.resolve("ranges.csv");
    Files.writeString(
        ranges,
        """
        cidr,company,domain,kind
        203.0.113.0/24,Acme Declared,acme.example,company
        198.51.100.0/24,Us,,us
        198.51.100.128/25,,,us
        """);
    start(Map.of("places.declaredRanges", ranges.toString()));
    track("v1", ACME, "");
    awaitCompany("v1", "Acme Declared");
    assertEquals("ranges.csv", get("/api/v1/identification").at("/files/0/file").asText());
    HttpResponse<String> own = track("desk", HOME, "");
    assertEquals("own", own.headers().firstValue("x-tippen-dropped").orElse(""));
    track("annex", "198.51.100.200", "");
    List<String> names = new ArrayList<>();
    for (JsonNode e : get("/api/v1/excluded?days=1").get("excluded")) {
      names.add(e.get("reason").asText() + " " + e.get("what").asText());
    }
    Collections.sort(names);
    assertEquals(List.of("own 198.51.100.128/25", "own Us"), names);
    assertEquals(1, replay("own", "Us").get("counted").asInt());
    assertEquals("example.com Visitor", row("desk").get("company").asText());
    assertEquals("{}", row("annex").toString());
  }

  @Test
  void onlyWhoMayActForTheSiteCorrects() throws Exception {
    startWithService();
    track("v1", ACME, "");
    awaitCompany("v1", "Acme Pumps");
    long id = get("/api/v1/companies").at("/companies/0/id").asLong();
    for (String bearer : List.of("wrong", key)) {
      HttpRequest.Builder request =
          server
              .to("/api/v1/companies/" + id + "?apiKey=" + key)
              .header("Authorization", "Bearer " + bearer)
              .method("PATCH", BodyPublishers.ofString("{\"name\":\"Mine\"}"));
      assertTrue(server.send(request).statusCode() >= 401, bearer);
    }
    send("PATCH", "/api/v1/companies/999", "{\"name\":\"x\"}", 404);
    send("PATCH", "/api/v1/companies/" + id, "{\"treatment\":\"friend\"}", 400);
    send("PATCH", "/api/v1/companies/" + id, "{\"mergedInto\":" + id + "}", 400);
    assertEquals("Acme Pumps", row("v1").get("company").asText());
    assertEquals(ApiKey.Type.CLIENT.text(), "client");
  }
}
