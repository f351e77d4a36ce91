package dev.tippen.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.store.BatchWriter.BatchFailure;
import dev.tippen.store.CommitListener.Committed;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The order of commit, receipt and listeners, and what each kind of failure does. The engine below
/// is a recording one that can be told to wait and to fail.
@Timeout(20)
class GroupCommitTest {
  private static final ApiKey KEY = Events.key(1);

  private final RecordingWriter writer = new RecordingWriter();
  private final List<Committed> told = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
  private final ExecutorService answers = Executors.newSingleThreadExecutor();
  private final GroupCommit log =
      new GroupCommit(
          writer,
          List.of(told::addAll),
          8,
          100,
          InstantSource.system(),
          new StoreStats(),
          broken::complete);

  @AfterEach
  void close() {
    writer.gate.release(1_000);
    log.close();
    answers.shutdownNow();
  }

  @Test
  void receiptComesAfterTheCommitAndOnItsExecutor() throws Exception {
    CompletableFuture<String> thread = new CompletableFuture<>();
    log.append(
        Events.event(KEY, "a", "pageview", 1),
        answers,
        _ -> thread.complete(Thread.currentThread().getName() + writer.committed.size()));
    writer.awaitEntered();
    assertTrue(!thread.isDone(), "answered before the commit");
    writer.gate.release();
    String name = thread.get(5, TimeUnit.SECONDS);
    assertTrue(name.startsWith("pool-"), "answered on " + name);
    assertTrue(name.endsWith("1"), "answered before the commit");
  }

  @Test
  void whatWaitsIsCommittedTogetherAndInOrder() {
    List<CompletableFuture<@Nullable Refusal>> receipts = new ArrayList<>();
    for (int i = 0; i < 6; i++) receipts.add(append("v" + i));
    writer.gate.release(2);
    for (var r : receipts) assertNull(r.join());
    assertTrue(writer.batches.size() <= 2, "one batch for the first, one for the rest");
    assertEquals(List.of("v0", "v1", "v2", "v3", "v4", "v5"), writer.committed);
    awaitTold(6);
    assertEquals(writer.committed, told.stream().map(c -> c.event().visitorId()).toList());
  }

  @Test
  void aFullQueueRefusesAtOnce() {
    append("taken by the writer");
    writer.awaitEntered();
    for (int i = 0; i < 8; i++) append("waits " + i);
    Refusal refusal = append("too many").join();
    assertNotNull(refusal);
    assertEquals(Problem.STORE_BUSY, refusal.problem());
    assertTrue(refusal.retryAfterSeconds() > 0);
  }

  @Test
  void aGuiltyEventIsRefusedAloneAndTheOthersAreStored() {
    var first = append("fine 0");
    writer.awaitEntered();
    List<CompletableFuture<@Nullable Refusal>> fine = new ArrayList<>();
    for (int i = 1; i < 4; i++) fine.add(append("fine " + i));
    var guilty = append("guilty");
    for (int i = 4; i < 7; i++) fine.add(append("fine " + i));
    writer.gate.release(1_000);
    assertNull(first.join());
    for (var r : fine) assertNull(r.join());
    Refusal refusal = guilty.join();
    assertNotNull(refusal);
    assertEquals(400, refusal.problem().status());
    assertEquals(7, writer.committed.size());
  }

  @Test
  void aMistakeOfOursThatOneEventBringsOutRefusesOnlyThatEvent() {
    var first = append("fine 0");
    writer.awaitEntered();
    var bug = append("bug");
    var second = append("fine 1");
    writer.gate.release(1_000);
    assertNull(first.join());
    assertNull(second.join());
    assertNotNull(bug.join());
    assertEquals(List.of("fine 0", "fine 1"), writer.committed);
  }

  @Test
  void workBetweenBatchesEndsWithTheLogAndNeverHangs() throws Exception {
    writer.fail = BatchFailure.Cause.BROKEN;
    append("a");
    writer.awaitEntered();
    CompletableFuture<Integer> task = log.call(() -> 1);
    writer.gate.release(1_000);
    assertNotNull(broken.get(5, TimeUnit.SECONDS));
    assertThrows(ExecutionException.class, () -> task.get(5, TimeUnit.SECONDS));
  }

