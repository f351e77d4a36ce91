package dev.tippen.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.event.ApiKey;
import dev.tippen.store.KeyStore.NewKey;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import dev.tippen.store.sqlite.SqliteKeyStore;
import dev.tippen.support.TestServer;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything wrong that a client can send gets a clear JSON answer with CORS headers, and harms
/// nobody else.
class BadInputTest {
  private static final String GOOD = TestServer.event("pageview", "v", "https://example.com/");

  @TempDir static Path data;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.demo(data);
    SqliteKeyStore keys = new SqliteKeyStore(new DirectAccess(Database.open(data)));
    keys.create(
        new NewKey(
            "revoked_key", ApiKey.Type.CLIENT, "R", null, null, List.of(), true, null, null));
    keys.revoke("revoked_key");
    keys.create(
        new NewKey(
            "limited_key",
            ApiKey.Type.CLIENT,
            "L",
            null,
            null,
            List.of("https://shop.example"),
            false,
            null,
            null));
    // A running server follows keys within a second.
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (server.post("/track/visitor", GOOD, "X-Tippen-API-Key", "limited_key").statusCode()
        != 200) {
      assertTrue(System.nanoTime() < deadline, "the new key was never noticed");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest(name = "{0} -> {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | 400 | body_malformed",
        "null | 400 | body_malformed",
        "[] | 400 | body_malformed",
        "`\"x\"` | 400 | body_malformed",
        "{ | 400 | body_malformed",
        "{} | 400 | visitor_required",
        "`{\"visitor\":null}` | 400 | visitor_required",
        "`{\"visitor\":{\"visitorId\":\"\"}}` | 400 | visitor_required",
        "`{\"visitor\":{\"visitorId\":null}}` | 400 | visitor_required",
        "`{\"visitor\":{\"visitorId\":{}}}` | 400 | visitor_required",
        "`{\"visitor\":{\"visitorId\":\"a\\u0000b\"}}` | 400 | field_invalid"
      })
  void badBodiesAreRefused(String body, int status, String code) throws Exception {
    assertProblem(
        status, code, server.post("/track/visitor", body, "X-Tippen-API-Key", TestServer.KEY));
  }

  @Test
  void keysDecideWhoMaySend() throws Exception {
    assertProblem(401, "api_key_required", server.post("/track/visitor", GOOD));
    assertProblem(
        401, "api_key_unknown", server.post("/track/visitor", GOOD, "X-Tippen-API-Key", "nope"));
    assertProblem(
        403,
        "api_key_inactive",
        server.post("/track/visitor", GOOD, "X-Tippen-API-Key", "revoked_key"));
    assertProblem(
        403,
        "origin_not_allowed",
        server.post(
            "/track/visitor",
            GOOD,
            "X-Tippen-API-Key",
            "limited_key",
            "Origin",
            "https://evil.example"));
    assertEquals(
        200,
        server
            .post(
                "/track/visitor",
                GOOD,
                "X-Tippen-API-Key",
                "limited_key",
                "Origin",
                "https://shop.example")
            .statusCode());
  }

  @Test
  void aKeyMayStandInHeaderQueryOrBody() throws Exception {
    assertEquals(200, server.post("/track/visitor?apiKey=" + TestServer.KEY, GOOD).statusCode());
    assertEquals(200, server.post("/track/visitor?api_key=" + TestServer.KEY, GOOD).statusCode());
    String inBody = GOOD.replaceFirst("\\{", "{\"apiKey\":\"" + TestServer.KEY + "\",");
    assertEquals(
        200,
        server
            .post("/track/visitor", inBody, "Content-Type", "text/plain;charset=UTF-8")
            .statusCode());
  }

  @Test
  void tooMuchIsRefusedAndTooLongIsCut() throws Exception {
    String huge = TestServer.event("pageview", "v", "https://example.com/" + "x".repeat(1_000_000));
    assertProblem(
        413,
        "body_too_large",
        server.post("/track/visitor", huge, "X-Tippen-API-Key", TestServer.KEY));
    String longUrl =
        TestServer.event("pageview", "cut", "https://example.com/" + "x".repeat(10_000));
    assertEquals(
        200,
        server.post("/track/visitor", longUrl, "X-Tippen-API-Key", TestServer.KEY).statusCode());
    String longId = TestServer.event("pageview", "v".repeat(129), "https://example.com/");
    assertProblem(
        400,
        "field_too_long",
        server.post("/track/visitor", longId, "X-Tippen-API-Key", TestServer.KEY));
  }

