package dev.tippen.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tippen.support.RawHttp;
import dev.tippen.support.RawHttp.Answer;
import dev.tippen.support.TestServer;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Whatever bytes a connection carries, the server makes no mistake of its own and still answers
/// everybody else. Runs on the requests in `RawHttpFuzzTestInputs`; with `JAZZER_FUZZ=1` on as many
/// as can be thought of.
class RawHttpFuzzTest {
  /// What is left open longer than this waits for more bytes, and is ours to close.
  private static final int QUIET_MS = 50;

  private static final int HEALTH_PATIENCE_MS = 10_000;
  private static final Pattern FAULT = Pattern.compile("(^|\n|})HTTP/1\\.[01] 5\\d\\d ");

  @TempDir static Path data;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.demo(data);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @FuzzTest(maxDuration = "10m")
  void anyBytesLeaveTheServerWell(byte[] bytes) throws Exception {
    int port = server.uri().getPort();
    try (AutoCloseable _ = BugDetectors.allowNetworkConnections((_, p) -> p == port)) {
      String answers;
      try (RawHttp http = new RawHttp(port, QUIET_MS)) {
        http.send(bytes);
        // Ends the head of most requests, so that they are answered at once.
        http.send("\r\n\r\n");
        answers = http.rest();
      }
      assertFalse(FAULT.matcher(answers).find(), answers);
      assertTrue(answers.isEmpty() || answers.startsWith("HTTP/1."), answers);
      try (RawHttp http = new RawHttp(port, HEALTH_PATIENCE_MS)) {
        http.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Answer health = http.next();
        assertNotNull(health, "closed instead of an answer");
        assertTrue(health.status() == 200, health.head());
      }
    }
  }
}
