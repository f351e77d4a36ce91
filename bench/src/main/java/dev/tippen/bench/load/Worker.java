package dev.tippen.bench.load;

import dev.tippen.bench.load.Load.Shape;
import dev.tippen.bench.load.Load.Target;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One thread of a [Load] with its connections.
final class Worker implements Runnable {
  /// How long answers are awaited after the end.
  private static final long DRAIN_NS = 15_000_000_000L;

  private static final long SELECT_MAX_MS = 20;
  private static final long MS = 1_000_000;

  /// Sleeping shorter than this costs more than it saves (the kernel's timer slack is 50 us).
  private static final long PARK_MAX_NS = 50_000;

  private static final int RECONNECTS_MAX = 10_000;

  private final Load load;
  private final Target target;
  private final int connections;
  private final LongSupplier visitors;
  private final EventRequest request;
  private final Shape shape;
  private final int thread;
  private final int threads;
  private final Tally tally = new Tally();
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final Consumer<SelectionKey> onReady = this::ready;

  /// Null in a closed loop.
  private @Nullable Schedule schedule;

  private boolean nobodyLeft;
  private int inFlight;
  private int reconnects;
  private @Nullable Selector selector;
  private @Nullable IOException fault;

  Worker(
      Load load,
      Target target,
      int connections,
      Visitors visitors,
      Shape shape,
      int thread,
      int threads) {
    this.load = load;
    this.target = target;
    this.connections = connections;
    this.shape = shape;
    this.thread = thread;
    this.threads = threads;
    // Ids of one phase must not come again in the next: the server would take them for repeats.
    long seed = System.nanoTime() * 31 + thread;
    this.visitors = visitors.numbers(seed);
    request = new EventRequest(target.path(), target.address().getPort(), target.apiKey(), ~seed);
  }

  Tally tally() {
    return tally;
  }

  @Override
  public void run() {
    try (Selector s = Selector.open()) {
      selector = s;
      try {
        for (int i = 0; i < connections; i++) idle.add(Connection.open(target.address(), s));
        load.awaitBegin();
        if (shape.ratePerSecond() > 0) {
          schedule = new Schedule(load.now(), shape.ratePerSecond(), thread, threads);
        }
        loop(s);
      } finally {
        s.keys().forEach(k -> ((Connection) k.attachment()).close());
      }
    } catch (Throwable e) {
      load.failed(e);
    }
  }

  private void loop(Selector s) throws IOException {
    while (!Thread.currentThread().isInterrupted()) {
      long now = load.now();
      sendDue(now);
      long stop = load.stopNs();
      if (inFlight == 0 && !moreToSend(now, stop)) return;
      if (now - stop > DRAIN_NS) {
        giveUp(stop);
        return;
      }
      await(s, now, stop);
      if (fault != null) throw fault;
    }
  }

  private boolean moreToSend(long now, long stop) {
    if (nobodyLeft) return false;
    return now < stop || (schedule != null && schedule.nextNs() < stop);
  }

  private void giveUp(long stop) {
    tally.unanswered(inFlight);
    if (schedule != null) tally.unsent(schedule.missedBefore(stop));
  }

  /// Closed loop: all that are idle. Open loop: what is due, also after the end if it was due
  /// before.
  private void sendDue(long now) throws IOException {
    while (!idle.isEmpty() && !nobodyLeft) {
      if (schedule == null) {
        if (now >= load.stopNs()) return;
        send(idle.removeFirst(), now);
      } else {
        long due = schedule.nextNs();
        if (due > now || due >= load.stopNs()) return;
        if (load.inWindow(due)) tally.late(now - due);
        schedule.sent();
        send(idle.removeFirst(), due);
      }
    }
  }

  private void send(Connection connection, long sinceNs) throws IOException {
    long visitor = visitors.getAsLong();
    if (visitor == Visitors.NOBODY) {
      nobodyLeft = true;
      idle.addLast(connection);
      return;
    }
    inFlight++;
    try {
      connection.send(request.next(visitor, System.currentTimeMillis()), sinceNs);
    } catch (IOException _) {
      broken(connection);
    }
  }

  private void await(Selector s, long now, long stop) throws IOException {
    if (schedule == null || idle.isEmpty()) {
      s.select(onReady, SELECT_MAX_MS);
      return;
    }
    long waitNs = Math.min(schedule.nextNs(), stop) - now;
    if (waitNs >= MS || now >= stop) {
      s.select(onReady, Math.clamp(waitNs / MS, 1, SELECT_MAX_MS));
    } else if (s.selectNow(onReady) == 0) {
      LockSupport.parkNanos(Math.min(waitNs, PARK_MAX_NS));
    }
  }

  private void ready(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (key.isWritable()) connection.writeRest();
      if (key.isReadable()) read(connection);
    } catch (ProtocolException e) {
      fault = e;
    } catch (IOException _) {
      try {
        broken(connection);
      } catch (IOException e) {
        fault = e;
      }
    }
  }

  private void read(Connection connection) throws IOException {
    boolean asked = connection.busy();
    int status = connection.read();
    if (status == 0) return;
    if (!asked) throw new ProtocolException("an answer came without a request");
    inFlight--;
    long now = load.now();
    tally.answered(status, connection.dropped(), load.inWindow(now));
    long since = connection.sinceNs();
    if (status == 200 && load.inWindow(schedule == null ? now : since)) {
      tally.latency(now - since);
    }
    if (schedule == null && now < load.stopNs() && !nobodyLeft) {
      send(connection, now);
    } else {
      idle.addLast(connection);
    }
  }

  private void broken(Connection connection) throws IOException {
    connection.close();
    if (connection.busy()) {
      inFlight--;
      tally.unanswered(1);
    }
    idle.remove(connection);
    if (selector == null || load.now() >= load.stopNs()) return;
    if (++reconnects > RECONNECTS_MAX) {
      throw new ProtocolException("the server closed " + RECONNECTS_MAX + " connections");
    }
    idle.addLast(Connection.open(target.address(), selector));
  }
}
