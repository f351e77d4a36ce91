package dev.tippen.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.event.TrackedEvent;
import dev.tippen.store.BatchWriter.BatchFailure.Cause;
import dev.tippen.store.CommitListener.Committed;
import dev.tippen.store.EventLog.Result.Kept;
import dev.tippen.support.Events;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Many threads append while the log is closed or its disk fails, in schedules drawn from a seed.
/// Whatever the schedule: each append gets one receipt, the receipt tells the truth, and the events
/// of one visitor keep their order. Model checking can't do this: the commit thread waits by the
/// clock.
///
/// `-Drace.effort=N` runs N times as many schedules, `-Dseed=N` begins with that one.
class GroupCommitRaceTest {
  private static final int SCHEDULES = 60 * Integer.getInteger("race.effort", 1);
  private static final long SEED = Long.getLong("seed", System.nanoTime() % 1_000_000);
  private static final long DEADLINE_SECONDS = 20;
  private static final ApiKey KEY = Events.key(1);

  /// How the log comes to its end.
  private enum End {
    CLOSED_WHEN_ALL_IS_APPENDED,
    CLOSED_BY_ANOTHER_THREAD,
    BROKEN
  }

  /// Makes the log to be tested.
  private interface Maker {
    Log make(Engine engine, int queueMax, int batchMax, Consumer<Throwable> onBroken);
  }

  private interface Log extends EventLog {
    void close();
  }

  @Test
  void eachAppendGetsOneTrueReceiptUnderEverySchedule() throws Exception {
    long appends = 0;
    for (int i = 0; i < SCHEDULES; i++) appends += run(SEED + i, GroupCommitRaceTest::groupCommit);
    System.out.printf(
        "lincheck: group commit, %d schedules from seed %d, %d appends, one receipt each%n",
        SCHEDULES, SEED, appends);
  }

  @Test
  void aLogThatForgetsWhoCameAsItEndedIsCaught() {
    assertCaught("appends without a receipt", Forgetful::new);
  }

  @Test
  void aLogThatAnswersBeforeTheCommitIsCaught() {
    assertCaught(
        "kept and not committed",
        (engine, queueMax, batchMax, onBroken) -> {
          Log log = groupCommit(engine, queueMax, batchMax, onBroken);
          return wrap(
              log,
              (event, answers, receipt) -> {
                receipt.settled(Kept.COMMITTED);
                log.append(event, answers, _ -> {});
              });
        });
  }

  @Test
  void aLogThatAnswersTwiceIsCaught() {
    assertCaught(
        "a second receipt",
        (engine, queueMax, batchMax, onBroken) -> {
          Log log = groupCommit(engine, queueMax, batchMax, onBroken);
          return wrap(
              log,
              (event, answers, receipt) ->
                  log.append(
                      event,
                      answers,
                      result -> {
                        receipt.settled(result);
                        if (result instanceof EventLog.Result.Refused) receipt.settled(result);
                      }));
        });
  }

  private static void assertCaught(String how, Maker maker) {
    AssertionError caught =
        assertThrows(
            AssertionError.class,
            () -> {
              for (int i = 0; i < 400 * SCHEDULES; i++) run(SEED + i, maker);
            });
    assertTrue(String.valueOf(caught.getMessage()).contains(how), caught.getMessage());
  }

  private static Log groupCommit(
      Engine engine, int queueMax, int batchMax, Consumer<Throwable> onBroken) {
    GroupCommit log =
        new GroupCommit(
            engine,
            List.of(engine),
            queueMax,
            batchMax,
            InstantSource.system(),
            new StoreStats(),
            onBroken);
    return wrap(log::close, log);
  }

  private static Log wrap(Log closing, EventLog appending) {
    return wrap(closing::close, appending);
  }

  private static Log wrap(Runnable close, EventLog appending) {
    return new Log() {
      @Override
      public void append(TrackedEvent event, Executor answers, Receipt receipt) {
        appending.append(event, answers, receipt);
      }

      @Override
      public void close() {
        close.run();
      }
    };
  }

  // ------------------------------------------------------------------ one schedule

