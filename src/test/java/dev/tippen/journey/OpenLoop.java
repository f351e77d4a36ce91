package dev.tippen.journey;

import dev.tippen.support.TestServer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Page views at a given rate, whatever becomes of the earlier ones: who is slow does not slow the
/// offer down, as long as connections are left.
final class OpenLoop implements AutoCloseable {
  private static final long TICK_MS = 5;
  private static final long TICK_MAX_EVENTS = 1_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int ANSWER_MAX_SECONDS = 120;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClient client;
  private final RequestOptions request;
  private final int connections;
  private final IntFunction<String> visitor;
  private final AtomicLong offered = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final Map<String, Long> wrong = new TreeMap<>();
  private volatile double perSecond;
  private volatile int waiting;
  private long dueNanos;
  private int next;

  /// @param visitor the id of the visitor of the nth event
  OpenLoop(URI server, int connections, IntFunction<String> visitor) {
    this.connections = connections;
    this.visitor = visitor;
    client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAliveTimeout(600),
            new PoolOptions().setHttp1MaxSize(connections));
    request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(server.getHost())
            .setPort(server.getPort())
            .setURI("/track/visitor")
            .putHeader("X-Tippen-API-Key", TestServer.KEY)
            .putHeader("Content-Type", "application/json");
    vertx.setPeriodic(TICK_MS, id -> offer());
  }

  /// From now on; 0 offers nothing more.
  void offer(double perSecond) {
    this.perSecond = perSecond;
  }

  /// Waits until everything that was offered is answered.
  void awaitAnswers() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_MAX_SECONDS);
    while (waiting > 0) {
      if (System.nanoTime() > deadline) throw new AssertionError(waiting + " are not answered");
      Thread.sleep(20);
    }
  }

  long offered() {
    return offered.get();
  }

  long acknowledged() {
    return acknowledged.get();
  }

  long refused() {
    return refused.get();
  }

  /// Connections that broke.
  long failed() {
    return failed.get();
  }

  /// Answers that are neither 200 nor a refusal that says when to come again, and how often.
  Map<String, Long> wrong() {
    synchronized (wrong) {
      return new TreeMap<>(wrong);
    }
  }

  /// On the event loop: what has become due since the last time.
  private void offer() {
    long now = System.nanoTime();
    double rate = perSecond;
    if (rate == 0) {
      dueNanos = now;
      return;
    }
    long each = (long) (NANOS_PER_SECOND / rate);
    // What could not be offered for want of connections is lost; what the machine was too busy to
    // offer in time is made up for within a second.
    dueNanos = Math.max(dueNanos, now - NANOS_PER_SECOND);
    long until = dueNanos + TICK_MAX_EVENTS * each;
    for (; dueNanos <= now && dueNanos < until; dueNanos += each) {
      if (waiting < connections) send();
    }
  }

  private void send() {
    waiting++;
    offered.incrementAndGet();
    int n = next++;
    Buffer body =
        Buffer.buffer(
            "{\"event\":\"pageview\",\"eventId\":\""
                + eventId(n)
                + "\",\"website\":\"example.com\",\"visitor\":{\"visitorId\":\""
                + visitor.apply(n)
                + "\",\"url\":\"https://example.com/"
                + n % 100
                + "\"}}");
    client
        .request(request)
        .compose(r -> r.send(body))
        .compose(r -> r.body().map(b -> r))
        .onComplete(result -> {
          waiting--;
          if (result.succeeded()) answered(result.result());
          else failed.incrementAndGet();
        });
  }

  /// A UUIDv7, as the tracker makes them.
  private static UUID eventId(int n) {
    return new UUID(System.currentTimeMillis() << 16 | 0x7000 | n >>> 20, 1L << 63 | n);
  }

  private void answered(HttpClientResponse r) {
    int status = r.statusCode();
    @Nullable String retryAfter = r.getHeader("Retry-After");
    if (status == 200) {
      acknowledged.incrementAndGet();
    } else if ((status == 429 || status == 503)
        && retryAfter != null
        && retryAfter.matches("[1-9][0-9]*")) {
      refused.incrementAndGet();
    } else {
      synchronized (wrong) {
        wrong.merge(status + ", Retry-After " + retryAfter, 1L, Long::sum);
      }
    }
  }

  @Override
  public void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