  @Test
  void wrongMethodsAndPathsAreNamed() throws Exception {
    HttpResponse<String> answer =
        server.send(server.to("/track/visitor").method("DELETE", BodyPublishers.noBody()));
    assertProblem(405, "method_not_allowed", answer);
    assertTrue(answer.headers().firstValue("allow").orElse("").contains("POST"));
    assertProblem(404, "not_found", server.get("/no/such/path"));
    assertProblem(404, "not_found", server.post("/api/no-such-thing", "{}"));
    assertProblem(404, "not_found", server.get("/assets/../../etc/passwd"));
    assertProblem(
        404,
        "not_found",
        server.get("/assets/%2e%2e/%2e%2e/db/migration/0001-visitors-keys-accounts.sql"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /healthz?x=%zz HTTP/1.1",
        "GET /%q HTTP/1.1",
        "GET /api/visitors?apiKey=% HTTP/1.1",
        "POST /track/visitor?apiKey=%f HTTP/1.1",
        "GET /ws/visitor?visitorId=%%% HTTP/1.1"
      })
  void anAddressThatCantBeDecodedIsTheClientsMistake(String line) throws Exception {
    String answer = raw(line + "\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    assertTrue(answer.contains("request_malformed"), answer);
  }

  @Test
  void whatTheDecoderRefusesIsAnsweredInJson() throws Exception {
    String head = "\r\nHost: localhost\r\n";
    String big = raw("GET /healthz HTTP/1.1" + head + "X-Big: " + "a".repeat(20_000) + "\r\n\r\n");
    assertTrue(big.contains(" 431 ") && big.contains("headers_too_large"), big);
    String longLine = raw("GET /healthz?" + "a".repeat(10_000) + " HTTP/1.1" + head + "\r\n");
    assertTrue(longLine.contains(" 414 ") && longLine.contains("address_too_long"), longLine);
    String length = raw("POST /track/visitor HTTP/1.1" + head + "Content-Length: many\r\n\r\n");
    assertTrue(length.contains(" 400 ") && length.contains("request_malformed"), length);
  }

  /// Sends bytes as they are and reads one answer.
  private static String raw(String request) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      StringBuilder answer = new StringBuilder();
      while (answer.indexOf("}") < 0) {
        int b = socket.getInputStream().read();
        if (b < 0) break;
        answer.append((char) b);
      }
      return answer.toString();
    }
  }

  @Test
  void preflightsAreAnsweredAndDoubleSlashesCollapse() throws Exception {
    HttpResponse<String> answer =
        server.send(
            server
                .to("/track/visitor")
                .header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,x-tippen-api-key")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertEquals(204, answer.statusCode());
    assertEquals("*", answer.headers().firstValue("access-control-allow-origin").orElse(""));
    assertTrue(answer.headers().firstValue("access-control-max-age").isPresent());
    assertFalse(answer.headers().firstValue("access-control-allow-credentials").isPresent());
    assertEquals(
        200,
        server
            .send(
                java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create(server.uri() + "//track/visitor"))
                    .header("X-Tippen-API-Key", TestServer.KEY)
                    .POST(BodyPublishers.ofString(GOOD)))
            .statusCode());
  }

  @Test
  void readingNeedsAProofAndSensibleNumbers() throws Exception {
    assertProblem(401, "api_key_required", server.get("/api/visitors"));
    assertProblem(401, "api_key_unknown", server.get("/api/visitors?apiKey=nope"));
    assertProblem(403, "read_not_allowed", server.get("/api/visitors?apiKey=limited_key"));
    assertProblem(
        400, "field_invalid", server.get("/api/visitors?limit=abc&apiKey=" + TestServer.KEY));
    assertProblem(
        400, "field_invalid", server.get("/api/visitors?limit=100000&apiKey=" + TestServer.KEY));
    assertProblem(
        400, "field_invalid", server.get("/api/visitors?offset=-1&apiKey=" + TestServer.KEY));
  }

  @Test
  void privacySignalsAreHonoured() throws Exception {
    for (String header : List.of("Sec-GPC", "DNT")) {
      HttpResponse<String> answer =
          server.post(
              "/track/visitor",
              TestServer.event("pageview", "private_" + header, "https://example.com/"),
              "X-Tippen-API-Key",
              TestServer.KEY,
              header,
              "1");
      assertEquals(200, answer.statusCode());
      assertEquals(
          header.equals("DNT") ? "dnt" : "gpc",
          answer.headers().firstValue("x-tippen-dropped").orElse(""));
      assertFalse(
          server
              .get("/api/visitors?limit=1000&apiKey=" + TestServer.KEY)
              .body()
              .contains("private_"));
    }
  }

  private static void assertProblem(int status, String code, HttpResponse<String> answer)
      throws Exception {
    assertEquals(status, answer.statusCode(), answer.body());
    JsonNode body = TestServer.json(answer);
    assertEquals(code, body.get("code").asText());
    assertFalse(body.get("error").asText().isEmpty());
    assertFalse(answer.body().contains("Exception"));
    if (!answer.request().uri().getPath().startsWith("/api/visitors")) {
      assertEquals("*", answer.headers().firstValue("access-control-allow-origin").orElse(""));
    }
  }
}
