package dev.tippen.identify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.Confidence;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What each provider is asked, and what its answers mean.
class ProvidersTest {
  private static final String KEY = "sk_very-secret-key";
  private static final InetAddress V4 = InetAddress.ofLiteral("198.51.100.7");
  private static final InetAddress V6 = InetAddress.ofLiteral("2001:db8::7");

  private final ManualClock clock = new ManualClock("2026-11-22T12:00:00Z");
  private final HttpCalls calls = new HttpCalls(500, 1_000, clock);

  @AfterEach
  void close() {
    calls.close();
  }

  private Provider provider(String name, URI base) {
    return switch (name) {
      case "clearbit" -> new Clearbit(base, KEY, calls);
      case "enrich_so" -> new EnrichSo(base, KEY, calls);
      case "snitcher" -> new Snitcher(base, KEY, calls);
      case "ipinfo lite" -> ipinfo(base, IpInfo.Edition.LITE, NetworkNames.NOBODY);
      case "ipinfo core" -> ipinfo(base, IpInfo.Edition.CORE, NetworkNames.NOBODY);
      case "ipinfo full" -> ipinfo(base, IpInfo.Edition.FULL, NetworkNames.NOBODY);
      case "generic" -> new GenericJson(form(base + "/v1/{ip}?k={key}", "/error"), KEY, calls);
      default -> throw new AssertionError(name);
    };
  }

  private IpInfo ipinfo(URI base, IpInfo.Edition edition, NetworkNames networks) {
    return new IpInfo(base, edition, KEY, networks, calls);
  }

  private static GenericJson.Form form(String url, @Nullable String notFound) {
    return new GenericJson.Form(
        url,
        "X-Key",
        "Key {key}",
        "/org/name",
        "/org/web",
        "/org/sector",
        "/org/staff",
        "/land",
        "/net",
        410,
        notFound);
  }

  private Answer ask(String name, FakeService.Reply reply) throws Exception {
    try (FakeService service = FakeService.always(reply)) {
      return provider(name, service.uri()).lookup(V4);
    }
  }

  private static CompanyProfile company(Answer answer) {
    CompanyProfile profile = answer.profile();
    if (profile == null) throw new AssertionError(answer.toString());
    return profile;
  }

  private static final String ALL =
      "clearbit,enrich_so,snitcher,ipinfo lite,ipinfo core,ipinfo full,generic";

  // ---------------------------------------------------------------- what is asked

  @ParameterizedTest
  @CsvSource({
    "clearbit,    GET /v1/companies/find?ip=198.51.100.7 HTTP/1.1",
    "enrich_so,   GET /v1/api/ip-to-company-lookup?ip=198.51.100.7 HTTP/1.1",
    "snitcher,    POST /company/find?ip=198.51.100.7 HTTP/1.1",
    "ipinfo lite, GET /lite/198.51.100.7 HTTP/1.1",
    "ipinfo core, GET /lookup/198.51.100.7 HTTP/1.1",
    "ipinfo full, GET /198.51.100.7 HTTP/1.1"
  })
  void theQuestionHasTheVendorsForm(String name, String line) throws Exception {
    try (FakeService service = FakeService.always(FakeService.json(404, "{}"))) {
      provider(name, URI.create(service.uri() + "/")).lookup(V4);
      FakeService.Request request = service.requests().getFirst();
      assertEquals(line, request.line());
      assertEquals("Bearer " + KEY, request.header("Authorization"));
      assertEquals("application/json", request.header("Accept"));
      assertEquals("", request.header("Referer") + request.header("Cookie"));
      provider(name, service.uri()).lookup(V6);
      assertTrue(
          service.requests().get(1).line().contains("2001%3Adb8%3A0%3A0%3A0%3A0%3A0%3A7"),
          service.requests().get(1).line());
    }
  }

  @Test
  void theGenericQuestionIsWhatTheOwnerWrote() throws Exception {
    try (FakeService service = FakeService.always(FakeService.json(404, "{}"))) {
      provider("generic", service.uri()).lookup(V6);
      assertEquals(
          "GET /v1/2001%3Adb8%3A0%3A0%3A0%3A0%3A0%3A7?k=" + KEY + " HTTP/1.1",
          service.requests().getFirst().line());
      assertEquals("Key " + KEY, service.requests().getFirst().header("X-Key"));
    }
  }

