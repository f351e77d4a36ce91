package dev.tippen.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tippen.support.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `/readyz` of a server that is well. What it says on a full disk stands in `crash/DiskFaultTest`.
class ReadinessTest {
  @TempDir static Path data;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.plain(data);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aServerThatTakesEventsIsReady() throws Exception {
    var answer = server.get("/readyz");
    assertEquals(200, answer.statusCode());
    assertEquals("{\"status\":\"ready\"}", answer.body());
    assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
  }

  @ParameterizedTest
  @CsvSource({
    "/readyz, HTTP_1_1",
    "/readyz, HTTP_2",
    "/healthz, HTTP_1_1",
    "/healthz, HTTP_2",
  })
  void monitorsMayAskWithHead(String path, HttpClient.Version version) throws Exception {
    var head = server.to(path).method("HEAD", BodyPublishers.noBody()).version(version);
    var answer = server.send(head);
    assertEquals(200, answer.statusCode());
    assertEquals("", answer.body());
  }

  @Test
  void otherMethodsAreRefused() throws Exception {
    var answer = server.post("/readyz", "{}");
    assertEquals(405, answer.statusCode());
    assertEquals("GET, HEAD", answer.headers().firstValue("Allow").orElse(""));
  }
}
