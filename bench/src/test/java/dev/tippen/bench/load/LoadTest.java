package dev.tippen.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final Duration MOST = Duration.ofSeconds(60);

  private static Load.Target target(FakeServer server) {
    return new Load.Target(server.address(), "/track/visitor", "key");
  }

  /// All visitors of a list, each once, in a closed loop.
  private static Tally each(FakeServer server, int visitors, Load.Shape shape)
      throws IOException, InterruptedException {
    try (Load load =
        Load.start(target(server), shape, Visitors.inOrder(new AtomicLong(), visitors))) {
      load.measure();
      return load.await(MOST);
    }
  }

  @Test
  void everyVisitorIsSentOnceOverAllConnectionsAndThreads() throws Exception {
    try (FakeServer server = new FakeServer(n -> FakeServer.OK)) {
      Tally tally = each(server, 1_000, new Load.Shape(7, 3, 0));
      assertEquals(1_000, server.requests());
      assertEquals(1_000, tally.acknowledged());
      assertEquals(1_000, tally.acknowledgedInWindow());
      assertEquals(Map.of(), tally.errors());
    }
  }

  @Test
  void onlyStoredEventsAreAcknowledgedAndTheRestIsCountedByItsKind() throws Exception {
    IntFunction<String> answers =
        n ->
            switch (n % 10) {
              case 3 -> FakeServer.BUSY;
              case 5 -> FakeServer.DROPPED;
              case 7 -> FakeServer.CLOSE;
              default -> FakeServer.OK;
            };
    try (FakeServer server = new FakeServer(answers)) {
      Tally tally = each(server, 500, new Load.Shape(4, 2, 0));
      assertEquals(350, tally.acknowledged());
      assertEquals(Map.of("503", 50L, "dropped", 50L, "unanswered", 50L), tally.errors());
      assertEquals(50, tally.unanswered());
    }
  }

  /// A server that stalls once for 400 ms: in a closed loop two of many answers are slow; in an
  /// open loop all that were due meanwhile are. The bound holds on any machine, since a slower one
  /// only makes answers later.
  @Test
  void waitingBehindASlowAnswerCountsInAnOpenLoop() throws Exception {
    CountDownLatch stalled = new CountDownLatch(1);
    IntFunction<String> answers =
        n -> {
          if (n == 0) {
            pause(400);
            stalled.countDown();
          }
          return FakeServer.OK;
        };
    try (FakeServer server = new FakeServer(answers);
        Load load = Load.start(target(server), new Load.Shape(1, 1, 1_000), Visitors.one())) {
      load.measure();
      assertTrue(stalled.await(MOST.toSeconds(), TimeUnit.SECONDS));
      // Those behind it must be sent in the measured time, or nothing would be known of them.
      long endNs = System.nanoTime() + MOST.toNanos();
      while (server.requests() < 20 && System.nanoTime() < endNs) pause(1);
      load.stop();
      Tally tally = load.await(MOST);
      assertEquals(Map.of(), tally.errors());
      assertTrue(tally.acknowledged() >= 350, "all that were due: " + tally.acknowledged());
      assertTrue(tally.latencyMs(50) > 100, "half of them: " + tally.latencyMs(50));
    }
  }

  @Test
  void anOpenLoopSendsWhatWasDueAndNoMore() throws Exception {
    try (FakeServer server = new FakeServer(n -> FakeServer.OK);
        Load load = Load.start(target(server), new Load.Shape(4, 2, 500), Visitors.one())) {
      load.measure();
      pause(300);
      load.stop();
      double dueAtMost = (load.measuredSeconds() + 1) * 500;
      Tally tally = load.await(MOST);
      assertEquals(server.requests(), tally.acknowledged());
      assertTrue(tally.acknowledged() >= 140, "sent " + tally.acknowledged());
      assertTrue(tally.acknowledged() <= dueAtMost, "sent " + tally.acknowledged());
    }
  }

  @Test
  void aServerThatIsNotThereFails() throws Exception {
    Load.Target nowhere;
    try (FakeServer gone = new FakeServer(n -> FakeServer.OK)) {
      nowhere = target(gone);
    }
    assertThrows(
        IOException.class, () -> Load.start(nowhere, new Load.Shape(1, 1, 0), Visitors.one()));
  }

  @Test
  void whatIsNoAnswerFails() throws Exception {
    try (FakeServer server = new FakeServer(n -> FakeServer.OK + FakeServer.OK)) {
      assertThrows(IOException.class, () -> each(server, 10, new Load.Shape(1, 1, 0)));
    }
  }

  private static void pause(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
