package dev.tippen.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.store.BatchWriter.BatchFailure.Cause;
import dev.tippen.store.CommitListener.Committed;
import dev.tippen.store.EventLog.Result;
import dev.tippen.store.EventLog.Result.Kept;
import dev.tippen.support.Events;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Small writes between batches, the size of batches, repeats, and what is left at the end.
@Timeout(30)
class GroupCommitTasksTest {
  private static final ApiKey KEY = Events.key(1);
  private static final int QUEUE_MAX = 8;
  private static final int BATCH_MAX = 3;

  private final Engine engine = new Engine();
  private final StoreStats stats = new StoreStats();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final AtomicInteger tellings = new AtomicInteger();
  private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
  private final GroupCommit log =
      new GroupCommit(
          engine,
          List.of(this::tell),
          QUEUE_MAX,
          BATCH_MAX,
          InstantSource.system(),
          stats,
          broken::complete);

  private void tell(List<Committed> events) {
    tellings.incrementAndGet();
    for (Committed c : events) told.add(c.event().visitorId());
  }

  @AfterEach
  void close() {
    engine.gate.release(1_000);
    log.close();
  }

  private CompletableFuture<Result> append(String visitorId) {
    return append(visitorId, Runnable::run);
  }

  private CompletableFuture<Result> append(String visitorId, Executor answers) {
    CompletableFuture<Result> result = new CompletableFuture<>();
    log.append(Events.event(KEY, visitorId, "pageview", 1), answers, result::complete);
    return result;
  }

  private static Problem problem(CompletableFuture<Result> result) throws Exception {
    return assertInstanceOf(Result.Refused.class, result.get(10, TimeUnit.SECONDS))
        .refusal()
        .problem();
  }

  /// Keeps the commit thread in a batch of one event until the gate opens.
  private CompletableFuture<Result> occupy() {
    var first = append("first");
    engine.entered.acquireUninterruptibly();
    return first;
  }

  @Test
  void aSmallWriteRunsOnTheCommitThreadAfterWhatCameBefore() throws Exception {
    occupy();
    append("before");
    CompletableFuture<String> task =
        log.call(() -> Thread.currentThread().getName() + " " + engine.committed.size());
    engine.gate.release(1_000);
    assertEquals("commit 2", task.get(10, TimeUnit.SECONDS));
  }