  @Test
  void aLookAlikeMayLiveUnderAPath() throws Exception {
    try (FakeService service = FakeService.always(FakeService.json(404, "{}"))) {
      provider("clearbit", URI.create(service.uri() + "/reveal/")).lookup(V4);
      assertTrue(
          service.requests().getFirst().line().startsWith("GET /reveal/v1/companies/find?ip="));
    }
  }

  // ---------------------------------------------------------------- what status codes mean

  @ParameterizedTest
  @CsvSource({
    "202, PENDING",
    "204, FAILED",
    "301, FAILED",
    "400, INVALID",
    "401, INVALID",
    "402, QUOTA",
    "404, NOT_FOUND",
    "418, FAILED",
    "422, INVALID",
    "429, RATE_LIMITED",
    "500, FAILED",
    "503, FAILED"
  })
  void statusCodesMeanTheSameEverywhere(int code, Status expected) throws Exception {
    for (String name : ALL.split(",")) {
      Answer answer = ask(name, FakeService.json(code, "{\"message\":\"x\"}"));
      assertEquals(expected, answer.status(), name);
      assertEquals(code == 401, answer.failure() == Answer.Failure.KEY, name);
      assertFalse(answer.reason().isBlank());
    }
  }

  @Test
  void aStatusWithoutAJsonBodyMeansTheSame() throws Exception {
    for (String name : ALL.split(",")) {
      assertEquals(
          Status.NOT_FOUND,
          ask(name, FakeService.reply(404, "text/html", "<h1>no</h1>")).status(),
          name);
      assertEquals(
          Status.RATE_LIMITED,
          ask(name, FakeService.reply(429, "text/plain", "slow down")).status(),
          name);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "clearbit, Forbidden,                    INVALID",
    "clearbit, You have exceeded your quota, QUOTA",
    "ipinfo lite, Unknown token,             INVALID",
    "snitcher, Quota exceeded,               QUOTA",
    "snitcher, No,                           QUOTA",
    "snitcher, This API key is not valid,    INVALID"
  })
  void forbiddenIsAboutTheKeyOrAboutCredits(String name, String message, Status expected)
      throws Exception {
    assertEquals(
        expected, ask(name, FakeService.json(403, "{\"message\":\"" + message + "\"}")).status());
  }

  @Test
  void retryAfterIsReadAsSecondsAndAsDate() throws Exception {
    assertEquals(0, ask("clearbit", FakeService.json(429, "{}")).retryAfterSeconds());
    assertEquals(
        17, ask("clearbit", FakeService.json(429, "{}", "Retry-After: 17")).retryAfterSeconds());
    assertEquals(
        90,
        ask("clearbit", FakeService.json(429, "{}", "Retry-After: Sun, 22 Nov 2026 12:01:30 GMT"))
            .retryAfterSeconds());
    for (String odd : List.of("soon", "-5", "Sun, 22 Nov 2020 12:01:30 GMT")) {
      assertEquals(
          0,
          ask("clearbit", FakeService.json(429, "{}", "Retry-After: " + odd)).retryAfterSeconds());
    }
    assertEquals(
        86_400,
        ask("clearbit", FakeService.json(429, "{}", "Retry-After: 999999999")).retryAfterSeconds());
  }

