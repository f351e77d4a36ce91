package dev.tippen.http;

import static dev.tippen.account.AccountsRig.EMAIL;
import static dev.tippen.account.AccountsRig.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tippen.account.AccountsRig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthRoutesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String FOREIGN = "https://evil.example";

  @TempDir Path folder;

  private AccountsRig rig;
  private Vertx vertx;
  private Blocking blocking;
  private HttpClient client;
  private String own;

  @BeforeEach
  void open() throws Exception {
    rig = new AccountsRig(folder);
    vertx = Vertx.vertx();
    blocking = new Blocking(4);
    client = HttpClient.newHttpClient();
    own = serve(null);
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().get();
    blocking.close();
    rig.close();
  }

  /// Starts a server and returns its origin.
  private String serve(@Nullable String publicUrl) throws Exception {
    Router router = Router.router(vertx);
    new AuthRoutes(
            rig.accounts,
            new Proofs(publicUrl),
            blocking,
            c -> c.request().remoteAddress().hostAddress(),
            rig.clock)
        .mount(router);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    return "http://127.0.0.1:" + server.actualPort();
  }

  private record Answer(HttpResponse<String> http, JsonNode json) {
    int status() {
      return http.statusCode();
    }

    String cookie() {
      return http.headers().firstValue("set-cookie").orElse("");
    }

    String token() {
      return json.path("token").asText();
    }

    void refused(int status, String code) {
      assertEquals(status, http.statusCode(), http.body());
      assertFalse(json.path("success").asBoolean(true), http.body());
      assertEquals(code, json.path("code").asText(), http.body());
      assertFalse(json.path("error").asText().isEmpty(), http.body());
      assertEquals("application/json", http.headers().firstValue("content-type").orElse(""));
      assertEquals("no-store", http.headers().firstValue("cache-control").orElse(""));
    }

    Answer ok() {
      assertEquals(200, http.statusCode(), http.body());
      assertTrue(json.path("success").asBoolean(), http.body());
      return this;
    }
  }

  private Answer post(String server, String call, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + "/api/auth/" + call))
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) request.headers(headers);
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    return new Answer(response, MAPPER.readTree(response.body()));
  }

  private Answer post(String call, Map<String, ?> body, String... headers) throws Exception {
    return post(own, call, MAPPER.writeValueAsString(body), headers);
  }

  private Map<String, String> setUpBody() {
    return Map.of(
        "token", rig.linkToken(),
        "firstName", "Ann",
        "lastName", "Example",
        "email", EMAIL,
        "password", PASSWORD,
        "siteName", "Shop",
        "website", "shop.example");
  }

  private Answer login(String... headers) throws Exception {
    return post("login", Map.of("email", EMAIL, "password", PASSWORD), headers);
  }

  @Test
  void setUpAnswersUserSiteAndScriptTag() throws Exception {
    Answer answer = post("setup", setUpBody(), "Origin", own).ok();
    JsonNode user = answer.json().path("user");
    assertTrue(user.path("id").isIntegralNumber());
    assertEquals(EMAIL, user.path("email").asText());
    assertEquals("Ann", user.path("firstName").asText());
    assertEquals("Example", user.path("lastName").asText());
    assertEquals("admin", user.path("role").asText());
    assertTrue(user.path("organizationId").isIntegralNumber());
    assertEquals("Shop", user.path("organizationName").asText());
    String key = user.path("apiKey").asText();
    JsonNode site = answer.json().path("site");
    assertEquals(key, site.path("apiKey").asText());
    assertEquals("Shop", site.path("name").asText());
    assertEquals("shop.example", site.path("website").asText());
    assertEquals(
        "<script src=\"%s/tippen-tracker.js\" data-tippen-api-key=\"%s\" data-tippen-backend=\"%s\" async></script>"
            .formatted(own, key, own),
        site.path("scriptTag").asText());
    assertTrue(answer.cookie().startsWith("tippen_session=" + answer.token() + ";"));

    post("setup", setUpBody()).refused(409, "setup_done");
  }

  @Test
  void setUpRefusals() throws Exception {
    var body = new HashMap<>(setUpBody());
    body.put("token", "x");
    post("setup", body).refused(403, "setup_token_invalid");
    body = new HashMap<>(setUpBody());
    body.put("password", "short");
    Answer weak = post("setup", body);
    weak.refused(400, "field_invalid");
    assertTrue(weak.json().path("error").asText().startsWith("password "));
    post("setup", setUpBody(), "Origin", FOREIGN).refused(403, "origin_not_allowed");
    assertTrue(rig.accounts.needsSetUp());
  }

  @Test
  void cookieIsHttpOnlyLaxAndNotSecureOnHttp() throws Exception {
    rig.setUp();
    Answer answer = login().ok();
    List<String> parts = Arrays.asList(answer.cookie().split("; "));
    assertEquals("tippen_session=" + answer.token(), parts.getFirst());
    assertTrue(parts.contains("HTTPOnly"), answer.cookie());
    assertTrue(parts.contains("SameSite=Lax"), answer.cookie());
    assertTrue(parts.contains("Path=/"), answer.cookie());
    assertTrue(parts.contains("Max-Age=86400"), answer.cookie());
    assertFalse(parts.contains("Secure"), answer.cookie());
    Answer remembered =
        post("login", Map.of("email", EMAIL, "password", PASSWORD, "rememberMe", true));
    assertTrue(remembered.cookie().contains("Max-Age=2592000;"), remembered.cookie());
  }

  @Test
  void cookieIsSecureAndPublicOriginIsOwnBehindHttps() throws Exception {
    own = serve("https://Tippen.example.com/");
    Answer setUp = post("setup", setUpBody(), "Origin", "https://tippen.example.com").ok();
    assertTrue(setUp.cookie().contains("; Secure"), setUp.cookie());
    assertTrue(
        setUp
            .json()
            .path("site")
            .path("scriptTag")
            .asText()
            .startsWith("<script src=\"https://tippen.example.com/tippen-tracker.js\""));
  }

  @Test
  void wrongPasswordAndUnknownUserGetTheSameBytes() throws Exception {
    rig.setUp();
    Answer wrong = post("login", Map.of("email", EMAIL, "password", "wrong one"));
    Answer unknown = post("login", Map.of("email", "x@example.com", "password", "wrong one"));
    wrong.refused(401, "credentials_wrong");
    assertEquals("Invalid email or password", wrong.json().path("error").asText());
    assertEquals(wrong.http().body(), unknown.http().body());
    assertEquals("", wrong.cookie());
  }

  @Test
  void eleventhFailureIsToldWhenToComeBack() throws Exception {
    rig.setUp();
    for (int i = 0; i < 10; i++) {
      post("login", Map.of("email", EMAIL, "password", "wrong " + i))
          .refused(401, "credentials_wrong");
    }
    Answer answer = login();
    answer.refused(429, "too_many_attempts");
    assertEquals("900", answer.http().headers().firstValue("retry-after").orElse(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "\"text\"",
        "null",
        "7",
        "{",
        "{\"email\":\"a@b.cd\"} {}",
        "email=a&password=b",
        "{\"a\":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}"
      })
  void malformedBodiesAreRefused(String body) throws Exception {
    rig.setUp();
    for (String call : List.of("setup", "login", "signup")) {
      post(own, call, body).refused(400, "body_malformed");
    }
    if (!body.isEmpty()) {
      for (String call : List.of("verify", "logout")) {
        post(own, call, body).refused(400, "body_malformed");
      }
    }
  }

  @Test
  void formsAreNoJson() throws Exception {
    post(own, "login", "email=a&password=b", "Content-Type", "application/x-www-form-urlencoded")
        .refused(400, "body_malformed");
    post(own, "login", "--x--", "Content-Type", "multipart/form-data; boundary=x")
        .refused(400, "body_malformed");
  }

  @Test
  void wrongTypesAreNamedAndUnknownFieldsIgnored() throws Exception {
    rig.setUp();
    for (Object odd : List.of(7, true, 1.5, List.of("x"), Map.of("a", "b"))) {
      Answer answer = post("login", Map.of("email", EMAIL, "password", odd));
      answer.refused(400, "field_invalid");
      assertEquals("password has a value of the wrong type", answer.json().path("error").asText());
    }
    post("login", Map.of("email", EMAIL)).refused(400, "field_required");
    post("login", Map.of("email", EMAIL, "password", PASSWORD, "@class", "x", "more", List.of(1)))
        .ok();
    post(
            own,
            "login",
            MAPPER.writeValueAsString(Map.of("email", EMAIL, "password", PASSWORD)),
            "Content-Type",
            "text/plain")
        .ok();
  }

  @Test
  void oversizedBodyIsRefused() throws Exception {
    Answer answer =
        post("login", Map.of("email", EMAIL, "password", "x".repeat(AuthRoutes.BODY_MAX_BYTES)));
    answer.refused(413, "body_too_large");
    String justFits = "{\"email\":\"a@b.cd\",\"password\":\"%s\"}";
    int room = AuthRoutes.BODY_MAX_BYTES - justFits.length() + 2;
    post(own, "login", justFits.formatted("x".repeat(room))).refused(401, "credentials_wrong");
  }

  @Test
  void foreignPagesCantSignIn() throws Exception {
    rig.setUp();
    for (String origin :
        List.of(
            FOREIGN, "null", "http://127.0.0.1:1", own.replace("http:", "https:"), own + ".x")) {
      Answer answer = login("Origin", origin);
      answer.refused(403, "origin_not_allowed");
      assertEquals("", answer.cookie());
    }
    post("signup", Map.of("email", "b@example.com"), "Origin", FOREIGN)
        .refused(403, "origin_not_allowed");
    login("Origin", own).ok();
    login().ok();
  }

  @Test
  void verifyTakesBodyBearerOrCookie() throws Exception {
    rig.setUp();
    String token = login().ok().token();
    Answer byBody = post("verify", Map.of("token", token)).ok();
    assertEquals(EMAIL, byBody.json().path("user").path("email").asText());
    assertTrue(byBody.json().path("token").isMissingNode());
    post(own, "verify", "", "Authorization", "Bearer " + token).ok();
    post("verify", Map.of(), "authorization", "bearer " + token).ok();
    Answer byCookie = post("verify", Map.of(), "Cookie", "tippen_session=" + token).ok();
    assertTrue(byCookie.cookie().startsWith("tippen_session=" + token), "renewed");
    post(own, "verify", "", "Cookie", "a=b; tippen_session=" + token, "Origin", own).ok();

    post("verify", Map.of()).refused(401, "session_invalid");
    post("verify", Map.of("token", "")).refused(401, "session_invalid");
    post("verify", Map.of("token", "nonsense")).refused(401, "session_invalid");
    post(own, "verify", "{\"token\":null}").refused(401, "session_invalid");
    post("verify", Map.of("token", 7)).refused(400, "field_invalid");
  }

  @Test
  void foreignPageVerifiesOnlyATokenItHoldsAndSetsNoCookie() throws Exception {
    rig.setUp();
    String token = login().ok().token();
    post("verify", Map.of(), "Cookie", "tippen_session=" + token, "Origin", FOREIGN)
        .refused(401, "session_invalid");
    Answer byToken = post("verify", Map.of("token", token), "Origin", FOREIGN).ok();
    assertEquals("", byToken.cookie());
  }

  @Test
  void logoutByBearerWithoutBodyOrByTokenEndsTheLogin() throws Exception {
    rig.setUp();
    String one = login().ok().token();
    post(own, "logout", "", "Authorization", "Bearer " + one, "Origin", FOREIGN).ok();
    post("verify", Map.of("token", one)).refused(401, "session_invalid");
    String two = login().ok().token();
    post("logout", Map.of("token", two)).ok();
    post("verify", Map.of("token", two)).refused(401, "session_invalid");
    post(own, "logout", "").ok();
  }

  @Test
  void logoutByCookieNeedsTheOwnOrigin() throws Exception {
    rig.setUp();
    String token = login().ok().token();
    String cookie = "tippen_session=" + token;
    post(own, "logout", "", "Cookie", cookie, "Origin", FOREIGN).refused(403, "origin_not_allowed");
    post(own, "logout", "", "Cookie", cookie).refused(403, "origin_not_allowed");
    post("verify", Map.of("token", token)).ok();
    Answer out = post(own, "logout", "", "Cookie", cookie, "Origin", own).ok();
    assertTrue(out.cookie().startsWith("tippen_session=;"), out.cookie());
    assertTrue(out.cookie().contains("Max-Age=0"), out.cookie());
    post("verify", Map.of("token", token)).refused(401, "session_invalid");
  }

  @Test
  void signUpAnswersLikeLogin() throws Exception {
    rig.setUp();
    Answer answer =
        post(
                "signup",
                Map.of(
                    "firstName", "Bob",
                    "lastName", "B",
                    "email", "bob@example.com",
                    "password", PASSWORD,
                    "companyName", "Bob & Sons",
                    "staffCount", "11-50",
                    "revenue", "1M"))
            .ok();
    assertEquals("Bob & Sons", answer.json().path("user").path("organizationName").asText());
    assertTrue(answer.cookie().startsWith("tippen_session=" + answer.token()));
    post("signup", Map.of("email", "x@example.com")).refused(400, "field_required");
    post("signup", Map.of("email", EMAIL, "password", PASSWORD, "companyName", "x"))
        .refused(400, "email_taken");
  }

  @Test
  void brokenStoreIsToldWithoutDetails() throws Exception {
    rig.setUp();
    rig.sql("ALTER TABLE login_sessions RENAME TO gone");
    Answer answer = login();
    answer.refused(503, "store_failed");
    assertFalse(answer.http().body().contains("login_sessions"), answer.http().body());
  }

  @Test
  void originInTheScriptTagIsEscaped() {
    assertFalse(AuthRoutes.scriptTag("k", "http://a\"><script>").contains("a\"><script"));
  }
}
