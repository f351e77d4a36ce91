package dev.tippen.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Load on a server from [#start] to [#stop], measured from [#measure] on. Closed loop: each
/// connection sends when its answer has come, which finds the peak rate. Open loop: requests are
/// sent at their time, which finds the latency at a rate.
public final class Load implements AutoCloseable {
  private static final long CONNECT_MAX_SECONDS = 30;
  private static final long FAR_NS = Long.MAX_VALUE / 2;

  private final long zeroNs = System.nanoTime();
  private final List<Worker> workers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch connected;
  private final CountDownLatch begin = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile long measureNs = FAR_NS;
  private volatile long stopNs = FAR_NS;

  /// Where requests go, and whose they are.
  ///
  /// @param path `/track/visitor`, or `/track/noop`
  public record Target(InetSocketAddress address, String path, String apiKey) {}

  /// @param ratePerSecond of an open loop, over all connections; 0: closed loop
  public record Shape(int connections, int threads, double ratePerSecond) {}

  private Load(Target target, Shape shape, Visitors visitors) {
    int count = Math.min(shape.threads(), shape.connections());
    connected = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      int connections = shape.connections() / count + (i < shape.connections() % count ? 1 : 0);
      Worker worker = new Worker(this, target, connections, visitors, shape, i, count);
      workers.add(worker);
      threads.add(Thread.ofPlatform().name("load-" + i).daemon(true).unstarted(worker));
    }
  }

  /// Connects, and begins to send when all are connected.
  ///
  /// @throws IOException if the server can't be reached
  public static Load start(Target target, Shape shape, Visitors visitors)
      throws IOException, InterruptedException {
    Load load = new Load(target, shape, visitors);
    load.threads.forEach(Thread::start);
    try {
      if (!load.connected.await(CONNECT_MAX_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("not connected after " + CONNECT_MAX_SECONDS + " s");
      }
      load.check();
    } catch (IOException | InterruptedException e) {
      load.close();
      throw e;
    }
    load.begin.countDown();
    return load;
  }

  /// From now on answers are measured.
  public void measure() {
    measureNs = now();
  }

  /// Nothing new is sent; what is in flight is still awaited.
  public void stop() {
    stopNs = now();
  }

  /// @return how long was measured
  public double measuredSeconds() {
    return (stopNs - measureNs) / 1e9;
  }

  /// Waits until all is answered or given up.
  ///
  /// @throws IOException if a thread failed, or the time is over
  public Tally await(Duration most) throws IOException, InterruptedException {
    long endNs = now() + most.toNanos();
    for (Thread thread : threads) {
      if (!thread.join(Duration.ofNanos(Math.max(1, endNs - now())))) {
        throw new IOException("the load did not end within " + most.toSeconds() + " s");
      }
    }
    check();
    Tally sum = new Tally();
    workers.forEach(w -> sum.add(w.tally()));
    return sum;
  }

  /// @throws IOException if a thread has failed
  public void check() throws IOException {
    Throwable cause = failure.get();
    if (cause != null) throw new IOException("the load failed: " + cause.getMessage(), cause);
  }

  /// Ends the threads, whatever they do.
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }

  /// Nanoseconds since this load was made.
  long now() {
    return System.nanoTime() - zeroNs;
  }

  long measureNs() {
    return measureNs;
  }

  long stopNs() {
    return stopNs;
  }

  boolean inWindow(long ns) {
    return ns >= measureNs && ns < stopNs;
  }

  /// Called by each thread when it is connected; returns when all are.
  void awaitBegin() throws InterruptedException {
    connected.countDown();
    begin.await();
  }

  void failed(Throwable cause) {
    failure.compareAndSet(null, cause);
    connected.countDown();
  }
}