  @Test
  void everyReceiptIsGivenOnce() throws Exception {
    writer.fail = BatchFailure.Cause.BROKEN;
    AtomicInteger receipts = new AtomicInteger();
    log.append(
        Events.event(KEY, "a", "pageview", 1), answers, refusal -> receipts.incrementAndGet());
    writer.gate.release(1_000);
    assertNotNull(broken.get(5, TimeUnit.SECONDS));
    log.close();
    answers.shutdown();
    assertTrue(answers.awaitTermination(5, TimeUnit.SECONDS));
    assertEquals(1, receipts.get());
  }

  @Test
  void aFullDiskRefusesTheBatchAndTheNextOneIsTriedAgain() {
    writer.fail = BatchFailure.Cause.UNAVAILABLE;
    writer.gate.release(1_000);
    Refusal refusal = append("a").join();
    assertNotNull(refusal);
    assertEquals(503, refusal.problem().status());
    writer.fail = null;
    assertNull(append("b").join());
    assertEquals(List.of("b"), writer.committed);
  }

  @Test
  void afterAFailedSyncNothingIsAcknowledgedAnyMore() throws Exception {
    writer.fail = BatchFailure.Cause.BROKEN;
    writer.gate.release(1_000);
    assertNotNull(append("a").join());
    assertNotNull(broken.get(5, TimeUnit.SECONDS));
    writer.fail = null;
    Refusal later = append("b").join();
    assertNotNull(later);
    assertEquals(503, later.problem().status());
    assertEquals(List.of(), writer.committed);
    assertEquals(List.of(), told);
  }

  @Test
  void closingStoresWhatWaitsAndRefusesWhatComes() {
    List<CompletableFuture<@Nullable Refusal>> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) waiting.add(append("v" + i));
    writer.gate.release(1_000);
    log.close();
    for (var r : waiting) assertNull(r.join());
    Refusal late = append("late").join();
    assertNotNull(late);
    assertEquals(Problem.SHUTTING_DOWN, late.problem());
    assertEquals(5, writer.committed.size());
    assertTrue(writer.closed);
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    GroupCommit other =
        new GroupCommit(
            writer,
            List.of(
                events -> {
                  throw new IllegalStateException("a planted fault");
                },
                told::addAll),
            8,
            100,
            InstantSource.system(),
            new StoreStats(),
            broken::complete);
    writer.gate.release(1_000);
    CompletableFuture<@Nullable Refusal> receipt = new CompletableFuture<>();
    other.append(Events.event(KEY, "a", "pageview", 1), answers, r -> receipt.complete(refusal(r)));
    assertNull(receipt.join());
    awaitTold(1);
    other.close();
  }

  private CompletableFuture<@Nullable Refusal> append(String visitorId) {
    CompletableFuture<@Nullable Refusal> receipt = new CompletableFuture<>();
    Executor direct = answers;
    log.append(
        Events.event(KEY, visitorId, "pageview", 1), direct, r -> receipt.complete(refusal(r)));
    return receipt;
  }

  private static @Nullable Refusal refusal(EventLog.Result result) {
    return result instanceof EventLog.Result.Refused(var refusal) ? refusal : null;
  }

  private void awaitTold(int count) {
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (told.size() < count && System.nanoTime() < deadline) Thread.onSpinWait();
    assertEquals(count, told.size());
  }

  private static final class RecordingWriter implements BatchWriter {
    final Semaphore gate = new Semaphore(0);
    final Semaphore entered = new Semaphore(0);
    final List<String> committed = new CopyOnWriteArrayList<>();
    final List<Integer> batches = new CopyOnWriteArrayList<>();
    volatile BatchFailure.@Nullable Cause fail;
    volatile boolean closed;

    @Override
    public Written write(List<Encoded> batch, long nowMs) throws BatchFailure {
      entered.release();
      gate.acquireUninterruptibly();
      if (fail != null) throw new BatchFailure(fail, new IOException("planted"));
      if (batch.stream().anyMatch(e -> e.event().visitorId().equals("bug"))) {
        throw new IllegalArgumentException("planted");
      }
      if (batch.stream().anyMatch(e -> e.event().visitorId().equals("guilty"))) {
        throw new BatchFailure(BatchFailure.Cause.DATUM, new IOException("planted"));
      }
      batches.add(batch.size());
      batch.forEach(e -> committed.add(e.event().visitorId()));
      return new Written(
          batch.stream().map(e -> new Committed(1, e.event(), 1, 0)).toList(), new BitSet());
    }

    void awaitEntered() {
      entered.acquireUninterruptibly();
    }

    @Override
    public void betweenBatches() {}

    @Override
    public void close() {
      closed = true;
    }
  }
}
