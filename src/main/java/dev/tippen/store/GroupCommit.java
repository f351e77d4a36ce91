package dev.tippen.store;

import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.event.TrackedEvent;
import dev.tippen.store.BatchWriter.BatchFailure;
import dev.tippen.store.BatchWriter.Encoded;
import dev.tippen.store.BatchWriter.Written;
import dev.tippen.store.CommitListener.Committed;
import dev.tippen.store.EventLog.Result.Kept;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Group commit: one thread takes what waits, stores it in one transaction, and only then hands out
/// the receipts, each on the executor that its event came with. The more load, the larger the
/// batches: one sync to disk serves them all.
///
/// Source: DeWitt et al., "Implementation Techniques for Main Memory Database Systems", SIGMOD
/// 1984.
public final class GroupCommit implements EventLog, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);
  private static final long IDLE_WAIT_MS = 50;

  /// After a big batch the next one waits this long for more: what a commit costs does not depend
  /// on how many events it has.
  private static final long LINGER_NANOS = 1_000_000;

  private static final int LINGER_FROM_EVENTS = 16;

  /// From this many events a second on, batches begin so far apart at least. Whoever sends less
  /// pays nothing for it.
  private static final long APART_NANOS = 3_000_000;

  private static final int APART_FROM_PER_SECOND = 2_000;
  private static final long RATE_OVER_NANOS = 20_000_000;

  private final BatchWriter writer;
  private final List<CommitListener> listeners;
  private final InstantSource clock;
  private final StoreStats stats;
  private final Consumer<Throwable> onBroken;
  private final int batchMaxEvents;
  private final BlockingQueue<Work> queue;
  private final Thread thread;
  private int lastBatchEvents;
  private long lastBatchNanos = System.nanoTime();
  private long rateSinceNanos = lastBatchNanos;
  private int rateEvents;
  private boolean apart;
  private volatile boolean closing;
  private volatile boolean closed;

  private sealed interface Work {}

  private record Waiting(Encoded event, Executor answers, Receipt receipt) implements Work {}

  private record Task(Runnable run, Runnable cancel) implements Work {}

  /// @param queueMaxEvents events that may wait; more are refused at once
  /// @param listeners called after each commit, in order, on the commit thread
  /// @param onBroken called once when the disk fails; nothing is acknowledged from then on, and the
  ///   process should end so that a restart recovers what is on disk
  public GroupCommit(
      BatchWriter writer,
      List<CommitListener> listeners,
      int queueMaxEvents,
      int batchMaxEvents,
      InstantSource clock,
      StoreStats stats,
      Consumer<Throwable> onBroken) {
    this.writer = writer;
    this.listeners = List.copyOf(listeners);
    this.batchMaxEvents = batchMaxEvents;
    this.clock = clock;
    this.stats = stats;
    this.onBroken = onBroken;
    queue = new ArrayBlockingQueue<>(queueMaxEvents);
    thread = Thread.ofPlatform().name("commit").daemon(true).unstarted(this::run);
    thread.start();
  }

  @Override
  public void append(TrackedEvent event, Executor answers, Receipt receipt) {
    if (closing) {
      refuse(answers, receipt, Problem.SHUTTING_DOWN);
      return;
    }
    Waiting waiting = new Waiting(Encoded.of(event), answers, receipt);
    if (!queue.offer(waiting)) {
      refuse(answers, receipt, Problem.STORE_BUSY);
    } else if (closed && queue.remove(waiting)) {
      // The commit thread ended between the check above and the offer.
      refuse(answers, receipt, Problem.SHUTTING_DOWN);
    }
  }

  /// Runs a small write on the commit thread, between two batches.
  ///
  /// @throws RejectedExecutionException if too much waits or the log is closing
  public <T extends @Nullable Object> CompletableFuture<T> call(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Task task =
        new Task(
            () -> {
              try {
                result.complete(work.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            },
            () ->
                result.completeExceptionally(
                    new RejectedExecutionException("the store is closed")));
    if (closing || !queue.offer(task)) throw new RejectedExecutionException("the store is busy");
    if (closed && queue.remove(task)) task.cancel().run();
    return result;
  }

  /// How many events wait for the next commit.
  public int waiting() {
    return queue.size();
  }

  private void run() {
    List<Work> taken = new ArrayList<>(batchMaxEvents);
    List<Waiting> events = new ArrayList<>(batchMaxEvents);
    try {
      while (take(taken)) {
        for (Work work : taken) {
          if (work instanceof Waiting w) events.add(w);
        }
        lastBatchEvents = events.size();
        measureRate();
        if (!events.isEmpty()) commit(events);
        // Receipts are out, whatever became of the batch: only tasks may be left of what was taken.
        events.clear();
        taken.removeIf(Waiting.class::isInstance);
        while (!taken.isEmpty()) ((Task) taken.removeFirst()).run().run();
        writer.betweenBatches();
      }
    } catch (Throwable e) {
      log.error("the commit thread ends; nothing more is acknowledged", e);
      closing = true;
      onBroken.accept(e);
    } finally {
      closed = true;
      for (Work work : taken) {
        if (work instanceof Task t) t.cancel().run();
      }
      refuseRest();
      writer.close();
    }
  }

  /// @return false when the log is closing and nothing waits any more
  private boolean take(List<Work> into) throws InterruptedException {
    while (true) {
      Work first = queue.poll(IDLE_WAIT_MS, TimeUnit.MILLISECONDS);
      if (first != null) {
        into.add(first);
        if (queue.size() < batchMaxEvents - 1) linger();
        queue.drainTo(into, batchMaxEvents - 1);
        return true;
      }
      if (closing) return false;
      writer.betweenBatches();
    }
  }

  private void linger() {
    long now = System.nanoTime();
    long nanos = apart ? lastBatchNanos + APART_NANOS - now : 0;
    if (lastBatchEvents >= LINGER_FROM_EVENTS) nanos = Math.max(nanos, LINGER_NANOS);
    if (nanos > 0) LockSupport.parkNanos(nanos);
    lastBatchNanos = System.nanoTime();
  }

  private void measureRate() {
    rateEvents += lastBatchEvents;
    long nanos = System.nanoTime() - rateSinceNanos;
    if (nanos < RATE_OVER_NANOS) return;
    apart = rateEvents * 1_000_000_000L / nanos >= APART_FROM_PER_SECOND;
    rateEvents = 0;
    rateSinceNanos += nanos;
  }

  private void commit(List<Waiting> batch) {
    List<Encoded> events = new ArrayList<>(batch.size());
    for (Waiting w : batch) events.add(w.event);
    long beganNanos = System.nanoTime();
    Written written;
    try {
      written = writer.write(events, clock.millis());
    } catch (BatchFailure e) {
      fail(batch, e);
      return;
    } catch (RuntimeException e) {
      // A mistake of ours that one event brings out must not end the service for all others.
      log.error("a batch of {} events failed", batch.size(), e);
      fail(batch, new BatchFailure(BatchFailure.Cause.DATUM, e));
      return;
    } catch (Error e) {
      refuse(batch, Problem.STORE_FAILED);
      throw e;
    }
    stats.batch(batch.size() - written.repeats().cardinality(), System.nanoTime() - beganNanos);
    settle(batch, written.repeats());
    if (!written.counted().isEmpty()) tell(written.counted());
  }

  /// A batch that fails for one event is halved until only that event is left.
  private void fail(List<Waiting> batch, BatchFailure failure) {
    switch (failure.kind()) {
      case DATUM -> {
        if (batch.size() == 1) {
          log.warn("event refused by the store: {}", failure.getMessage());
          refuse(batch, Problem.EVENT_REJECTED);
        } else {
          List<Waiting> rest = batch.subList(batch.size() / 2, batch.size());
          try {
            commit(batch.subList(0, batch.size() / 2));
          } catch (RuntimeException | Error e) {
            refuse(rest, Problem.STORE_FAILED);
            throw e;
          }
          commit(rest);
        }
      }
      case UNAVAILABLE -> refuse(batch, Problem.STORE_FAILED);
      case BROKEN -> {
        // After a failed sync the kernel may have dropped the pages: nobody can tell what is on
        // disk
        // but a restart that reads it.
        refuse(batch, Problem.STORE_FAILED);
        throw new IllegalStateException("the disk failed", failure);
      }
    }
  }

  private void tell(List<Committed> committed) {
    for (CommitListener listener : listeners) {
      try {
        listener.committed(committed);
      } catch (RuntimeException e) {
        log.error("a listener of commits failed; the events are stored", e);
      }
    }
  }

  /// One task an executor and batch, not one an event.
  private static void settle(List<Waiting> batch, BitSet repeats) {
    Map<Executor, List<Runnable>> byExecutor = new IdentityHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      Waiting w = batch.get(i);
      Result result = repeats.get(i) ? Kept.DUPLICATE : Kept.COMMITTED;
      byExecutor
          .computeIfAbsent(w.answers, x -> new ArrayList<>())
          .add(() -> w.receipt.settled(result));
    }
    byExecutor.forEach(GroupCommit::handOut);
  }

  private static void refuse(List<Waiting> batch, Problem problem) {
    for (Waiting w : batch) refuse(w.answers, w.receipt, problem);
  }

  private static void refuse(Executor answers, Receipt receipt, Problem problem) {
    Result result = new Result.Refused(Refusal.of(problem));
    handOut(answers, List.of(() -> receipt.settled(result)));
  }

  private static void handOut(Executor executor, List<Runnable> receipts) {
    try {
      executor.execute(() -> receipts.forEach(Runnable::run));
    } catch (RejectedExecutionException e) {
      log.warn("{} answers could not be given, their event loop has ended", receipts.size());
    }
  }

  private void refuseRest() {
    for (Work work = queue.poll(); work != null; work = queue.poll()) {
      switch (work) {
        case Waiting w -> refuse(w.answers, w.receipt, Problem.SHUTTING_DOWN);
        case Task t -> t.cancel().run();
      }
    }
  }

  /// Stores what waits, refuses what comes, and returns when the thread has ended.
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