  /// @return how many events were appended
  private static int run(long seed, Maker maker) throws Exception {
    Random random = new Random(seed);
    int threads = 1 + random.nextInt(4);
    int perThread = 1 + random.nextInt(60);
    End end = End.values()[random.nextInt(End.values().length)];
    int breaksAt = end == End.BROKEN ? 1 + random.nextInt(6) : Integer.MAX_VALUE;
    int closesAfter = random.nextInt(threads * perThread);
    Engine engine = new Engine(random.nextLong(), breaksAt);
    AtomicInteger broken = new AtomicInteger();
    Log log =
        maker.make(
            engine, 1 + random.nextInt(20), 1 + random.nextInt(10), _ -> broken.incrementAndGet());
    ExecutorService loop = Executors.newSingleThreadExecutor();
    try {
      Receipts receipts = new Receipts(threads, perThread);
      CountDownLatch appended = new CountDownLatch(closesAfter);
      List<Thread> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        Random own = new Random(random.nextLong());
        Executor answers = random.nextBoolean() ? loop : Runnable::run;
        int thread = t;
        running.add(
            Thread.ofPlatform()
                .start(() -> {
                  for (int i = 0; i < perThread; i++) {
                    pause(own);
                    int number = i;
                    log.append(
                        event(thread, i, own),
                        answers,
                        result -> receipts.settled(thread, number, result));
                    appended.countDown();
                  }
                }));
      }
      if (end == End.CLOSED_BY_ANOTHER_THREAD) {
        running.add(
            Thread.ofPlatform()
                .start(() -> {
                  awaitQuietly(appended);
                  log.close();
                }));
      }
      for (Thread t : running) {
        assertTrue(t.join(java.time.Duration.ofSeconds(DEADLINE_SECONDS)), "hangs, seed " + seed);
      }
      Thread closing = Thread.ofPlatform().start(log::close);
      assertTrue(
          closing.join(java.time.Duration.ofSeconds(DEADLINE_SECONDS)),
          "close hangs, seed " + seed);
      loop.shutdown();
      assertTrue(loop.awaitTermination(DEADLINE_SECONDS, TimeUnit.SECONDS), "seed " + seed);
      receipts.check(engine, "seed " + seed);
      engine.check("seed " + seed);
      assertEquals(
          engine.hasBroken() ? 1 : 0, broken.get(), "told of the broken disk, seed " + seed);
      return threads * perThread;
    } finally {
      loop.shutdownNow();
    }
  }

  private static TrackedEvent event(int thread, int number, Random random) {
    boolean guilty = random.nextInt(30) == 0;
    return Events.event(KEY, "t" + thread, (guilty ? "guilty" : "e") + number, number);
  }

  /// Nothing, a moment, or long enough for others to come in between.
  private static void pause(Random random) {
    switch (random.nextInt(6)) {
      case 0 -> Thread.yield();
      case 1 -> LockSupport.parkNanos(random.nextInt(200_000));
      case 2 -> {
        for (int i = random.nextInt(2_000); i > 0; i--) Thread.onSpinWait();
      }
      default -> {}
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      if (!latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) throw new IllegalStateException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What each append was told.
  private static final class Receipts {
    private final int perThread;
    private final EventLog.Result[] results;
    private final BitSet twice = new BitSet();

    Receipts(int threads, int perThread) {
      this.perThread = perThread;
      results = new EventLog.Result[threads * perThread];
    }

    synchronized void settled(int thread, int number, EventLog.Result result) {
      int at = thread * perThread + number;
      if (results[at] != null) twice.set(at);
      results[at] = result;
    }

    synchronized void check(Engine engine, String where) {
      int without = 0;
      TreeSet<String> kept = new TreeSet<>();
      for (int at = 0; at < results.length; at++) {
        EventLog.@Nullable Result result = results[at];
        if (result == null) without++;
        else if (result == Kept.COMMITTED) kept.add(at / perThread + "/" + at % perThread);
      }
      assertEquals(0, without, "appends without a receipt, " + where);
      assertEquals(0, twice.cardinality(), "a second receipt, " + where);
      TreeSet<String> committed = engine.committedNames();
      TreeSet<String> missing = new TreeSet<>(kept);
      missing.removeAll(committed);
      assertEquals(Collections.emptySortedSet(), missing, "kept and not committed, " + where);
      committed.removeAll(kept);
      assertEquals(Collections.emptySortedSet(), committed, "committed and refused, " + where);
    }
  }

  /// An engine that takes its time, now and then can't write, and breaks when it is told to.
  private static final class Engine implements BatchWriter, CommitListener {
    private final Random random;
    private final int breaksAt;
    private final List<TrackedEvent> committed = new ArrayList<>();
    private final List<TrackedEvent> told = new ArrayList<>();
    private final TreeSet<String> wrong = new TreeSet<>();
    private final java.util.Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private int batches;
    private boolean closed;

    Engine(long seed, int breaksAt) {
      random = new Random(seed);
      this.breaksAt = breaksAt;
    }

    @Override
    public synchronized Written write(List<Encoded> batch, long nowMs) throws BatchFailure {
      threads.add(Thread.currentThread());
      if (closed) wrong.add("a write after the end");
      if (batches >= breaksAt) wrong.add("a write to a broken disk");
      pause(random);
      if (batch.stream().anyMatch(e -> e.event().name().startsWith("guilty"))) {
        throw new BatchFailure(Cause.DATUM, new IOException("planted"));
      }
      if (++batches >= breaksAt) throw new BatchFailure(Cause.BROKEN, new IOException("planted"));
      if (random.nextInt(10) == 0) {
        throw new BatchFailure(Cause.UNAVAILABLE, new IOException("planted"));
      }
      List<Committed> counted = new ArrayList<>();
      for (Encoded e : batch) {
        committed.add(e.event());
        counted.add(new Committed(committed.size(), e.event(), 1, 0));
      }
      return new Written(counted, new BitSet());
    }

    @Override
    public synchronized void committed(List<Committed> events) {
      for (Committed c : events) told.add(c.event());
    }

    @Override
    public void betweenBatches() {}

    @Override
    public synchronized void close() {
      closed = true;
    }

    synchronized boolean hasBroken() {
      return batches >= breaksAt;
    }

    synchronized TreeSet<String> committedNames() {
      TreeSet<String> names = new TreeSet<>();
      for (TrackedEvent e : committed) {
        names.add(e.visitorId().substring(1) + "/" + e.receivedAtMs());
      }
      return names;
    }

    synchronized void check(String where) {
      assertEquals(Collections.emptySortedSet(), wrong, where);
      assertTrue(threads.size() <= 1, "more than one thread wrote, " + where);
      assertEquals(committed, told, "told of something else than was committed, " + where);
      java.util.Map<String, Long> last = new java.util.HashMap<>();
      for (TrackedEvent e : committed) {
        Long before = last.put(e.visitorId(), e.receivedAtMs());
        assertTrue(before == null || before < e.receivedAtMs(), "out of order, " + where);
      }
    }
  }

  /// A log with a planted race: an append that finds the log open, and is queued after the commit
  /// thread has looked for the last time, is never answered.
  private static final class Forgetful implements Log {
    private record Waiting(BatchWriter.Encoded event, Executor answers, Receipt receipt) {}

    private final Engine engine;
    private final BlockingQueue<Waiting> queue;
    private final Consumer<Throwable> onBroken;
    private final Thread thread;
    private volatile boolean closing;

    Forgetful(Engine engine, int queueMax, int batchMax, Consumer<Throwable> onBroken) {
      this.engine = engine;
      this.onBroken = onBroken;
      queue = new ArrayBlockingQueue<>(queueMax);
      thread = Thread.ofPlatform().unstarted(this::run);
      thread.start();
    }

    @Override
    public void append(TrackedEvent event, Executor answers, Receipt receipt) {
      if (closing || !queue.offer(new Waiting(BatchWriter.Encoded.of(event), answers, receipt))) {
        answers.execute(() -> receipt.settled(refused()));
      }
    }

    private void run() {
      try {
        while (true) {
          Waiting w = queue.poll(1, TimeUnit.MILLISECONDS);
          if (w == null) {
            if (closing) break;
            continue;
          }
          try {
            engine.committed(engine.write(List.of(w.event), 0).counted());
            w.answers.execute(() -> w.receipt.settled(Kept.COMMITTED));
          } catch (BatchWriter.BatchFailure e) {
            w.answers.execute(() -> w.receipt.settled(refused()));
            if (e.kind() == Cause.BROKEN) {
              closing = true;
              onBroken.accept(e);
              break;
            }
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      for (Waiting w = queue.poll(); w != null; w = queue.poll()) {
        Receipt receipt = w.receipt;
        w.answers.execute(() -> receipt.settled(refused()));
      }
      engine.close();
    }

    private static Result refused() {
      return new Result.Refused(Refusal.of(Problem.SHUTTING_DOWN));
    }

    @Override
    public void close() {
      closing = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