  @Test
  void whatASmallWriteThrowsIsGivenToItsCallerAlone() throws Exception {
    engine.gate.release(1_000);
    CompletableFuture<Integer> task =
        log.call(() -> {
          throw new IOException("planted");
        });
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> task.get(10, TimeUnit.SECONDS));
    assertEquals("java.io.IOException: planted", String.valueOf(e.getCause()));
    assertEquals(Kept.COMMITTED, append("after").get(10, TimeUnit.SECONDS));
  }

  @Test
  void aFullOrClosedLogTakesNoSmallWrites() {
    occupy();
    for (int i = 0; i < QUEUE_MAX; i++) append("waits");
    assertEquals(QUEUE_MAX, log.waiting());
    assertThrows(RejectedExecutionException.class, () -> log.call(() -> 1));
    engine.gate.release(1_000);
    log.close();
    assertEquals(0, log.waiting());
    assertThrows(RejectedExecutionException.class, () -> log.call(() -> 1));
  }

  @Test
  void aBatchIsNeverLargerThanItsLimit() throws Exception {
    var first = occupy();
    List<CompletableFuture<Result>> rest = new ArrayList<>();
    for (int i = 0; i < QUEUE_MAX; i++) rest.add(append("v" + i));
    engine.gate.release(1_000);
    assertEquals(Kept.COMMITTED, first.get(10, TimeUnit.SECONDS));
    for (var r : rest) assertEquals(Kept.COMMITTED, r.get(10, TimeUnit.SECONDS));
    assertEquals(List.of(1, 3, 3, 2), engine.batches);
  }

  @Test
  void upkeepHasItsChanceAfterEachBatchAndWhileNobodyComes() throws Exception {
    int before = engine.upkeep.get();
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (engine.upkeep.get() < before + 3 && System.nanoTime() < deadline) Thread.sleep(5);
    assertTrue(engine.upkeep.get() >= before + 3, "idle");
    engine.gate.release(1_000);
    engine.upkeepAfterBatch = 0;
    for (int i = 0; i < 5; i++) append("v" + i).get(10, TimeUnit.SECONDS);
    while (engine.upkeepAfterBatch < 4 && System.nanoTime() < deadline) Thread.sleep(1);
    assertTrue(engine.upkeepAfterBatch >= 4, "after batches: " + engine.upkeepAfterBatch);
  }

  @Test
  void aRepeatIsAnsweredAsSuchAndNobodyIsTold() throws Exception {
    occupy();
    var one = append("one");
    var repeat = append("repeat");
    var other = append("other");
    engine.gate.release(1_000);
    assertEquals(Kept.COMMITTED, one.get(10, TimeUnit.SECONDS));
    assertEquals(Kept.DUPLICATE, repeat.get(10, TimeUnit.SECONDS));
    assertEquals(Kept.COMMITTED, other.get(10, TimeUnit.SECONDS));
    assertEquals(Kept.DUPLICATE, append("repeat alone").get(10, TimeUnit.SECONDS));
    log.close();
    assertEquals(List.of("first", "one", "other"), told);
    assertEquals(2, tellings.get(), "nothing to tell of a batch of repeats");
    StoreStats.Reading r = stats.read();
    assertEquals(3, r.batches());
    assertEquals(3, r.events());
    assertEquals(2, r.syncs());
    assertTrue(r.commitNanos() > 0 && r.commitNanos() < 60_000_000_000L, "" + r.commitNanos());
  }

  @Test
  void afterTheDiskFailedWhatWaitsIsRefusedAndSmallWritesAreCancelled() throws Exception {
    engine.fails = Cause.BROKEN;
    var first = occupy();
    List<CompletableFuture<Result>> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) waiting.add(append("waits"));
    CompletableFuture<Integer> task = log.call(() -> 1);
    engine.gate.release(1_000);
    assertEquals(Problem.STORE_FAILED, problem(first));
    for (var w : waiting) assertEquals(503, problem(w).status());
    ExecutionException cancelled =
        assertThrows(ExecutionException.class, () -> task.get(10, TimeUnit.SECONDS));
    assertInstanceOf(RejectedExecutionException.class, cancelled.getCause());
    assertEquals("the disk failed", broken.get(10, TimeUnit.SECONDS).getMessage());
    log.close();
    assertTrue(engine.closed);
    assertEquals(List.of(), engine.committed);
  }

  @Test
  void whenTheDiskFailsWhileABatchIsSplitTheOtherHalfIsRefusedToo() throws Exception {
    occupy();
    var guilty = append("guilty");
    var second = append("second");
    var third = append("third");
    engine.failsAfterSplit = new BatchWriter.BatchFailure(Cause.BROKEN, new IOException("planted"));
    engine.gate.release(1_000);
    for (var refused : List.of(guilty, second, third)) assertEquals(503, problem(refused).status());
    assertEquals("the disk failed", broken.get(10, TimeUnit.SECONDS).getMessage());
    assertEquals(List.of("first"), engine.committed);
  }

  @Test
  void anErrorOfTheMachineEndsTheLogAndLeavesNobodyWaiting() throws Exception {
    var first = occupy();
    var waiting = append("waits");
    engine.error = new LinkageError("planted");
    engine.gate.release(1_000);
    assertEquals(Problem.STORE_FAILED, problem(first));
    assertEquals(503, problem(waiting).status());
    assertEquals("planted", broken.get(10, TimeUnit.SECONDS).getMessage());
    log.close();
    assertTrue(engine.closed);
  }

  @Test
  void anExecutorThatHasEndedHarmsNobodyElse() throws Exception {
    occupy();
    append(
        "of an ended loop",
        task -> {
          throw new RejectedExecutionException("planted");
        });
    var other = append("other");
    engine.gate.release(1_000);
    assertEquals(Kept.COMMITTED, other.get(10, TimeUnit.SECONDS));
    assertEquals(3, engine.committed.size());
  }

  @Test
  void closingWaitsForTheEngine() {
    engine.gate.release(1_000);
    log.close();
    assertTrue(engine.closed);
  }

  private static final class Engine implements BatchWriter {
    final Semaphore gate = new Semaphore(0);
    final Semaphore entered = new Semaphore(0);
    final List<String> committed = new CopyOnWriteArrayList<>();
    final List<Integer> batches = new CopyOnWriteArrayList<>();
    final AtomicInteger upkeep = new AtomicInteger();
    volatile int upkeepAfterBatch;
    volatile BatchFailure.@Nullable Cause fails;
    volatile @Nullable BatchFailure failsAfterSplit;
    volatile @Nullable Error error;
    volatile boolean closed;
    private boolean wrote;

    @Override
    public Written write(List<Encoded> batch, long nowMs) throws BatchFailure {
      entered.release();
      gate.acquireUninterruptibly();
      wrote = true;
      Error thrown = error;
      if (thrown != null) throw thrown;
      BatchFailure afterSplit = failsAfterSplit;
      if (afterSplit != null && batches.size() == 1) {
        if (batch.size() > 1) throw new BatchFailure(Cause.DATUM, new IOException("planted"));
        throw afterSplit;
      }
      Cause cause = fails;
      if (cause != null) throw new BatchFailure(cause, new IOException("planted"));
      batches.add(batch.size());
      BitSet repeats = new BitSet();
      List<Committed> counted = new ArrayList<>();
      for (int i = 0; i < batch.size(); i++) {
        var event = batch.get(i).event();
        if (event.visitorId().startsWith("repeat")) {
          repeats.set(i);
        } else {
          committed.add(event.visitorId());
          counted.add(new Committed(1, event, 1, 0));
        }
      }
      return new Written(counted, repeats);
    }

    @Override
    public void betweenBatches() {
      upkeep.incrementAndGet();
      if (wrote) upkeepAfterBatch = upkeepAfterBatch + 1;
      wrote = false;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
