package dev.tippen.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.journey.WatchedServer.Vitals;
import dev.tippen.store.sqlite.Database;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ten times as many events as the store takes: it goes on taking what it can, everybody else is
/// told at once to come again, nothing piles up, and whoever asks about the server's health gets an
/// answer.
///
/// `-Doverload.seconds=60` is the long version, with four times the rates.
class OverloadTest {
  private static final int SECONDS = Integer.getInteger("overload.seconds", 5);
  private static final int LONG_SECONDS = 60;
  private static final int STORE_PER_SECOND = SECONDS >= LONG_SECONDS ? 2_000 : 500;
  private static final int OFFERED_PER_SECOND = 10 * STORE_PER_SECOND;
  private static final int QUEUE_MAX_EVENTS = STORE_PER_SECOND / 4;

  /// A batch and a queue wait at the same time; the rest is for those who are refused.
  private static final int CONNECTIONS = 3 * STORE_PER_SECOND;

  private static final double OVERLOAD_MIN = 3;
  private static final double GOODPUT_MIN = 0.9;
  private static final long HEAP_GROWTH_MAX_BYTES = 64L * 1024 * 1024;

  @TempDir Path folder;

  @Test
  void theStoreIsKeptBusyAndTheRestIsTurnedAway() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    long acknowledged;
    try (WatchedServer server = WatchedServer.start(data, QUEUE_MAX_EVENTS, STORE_PER_SECOND);
        OpenLoop load = new OpenLoop(server.uri(), CONNECTIONS, n -> "v" + n % 10_000);
        Health health = new Health(server.uri())) {
      load.offer(STORE_PER_SECOND);
      while (load.acknowledged() < STORE_PER_SECOND) Thread.sleep(20);
      Vitals before = server.vitals();

      load.offer(OFFERED_PER_SECOND);
      while (load.refused() == 0) Thread.sleep(5);
      long began = System.nanoTime();
      long alreadyAcknowledged = load.acknowledged();
      long alreadyOffered = load.offered();
      Thread.sleep(SECONDS * 500L);
      Vitals halfway = server.vitals();
      Thread.sleep(SECONDS * 500L);
      double seconds = (System.nanoTime() - began) / 1e9;
      double stored = (load.acknowledged() - alreadyAcknowledged) / seconds;
      double offered = (load.offered() - alreadyOffered) / seconds;
      Vitals after = server.vitals();
      load.offer(0);
      load.awaitAnswers();
      acknowledged = load.acknowledged();

      System.out.printf(
          "overload: %.0f/s offered for %.0f s to a store of %d/s: %.0f/s stored (%.0f %%), %d"
              + " refused%n",
          offered,
          seconds,
          STORE_PER_SECOND,
          stored,
          100 * stored / STORE_PER_SECOND,
          load.refused());
      System.out.println("overload: before  " + before);
      System.out.println("overload: halfway " + halfway);
      System.out.println("overload: after   " + after);
      System.out.println("overload: " + health);

      boolean overloaded = offered > OVERLOAD_MIN * STORE_PER_SECOND;
      if (!overloaded) System.out.println("overload: this machine can't offer that much");
      assertTrue(overloaded || SECONDS < LONG_SECONDS, "no overload: " + offered + "/s");
      if (overloaded) {
        assertTrue(stored >= GOODPUT_MIN * STORE_PER_SECOND, "goodput " + stored + "/s");
      }
      assertEquals(Map.of(), load.wrong(), "answers that are no refusal");
      assertEquals(0, load.failed(), "connections that broke");
      assertTrue(after.heapBytes() < before.heapBytes() + HEAP_GROWTH_MAX_BYTES, after.toString());
      assertTrue(after.heapBytes() < halfway.heapBytes() + HEAP_GROWTH_MAX_BYTES / 2);
      health.check();
      assertEquals(0, server.stop());
    }
    assertEquals(acknowledged, storedPageViews(data), "acknowledged and stored");
  }

  private static long storedPageViews(Path data) throws Exception {
    try (Connection c = Database.openExisting(data).reader();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT sum(page_views) FROM visitor_sessions")) {
      return r.getLong(1);
    }
  }

  /// Asks again and again whether the server lives.
  private static final class Health implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private volatile long slowestMs;
    private final Thread thread;

    Health(URI server) {
      HttpRequest request =
          HttpRequest.newBuilder(server.resolve("/healthz")).timeout(PATIENCE).build();
      thread =
          Thread.ofPlatform()
              .start(() -> {
                while (!ended.get()) ask(request);
              });
    }

    private void ask(HttpRequest request) {
      long began = System.nanoTime();
      try {
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        (status == 200 ? answers : wrong).incrementAndGet();
        Thread.sleep(50);
      } catch (java.io.IOException e) {
        wrong.incrementAndGet();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        ended.set(true);
      }
      slowestMs = Math.max(slowestMs, (System.nanoTime() - began) / 1_000_000 - 50);
    }

    void check() {
      assertEquals(0, wrong.get(), "health was not answered");
      assertTrue(answers.get() > 0, "health was never answered");
    }

    @Override
    public String toString() {
      return "health answered %d times, at the slowest after %d ms, %d times not"
          .formatted(answers.get(), slowestMs, wrong.get());
    }

    @Override
    public void close() throws InterruptedException {
      ended.set(true);
      thread.join();
      http.close();
    }
  }
}
