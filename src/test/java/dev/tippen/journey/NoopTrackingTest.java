package dev.tippen.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tippen.config.Config;
import dev.tippen.support.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The endpoint that benchmarks compare with.
class NoopTrackingTest {
  private static final String EVENT = TestServer.event("pageview", "v1", "https://example.com/");

  @TempDir Path data;

  @Test
  void isNotThereByDefault() throws Exception {
    try (TestServer server = TestServer.demo(data)) {
      assertEquals(404, noop(server, EVENT).statusCode());
    }
  }

  @Test
  void answersAsTheRealOneAndStoresNothing() throws Exception {
    try (TestServer server = TestServer.of(withNoop())) {
      HttpResponse<String> noop = noop(server, EVENT);
      HttpResponse<String> refused = noop(server, "{\"visitor\":{}}");
      assertEquals(0, visitors(server));

      HttpResponse<String> real = server.track("pageview", "v1", "https://example.com/");
      assertEquals(1, visitors(server));
      assertEquals(real.statusCode(), noop.statusCode());
      assertEquals(real.body(), noop.body());
      assertEquals(real.headers().map().keySet(), noop.headers().map().keySet());
      assertEquals(400, refused.statusCode());
      assertEquals("visitor_required", TestServer.json(refused).get("code").asText());
    }
  }

  private Config withNoop() {
    Config c = TestServer.config(data, true);
    return new Config(
        c.data(),
        c.demo(),
        c.server(),
        c.http(),
        c.proxies(),
        c.rateLimits(),
        c.store(),
        c.history(),
        c.live(),
        c.visit(),
        c.privacy(),
        c.places(),
        c.sources(),
        c.account(),
        c.identify(),
        c.log(),
        new Config.Dev(null, true));
  }

  private static HttpResponse<String> noop(TestServer server, String body) throws Exception {
    return server.post("/track/noop", body, "X-Tippen-API-Key", TestServer.KEY);
  }

  private static int visitors(TestServer server) throws Exception {
    return TestServer.json(server.get("/api/visitors?apiKey=" + TestServer.KEY))
        .get("visitors")
        .size();
  }
}