  // ---------------------------------------------------------------- faults

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    try (FakeService other = FakeService.always(FakeService.json(200, "{}"))) {
      for (String name : ALL.split(",")) {
        Answer answer =
            ask(name, FakeService.json(302, "{}", "Location: " + other.uri() + "/stolen"));
        assertEquals(Status.FAILED, answer.status(), name);
      }
      assertEquals(List.of(), other.requests());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "42",
        "{\"company\":{\"name\":\"Ac",
        "{\"company\":{\"name\":\"Acme\"}} {}",
        "<html>",
        "{\"hello\":\"world\"}",
        "{}"
      })
  void aBodyThatCanNotBeReadIsAFailure(String body) throws Exception {
    for (String name : ALL.split(",")) {
      assertEquals(Status.FAILED, ask(name, FakeService.json(200, body)).status(), name);
    }
  }

  @Test
  void deepAndHugeJsonIsAFailure() throws Exception {
    String deep = "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
    String number = "{\"company\":{\"name\":" + "9".repeat(5_000) + "}}";
    for (String body : List.of(deep, number)) {
      assertEquals(Status.FAILED, ask("clearbit", FakeService.json(200, body)).status());
    }
  }

  @Test
  void onlyJsonIsRead() throws Exception {
    String body = "{\"company\":{\"name\":\"Acme\"}}";
    for (String type : List.of("text/html", "application/javascript", "", "image/json")) {
      assertEquals(Status.FAILED, ask("clearbit", FakeService.reply(200, type, body)).status());
    }
    for (String type : List.of("application/problem+json", "Application/JSON", "text/json")) {
      assertEquals(Status.FOUND, ask("clearbit", FakeService.reply(200, type, body)).status());
    }
  }

  @Test
  void whoHangsOrTricklesOrNeverEndsIsCut() throws Exception {
    for (FakeService.Reply reply : List.of(FakeService.hang(), FakeService.trickle())) {
      Answer late = ask("clearbit", reply);
      assertEquals(Status.FAILED, late.status());
      assertEquals("Clearbit did not answer in time.", late.reason());
      assertEquals(Answer.Failure.UNCERTAIN, late.failure());
    }
    Answer endless = ask("clearbit", FakeService.endless(10_000_000));
    assertEquals(Status.FAILED, endless.status());
    assertEquals("Clearbit sent too long an answer.", endless.reason());
    Answer cut =
        ask(
            "clearbit",
            (out, _) -> {
              out.write("HTTP/1.1 200 OK\r\nContent-Le".getBytes());
              out.close();
            });
    assertEquals(Status.FAILED, cut.status());
  }

  @Test
  void whoIsNotThereCostsNothing() throws Exception {
    URI gone;
    try (FakeService service = FakeService.always(FakeService.hang())) {
      gone = service.uri();
    }
    Answer answer = provider("clearbit", gone).lookup(V4);
    assertEquals(Status.FAILED, answer.status());
    assertEquals(Answer.Failure.UNREACHED, answer.failure());
  }

  /// Also while everything goes wrong, and with the loudest log.
  @Test
  void keysAreInNoLogNoReasonAndNoText() throws Exception {
    StringBuilder logged = new StringBuilder();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord r) {
            logged.append(r.getMessage()).append(java.util.Arrays.toString(r.getParameters()));
            for (Throwable t = r.getThrown(); t != null; t = t.getCause()) logged.append(t);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger root = Logger.getLogger("");
    Level before = root.getLevel();
    root.addHandler(handler);
    root.setLevel(Level.ALL);
    Logger ours = Logger.getLogger("dev.tippen.identify");
    try {
      for (String name : ALL.split(",")) {
        for (FakeService.Reply reply :
            List.of(
                FakeService.json(401, "{\"message\":\"bad key " + KEY + "\"}"),
                FakeService.json(500, KEY),
                FakeService.json(200, "{\"x\":\"" + KEY + "\"}"),
                FakeService.json(302, "{}", "Location: /" + KEY))) {
          try (FakeService service = FakeService.always(reply)) {
            Provider provider = provider(name, service.uri());
            Rig rig =
                new Rig(clock, new dev.tippen.store.MemoryLookupStore(), Rig.source(provider));
            logged.append(rig.visit(V4)).append(provider).append(Rig.source(provider));
            logged.append(rig.lookups.sources()).append(provider.host());
          }
        }
      }
      ours.info("the handler hears");
    } finally {
      root.removeHandler(handler);
      root.setLevel(before);
    }
    assertTrue(logged.toString().contains("the handler hears"));
    assertFalse(logged.toString().contains("very-secret"), logged.toString());
  }

  // ---------------------------------------------------------------- bodies

  private static final String CLEARBIT =
      """
      {"ip":"198.51.100.7","fuzzy":false,"domain":"acme.example","type":"company",
       "company":{"name":"Acme","legalName":"Acme, Inc.","domain":"acme.example",
        "category":{"sector":"IT","industry":"Software"},
        "geo":{"city":"Sydney","country":"Australia"},
        "metrics":{"employees":120,"employeesRange":"51-250","estimatedAnnualRevenue":"$10M-$50M"}},
       "confidenceScore":"very_high"}
      """;

  @Test
  void clearbitFindsACompany() throws Exception {
    Answer answer = ask("clearbit", FakeService.json(200, CLEARBIT));
    assertEquals(
        new CompanyProfile(
            "Acme",
            "Acme, Inc.",
            "acme.example",
            "Software",
            120,
            "51-250",
            "$10M-$50M",
            "Australia",
            "Sydney"),
        company(answer));
    assertEquals(Confidence.HIGH, answer.confidence());
  }

  @ParameterizedTest
  @CsvSource({
    "very_high, HIGH",
    "high, HIGH",
    "medium, MEDIUM",
    "low, LOW",
    "very low, LOW",
    "odd, MEDIUM"
  })
  void clearbitsScoresBecomeSteps(String score, Confidence expected) throws Exception {
    String body = CLEARBIT.replace("very_high", score);
    assertEquals(expected, ask("clearbit", FakeService.json(200, body)).confidence());
  }

  @Test
  void aFuzzyMatchIsAGuessAndNoScoreTheMiddle() throws Exception {
    String fuzzy = CLEARBIT.replace("\"fuzzy\":false", "\"fuzzy\":true");
    assertEquals(Confidence.LOW, ask("clearbit", FakeService.json(200, fuzzy)).confidence());
    assertEquals(
        Confidence.MEDIUM,
        ask("clearbit", FakeService.json(200, CLEARBIT.replace("confidenceScore", "other")))
            .confidence());
  }

  @Test
  void anAccessNetworkIsNoCompany() throws Exception {
    for (String type : List.of("isp", "ISP", "hosting")) {
      Answer answer =
          ask(
              "clearbit",
              FakeService.json(
                  200, "{\"type\":\"" + type + "\",\"company\":{\"name\":\"Big Telecom\"}}"));
      assertEquals(Status.NOT_FOUND, answer.status());
      assertEquals("Big Telecom", answer.ispName());
    }
  }

  @Test
  void aDomainAloneIsACompanyByDomain() throws Exception {
    Answer answer =
        ask("clearbit", FakeService.json(200, "{\"company\":null,\"domain\":\"Acme.Example\"}"));
    assertEquals("acme.example", company(answer).name());
    assertEquals(
        Status.NOT_FOUND,
        ask("clearbit", FakeService.json(200, "{\"company\":null,\"domain\":null}")).status());
  }

  /// Faults 3 and 6 of the system before: labels were counted as companies.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Unknown Company",
        "unknown",
        "UNKNOWN COMPANY",
        "N/A",
        "null",
        "-",
        "...",
        "shop.example Visitor",
        "\\u0000\\u0007"
      })
  void aLabelIsNoCompany(String label) throws Exception {
    for (String name : List.of("clearbit", "snitcher")) {
      String body = "{\"ip\":\"1\",\"company\":{\"name\":\"" + label + "\"}}";
      assertEquals(Status.NOT_FOUND, ask(name, FakeService.json(200, body)).status(), name);
    }
    String body = "{\"success\":true,\"data\":{\"name\":\"" + label + "\"}}";
    assertEquals(Status.NOT_FOUND, ask("enrich_so", FakeService.json(200, body)).status());
  }

  @Test
  void textsAreBoundedAndHaveNoControlCharacters() throws Exception {
    String body =
        "{\"company\":{\"name\":\"Ac\\u0000me\\n\\u202e \\u2028 Ltd\",\"legalName\":\""
            + "x".repeat(60_000)
            + "\",\"domain\":\"https://www.Acme.example/path?q\",\"metrics\":{\"employees\":-5}}}";
    CompanyProfile profile = company(ask("clearbit", FakeService.json(200, body)));
    assertEquals("Ac me Ltd", profile.name());
    String legal = profile.legalName();
    assertEquals(256, legal == null ? 0 : legal.length());
    assertEquals("acme.example", profile.domain());
    assertEquals(0, profile.employees());
  }

  @Test
  void snitcherFindsACompany() throws Exception {
    String body =
        """
        {"ip":"198.51.100.7","fuzzy":false,"domain":"acme.example","type":"business",
         "company":{"name":"Acme","domain":"acme.example","website":"https://acme.example",
          "industry":"Software","founded_year":"1999","employee_range":"51-200",
          "annual_revenue":5000000,"total_funding":null,"location":"Sydney, Australia"}}
        """;
    CompanyProfile profile = company(ask("snitcher", FakeService.json(200, body)));
    assertEquals("Acme", profile.name());
    assertEquals("51-200", profile.employeesRange());
    assertEquals("5000000", profile.revenue());
    assertEquals(
        Status.NOT_FOUND,
        ask("snitcher", FakeService.json(200, "{\"ip\":\"1\",\"company\":null}")).status());
  }

  @Test
  void snitcherWorksOnItAndThenKnows() throws Exception {
    try (FakeService service =
        FakeService.always(FakeService.json(202, "{\"status\":202,\"message\":\"queued\"}"))) {
      Rig rig =
          new Rig(
              clock,
              new dev.tippen.store.MemoryLookupStore(),
              Rig.source(provider("snitcher", service.uri())));
      assertEquals(Status.PENDING, rig.visit(V4).status());
      service.now(_ -> FakeService.json(200, "{\"company\":{\"name\":\"Acme\"}}"));
      clock.addMs(5_000);
      rig.run();
      assertTrue(rig.visit(V4).isFound());
      assertEquals(2, service.requests().size());
    }
  }

  @Test
  void enrichSoFindsACompany() throws Exception {
    String body =
        """
        {"success":true,"data":{"name":"","legalName":"Acme, Inc.","domain":"acme.example",
         "category":{"industry":null,"industryGroup":"Software"},
         "metrics":{"estimatedAnnualRevenue":"$10M","employees":null,"employeesRange":"51-250"},
         "location":"Sydney, Australia","geo":{"city":"Sydney","country":"Australia"}},
         "meta":{"creditsUsed":3}}
        """;
    Answer answer = ask("enrich_so", FakeService.json(200, body));
    assertEquals(
        new CompanyProfile(
            "Acme, Inc.",
            "Acme, Inc.",
            "acme.example",
            "Software",
            0,
            "51-250",
            "$10M",
            "Australia",
            "Sydney"),
        company(answer));
    assertEquals(3, answer.creditsUsed());
  }

  /// "Not found" has status 200 there.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"error":true,"message":"No company record found"} | NOT_FOUND
          {"success":false,"message":"Company not found"}    | NOT_FOUND
          {"success":true,"data":null}                       | NOT_FOUND
          {"error":true,"message":"Insufficient credits"}    | QUOTA
          {"error":true,"message":"Invalid API key"}         | INVALID
          {"error":true,"message":"Something else"}          | FAILED
          {"success":true}                                   | FAILED
          {"data":{"name":"Acme"}}                           | FAILED
          """)
  void enrichSoSaysEverythingWith200(String body, Status expected) throws Exception {
    assertEquals(expected, ask("enrich_so", FakeService.json(200, body)).status());
  }

  @Test
  void ipinfoLiteNamesTheOwnerOfTheNetworkOnly() throws Exception {
    String body =
        """
        {"ip":"198.51.100.7","asn":"AS64500","as_name":"Acme Inc","as_domain":"acme.example",
         "country_code":"AU","country":"Australia"}
        """;
    Answer answer = ask("ipinfo lite", FakeService.json(200, body));
    assertEquals(Status.NOT_FOUND, answer.status());
    assertEquals("Acme Inc", answer.ispName());
    try (FakeService service = FakeService.always(FakeService.json(200, body))) {
      NetworkNames acme = (asn, _, domain) -> asn == 64500 && "acme.example".equals(domain);
      Answer company = ipinfo(service.uri(), IpInfo.Edition.LITE, acme).lookup(V4);
      assertEquals("Acme Inc", company(company).name());
      assertEquals("AU", company(company).country());
      assertEquals(Confidence.LOW, company.confidence());
    }
  }

  @Test
  void ipinfoCoreKnowsTheKindOfNetwork() throws Exception {
    String body =
        """
        {"ip":"198.51.100.7","geo":{"city":"Sydney","country_code":"AU"},
         "as":{"asn":"AS64500","name":"Acme Inc","domain":"acme.example","type":"business"},
         "is_hosting":false,"is_anonymous":false}
        """;
    Answer answer = ask("ipinfo core", FakeService.json(200, body));
    assertEquals("Acme Inc", company(answer).name());
    assertEquals(Confidence.LOW, answer.confidence());
    for (String other :
        List.of(
            body.replace("\"business\"", "\"isp\""),
            body.replace("\"is_hosting\":false", "\"is_hosting\":true"),
            body.replace("\"is_anonymous\":false", "\"is_anonymous\":true"),
            body.replace(",\"type\":\"business\"", ""))) {
      Answer none = ask("ipinfo core", FakeService.json(200, other));
      assertEquals(Status.NOT_FOUND, none.status(), other);
      assertEquals("Acme Inc", none.ispName());
    }
  }

  @Test
  void ipinfoFullNamesTheCompany() throws Exception {
    String body =
        """
        {"ip":"198.51.100.7","country":"AU","org":"AS64500 Big Telecom",
         "company":{"name":"Acme Inc","domain":"acme.example","type":"business"},
         "asn":{"asn":"AS64500","name":"Big Telecom","route":"198.51.100.0/24","type":"isp"},
         "privacy":{"vpn":false,"proxy":false,"tor":false,"relay":false,"hosting":false}}
        """;
    Answer answer = ask("ipinfo full", FakeService.json(200, body));
    assertEquals("Acme Inc", company(answer).name());
    assertEquals(Confidence.MEDIUM, answer.confidence());
    assertNull(answer.matchedPrefix(), "the route is the carrier's, not the company's");
    for (String other :
        List.of(
            body.replace("\"type\":\"business\"", "\"type\":\"isp\""),
            body.replace("\"vpn\":false", "\"vpn\":true"),
            body.replace("\"hosting\":false", "\"hosting\":true"))) {
      assertEquals(
          Status.NOT_FOUND, ask("ipinfo full", FakeService.json(200, other)).status(), other);
    }
    Answer carrier =
        ask("ipinfo full", FakeService.json(200, "{\"ip\":\"1\",\"org\":\"AS1 Big Telecom\"}"));
    assertEquals("AS1 Big Telecom", carrier.ispName());
    assertEquals(
        Status.SKIPPED,
        ask("ipinfo full", FakeService.json(200, "{\"ip\":\"10.0.0.1\",\"bogon\":true}")).status());
  }

  @Test
  void theGenericServiceIsReadByPointers() throws Exception {
    String body =
        """
        {"org":{"name":"Acme","web":"acme.example","sector":"Software","staff":"51-200"},
         "land":"AU","net":"198.51.100.0/25","error":false}
        """;
    Answer answer = ask("generic", FakeService.json(200, body));
    assertEquals(
        new CompanyProfile("Acme", null, "acme.example", "Software", 0, "51-200", null, "AU", null),
        company(answer));
    Prefix matched = answer.matchedPrefix();
    assertEquals("198.51.100.0/25", matched == null ? "" : matched.text());
    for (String error : List.of("true", "\"no record\"", "{\"code\":1}")) {
      assertEquals(
          Status.NOT_FOUND,
          ask("generic", FakeService.json(200, body.replace("false", error))).status());
    }
    assertEquals(Status.NOT_FOUND, ask("generic", FakeService.json(410, "{}")).status());
    assertEquals(
        Status.NOT_FOUND,
        ask("generic", FakeService.json(200, "{\"org\":{\"name\":null}}")).status());
  }

  @Test
  void aServiceThatIsSlowToSomeIsQuickToOthers() throws IOException, InterruptedException {
    try (FakeService service =
        new FakeService(r ->
            r.line().contains("198.51.100.7")
                ? FakeService.hang()
                : FakeService.json(200, CLEARBIT))) {
      Provider provider = provider("clearbit", service.uri());
      Thread slow =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  provider.lookup(V4);
                } catch (InterruptedException _) {
                  Thread.currentThread().interrupt();
                }
              });
      assertEquals(Status.FOUND, provider.lookup(V6).status());
      slow.join();
    }
  }
}
