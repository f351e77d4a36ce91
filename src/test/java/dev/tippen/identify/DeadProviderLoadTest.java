package dev.tippen.identify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.TippenServer;
import dev.tippen.support.TestServer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Events from ever new public addresses while the service that is asked about them hangs: answers
/// come as if nobody were asked. Prints both latencies for comparison, in turns with a server that
/// asks nobody. `-Ddead.rate=N` events a second, `-Ddead.seconds=N` each turn.
@Tag("long")
@Timeout(1_800)
class DeadProviderLoadTest {
  private static final int RATE = Integer.getInteger("dead.rate", 1_000);
  private static final int SECONDS = Integer.getInteger("dead.seconds", 30);
  private static final int TURNS = 3;
  private static final int CONNECTIONS = 128;
  private static final long TICK_MS = 5;

  @TempDir Path folder;

  @Test
  void aServiceThatHangsDelaysNoAnswer() throws Exception {
    try (FakeService service = FakeService.always(FakeService.hang());
        TestServer asking =
            server(
                "asking",
                Map.of(
                    "identify.clearbit.enabled", "true",
                    "identify.clearbit.key", "k",
                    "identify.clearbit.baseUrl", service.uri().toString()));
        TestServer alone = server("alone", Map.of())) {
      for (int turn = 1; turn <= TURNS; turn++) {
        String without = run(alone);
        int before = service.requests().size();
        String with = run(asking);
        System.out.printf(
            "hanging service, turn %d, %d/s for %d s: asking nobody %s; asking it %s, %d calls%n",
            turn, RATE, SECONDS, without, with, service.requests().size() - before);
      }
      assertTrue(service.requests().size() > 0, "the service was asked");
    }
  }

  private TestServer server(String name, Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.put("proxies.trusted", "127.0.0.1");
    all.put("rateLimits.enabled", "false");
    Path data = Files.createDirectories(folder.resolve(name));
    return TestServer.of(TestServer.config(data, true, all), TippenServer.Hooks.NONE);
  }

  /// @return the latencies, from when each request was due
  private static String run(TestServer server) throws Exception {
    Vertx vertx = Vertx.vertx();
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    int all = RATE * SECONDS;
    long[] micros = new long[all];
    AtomicInteger sent = new AtomicInteger();
    AtomicInteger answered = new AtomicInteger();
    AtomicInteger wrong = new AtomicInteger();
    AtomicLong address = new AtomicLong(System.nanoTime());
    long start = System.nanoTime();
    vertx.setPeriodic(
        TICK_MS,
        _ -> {
          long due = (System.nanoTime() - start) * RATE / 1_000_000_000L;
          while (sent.get() < Math.min(all, due)) {
            int n = sent.getAndIncrement();
            long dueNanos = start + n * 1_000_000_000L / RATE;
            long a = address.addAndGet(7_919);
            String from = "8." + (a >> 16 & 255) + "." + (a >> 8 & 255) + "." + (a & 255);
            client
                .request(
                    new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setHost(server.uri().getHost())
                        .setPort(server.uri().getPort())
                        .setURI("/track/visitor")
                        .putHeader("X-Tippen-API-Key", TestServer.KEY)
                        .putHeader("X-Forwarded-For", from))
                .compose(r ->
                    r.send(
                        Buffer.buffer(
                            TestServer.event("pageview", "v" + n % 5_000, "https://example.com/"))))
                .compose(r -> r.body().map(b -> r.statusCode()))
                .onComplete(result -> {
                  if (!result.succeeded() || result.result() != 200) wrong.incrementAndGet();
                  micros[n] = (System.nanoTime() - dueNanos) / 1_000;
                  answered.incrementAndGet();
                });
          }
        });
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS + 120L);
    while (answered.get() < all) {
      if (System.nanoTime() > deadline) throw new AssertionError(answered + " of " + all);
      Thread.sleep(20);
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertEquals(0, wrong.get());
    Arrays.sort(micros);
    return "p50 %.2f ms, p99 %.2f ms"
        .formatted(micros[all / 2] / 1e3, micros[(int) (all * 0.99)] / 1e3);
  }
}
