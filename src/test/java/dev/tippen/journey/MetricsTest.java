package dev.tippen.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.account.SecretKeys;
import dev.tippen.event.ApiKey;
import dev.tippen.store.KeyStore.NewKey;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import dev.tippen.store.sqlite.SqliteKeyStore;
import dev.tippen.store.sqlite.SqliteSecretKeyStore;
import dev.tippen.support.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a monitor is told, and who may ask.
class MetricsTest {
  @TempDir static Path data;
  private static TestServer server;
  private static String secret = "";

  @BeforeAll
  static void start() throws Exception {
    DirectAccess access = new DirectAccess(Database.open(data));
    new SqliteKeyStore(access)
        .create(
            new NewKey(
                "client_other",
                ApiKey.Type.CLIENT,
                null,
                null,
                null,
                List.of(),
                false,
                null,
                null));
    server = TestServer.demo(data);
    secret =
        new SecretKeys(new SqliteSecretKeyStore(access), InstantSource.system(), new SecureRandom())
            .issue("client_other", null)
            .text();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyEndOfAnEventIsCountedByKeyAndReason() throws Exception {
    server.track("pageview", "m1", "https://a.example/");
    server.post(
        "/track/visitor",
        "{\"visitor\":{\"visitorId\":\"m2\",\"userAgent\":\"curl/8.1\"}}",
        "X-Tippen-API-Key",
        TestServer.KEY);
    server.post(
        "/track/visitor",
        "{\"automation\":true,\"visitor\":{\"visitorId\":\"m2\"}}",
        "X-Tippen-API-Key",
        TestServer.KEY);
    server.post("/track/visitor", "{", "X-Tippen-API-Key", TestServer.KEY);
    server.post(
        "/track/visitor",
        TestServer.event("pageview", "m", "https://a.example/"),
        "X-Tippen-API-Key",
        "test_unknown");
    server.post(
        "/track/visitor",
        TestServer.event("pageview", "m", "https://a.example/"),
        "X-Tippen-API-Key",
        TestServer.KEY,
        "Sec-GPC",
        "1");
    String text = server.get("/metrics").body();
    int demo = 2;
    for (String line :
        List.of(
            "tippen_key_events_total{key_id=\""
                + demo
                + "\",outcome=\"excluded\",reason=\"robot\"}",
            "tippen_key_events_total{key_id=\""
                + demo
                + "\",outcome=\"excluded\",reason=\"automation\"}",
            "tippen_key_events_total{key_id=\"" + demo + "\",outcome=\"excluded\",reason=\"gpc\"}",
            "tippen_key_events_total{key_id=\"none\",outcome=\"refused\",reason=\"body_malformed\"}",
            "tippen_key_events_total{key_id=\"none\",outcome=\"refused\",reason=\"api_key_unknown\"}")) {
      assertTrue(text.contains(line + " "), line + " in\n" + text);
    }
    for (String name :
        List.of(
            "tippen_step_seconds_bucket{step=\"decode\"",
            "tippen_commit_seconds_count",
            "tippen_store_wal_frames",
            "tippen_queue_events",
            "tippen_http_connections",
            "process_resident_memory_bytes",
            "process_open_fds",
            "tippen_build_info{version=")) {
      assertTrue(text.contains("\n" + name), name + " in\n" + text);
    }
  }

  @Test
  void aRobotHasNoRowAndItsAnswerSaysWhy() throws Exception {
    HttpResponse<String> answer =
        server.post(
            "/track/visitor",
            "{\"visitor\":{\"visitorId\":\"crawler\",\"userAgent\":\"Mozilla/5.0 (compatible; Googlebot/2.1)\"}}",
            "X-Tippen-API-Key",
            TestServer.KEY);
    assertEquals(200, answer.statusCode());
    assertEquals("{\"success\":true,\"sessionId\":\"crawler\"}", answer.body());
    assertEquals("robot", answer.headers().firstValue("x-tippen-dropped").orElseThrow());
    assertFalse(server.get("/api/visitors?apiKey=" + TestServer.KEY).body().contains("crawler"));
  }

  @Test
  void aSecretKeySeesOnlyTheEventsOfItsOwnSite() throws Exception {
    server.track("pageview", "m3", "https://a.example/");
    server.post(
        "/track/visitor",
        TestServer.event("pageview", "o1", "https://o.example/"),
        "X-Tippen-API-Key",
        "client_other");
    HttpResponse<String> answer =
        server.send(server.to("/metrics").header("Authorization", "Bearer " + secret).GET());
    assertEquals(200, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("tippen_key_events_total{key_id=\"1\""));
    assertFalse(answer.body().contains("tippen_key_events_total{key_id=\"2\""));
    HttpResponse<String> wrong =
        server.send(server.to("/metrics").header("Authorization", "Bearer " + wrongSecret()).GET());
    assertTrue(wrong.statusCode() == 401 || wrong.statusCode() == 403, "" + wrong.statusCode());
  }

  private static String wrongSecret() {
    char last = secret.charAt(secret.length() - 1);
    return secret.substring(0, secret.length() - 1) + (last == 'a' ? 'b' : 'a');
  }

  @Test
  void whomAProxyOnThisMachineSpeaksForIsNotLocal() throws Exception {
    for (String header : List.of("X-Forwarded-For", "Forwarded", "X-Real-IP")) {
      HttpResponse<String> answer =
          server.send(server.to("/metrics").header(header, "203.0.113.7").GET());
      assertEquals(403, answer.statusCode(), header);
    }
  }
}
