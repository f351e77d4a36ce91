package dev.tippen.crash;

import dev.tippen.support.EventIds;
import dev.tippen.support.RawClient;
import dev.tippen.support.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Page views over several connections: new visitors, visitors who come back, and one whom all
/// connections share. What was refused is sent again with the same id, as the tracker does. Ends
/// when it is told to, when it has what it wanted, or when the server is gone.
final class Load implements AutoCloseable {
  private static final int PAUSE_AFTER_REFUSAL_MS = 5;
  private static final int RETURNING_VISITORS = 40;

  /// Hears of an event before it is sent and after its whole answer was read. Called by all
  /// connections at once.
  interface Witness {
    void sent(Sent event) throws IOException;

    void acknowledged(Sent event) throws IOException;

    /// @param retryAfter the header of that name, empty if there was none
    default void refused(int status, String retryAfter) {}
  }

  private final List<Thread> connections = new ArrayList<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final Queue<Sent> again;
  private final int port;
  private final int wanted;
  private final Witness witness;
  private volatile boolean stopping;

  private Load(int port, int wanted, Collection<Sent> again, Witness witness) {
    this.port = port;
    this.again = new ConcurrentLinkedQueue<>(again);
    this.wanted = wanted;
    this.witness = witness;
  }

  /// @param wanted ends after about this many acknowledged events
  static Load start(int port, int connections, int wanted, Witness witness) {
    return start(port, connections, wanted, List.of(), witness);
  }

  /// @param again events that were sent before and whose answer nobody knows; they come first
  static Load start(
      int port, int connections, int wanted, Collection<Sent> again, Witness witness) {
    Load load = new Load(port, wanted, again, witness);
    for (int i = 0; i < connections; i++) {
      load.connections.add(Thread.ofPlatform().daemon().start(load::connection));
    }
    return load;
  }

  int acknowledged() {
    return acknowledged.get();
  }

  boolean isRunning() {
    return connections.stream().anyMatch(Thread::isAlive);
  }

  private void connection() {
    try (RawClient client = new RawClient(port)) {
      for (int i = 0; !stopping && acknowledged.get() < wanted; i++) send(client, i);
    } catch (IOException _) {
      // The server is gone, as intended.
    }
  }

  private void send(RawClient client, int i) throws IOException {
    Sent event = again.poll();
    int attempt = event == null ? 1 : 2;
    if (event == null) {
      String eventId = EventIds.next();
      event = new Sent(visitor(i, eventId), eventId);
      witness.sent(event);
    }
    int status = client.track(TestServer.KEY, body(event, attempt));
    if (status == 200) {
      acknowledged.incrementAndGet();
      witness.acknowledged(event);
    } else {
      again.add(event);
      witness.refused(status, client.header("retry-after"));
      pause();
    }
  }

  private static String visitor(int i, String eventId) {
    return switch (i % 5) {
      case 0 -> "shared";
      case 1, 2 -> "returning_" + i % RETURNING_VISITORS;
      default -> "new_" + eventId;
    };
  }

  private static String body(Sent event, int attempt) {
    return """
    {"event":"pageview","website":"example.com","eventId":"%s","attempt":%d,\
    "visitor":{"visitorId":"%s","url":"https://example.com/products?page=2",\
    "userAgent":"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",\
    "timezone":"Europe/Berlin"}}\
    """
        .formatted(event.eventId(), attempt, event.visitorId());
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_REFUSAL_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  /// Waits until all connections have ended by themselves.
  void join(int maxSeconds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(maxSeconds);
    for (Thread t : connections) {
      t.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
      if (t.isAlive()) throw new AssertionError("the load does not end");
    }
  }

  /// What is under way is still answered.
  @Override
  public void close() throws InterruptedException {
    stopping = true;
    join(30);
  }
}
