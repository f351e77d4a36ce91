package dev.tippen.ingest;

import dev.tippen.enrich.Enrichment;
import dev.tippen.event.ApiKey;
import dev.tippen.event.Exclusion;
import dev.tippen.event.TrackedEvent;
import dev.tippen.identify.Identification;
import dev.tippen.store.EventLog;
import dev.tippen.store.EventLog.Result.Kept;
import dev.tippen.store.SpoolReads;
import dev.tippen.store.SpoolReads.Logged;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts excluded events after all, because their owner says so: each goes through the log once
/// more without its exclusion, with the time that it had. An event is counted once, however often
/// it is asked for. One replay at a time, on a thread of its own.
public final class Replay implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Replay.class);
  private static final int RECORDS_AT_A_TIME = 64;
  private static final int APPENDING_MAX = 256;
  private static final String ID_PREFIX = "replay-";

  private final SpoolReads spool;
  private final EventLog events;
  private final Enrichment enrichment;
  private final Identification identification;
  private final IntFunction<@Nullable ApiKey> keys;
  private final AtomicLong counted = new AtomicLong();
  private final AtomicLong countedBefore = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private @Nullable Thread thread;
  private volatile int donePercent;
  private volatile boolean running;
  private volatile int apiKeyId;
  private volatile boolean closing;

  /// What to count after all.
  ///
  /// @param what name of the robot, the company or the own network, null for all
  /// @param from first day, UTC
  /// @param to last day, UTC
  public record Wish(
      ApiKey key, Exclusion reason, @Nullable String what, LocalDate from, LocalDate to) {}

  /// How it stands with the latest replay.
  ///
  /// @param countedBefore events that an earlier replay has counted
  /// @param failed events that could not be stored; ask once more
  public record State(
      boolean running, int donePercent, long counted, long countedBefore, long failed) {}

  public Replay(
      SpoolReads spool,
      EventLog events,
      Enrichment enrichment,
      Identification identification,
      IntFunction<@Nullable ApiKey> keys) {
    this.spool = spool;
    this.events = events;
    this.enrichment = enrichment;
    this.identification = identification;
    this.keys = keys;
  }

  /// The reason of this name, null if there is none whose events are stored.
  public static @Nullable Exclusion reason(String text) {
    for (Exclusion e : Exclusion.values()) {
      if (e.stored() && e.text().equals(text)) return e;
    }
    return null;
  }

  /// @return false if another one is under way
  public synchronized boolean begin(Wish wish) {
    if (running || closing) return false;
    running = true;
    apiKeyId = wish.key.id();
    donePercent = 0;
    counted.set(0);
    countedBefore.set(0);
    failed.set(0);
    thread = Thread.ofPlatform().name("replay").daemon(true).start(() -> run(wish));
    return true;
  }

  /// Of one site: the replays of others are none of its business.
  public State state(ApiKey key) {
    if (apiKeyId != key.id()) return new State(false, 0, 0, 0, 0);
    return new State(running, donePercent, counted.get(), countedBefore.get(), failed.get());
  }

  private void run(Wish wish) {
    try {
      long fromMs = wish.from.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
      long toMs = wish.to.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
      SpoolReads.Range range = spool.range(fromMs, toMs);
      long after = range.afterId();
      Semaphore appending = new Semaphore(APPENDING_MAX);
      while (!closing) {
        SpoolReads.Page page = spool.page(after, toMs, RECORDS_AT_A_TIME, keys);
        if (page.lastId() <= after) break;
        after = page.lastId();
        count(wish, page.events(), appending);
        long all = Math.max(1, range.lastId() - range.afterId());
        donePercent = (int) Math.min(99, 100 * (after - range.afterId()) / all);
      }
      donePercent = 100;
      log.info(
          "replay of {}: {} events counted, {} before, {} failed",
          wish.reason.text(),
          counted,
          countedBefore,
          failed);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failed.incrementAndGet();
      log.error("the replay broke off", e);
    } finally {
      running = false;
    }
  }

  private void count(Wish wish, List<Logged> logged, Semaphore appending)
      throws InterruptedException {
    List<Logged> wanted = new ArrayList<>();
    for (Logged l : logged) if (isWanted(wish, l.event())) wanted.add(l);
    if (wanted.isEmpty()) return;
    Set<Long> before = spool.replayed(wanted.stream().map(Logged::id).toList());
    List<Long> stored = java.util.Collections.synchronizedList(new ArrayList<>());
    for (Logged l : wanted) {
      if (before.contains(l.id())) {
        countedBefore.incrementAndGet();
        continue;
      }
      appending.acquire();
      events.append(
          included(l),
          Runnable::run,
          result -> {
            appending.release();
            switch (result) {
              case Kept.COMMITTED -> {
                counted.incrementAndGet();
                stored.add(l.id());
              }
              case Kept.DUPLICATE -> {
                countedBefore.incrementAndGet();
                stored.add(l.id());
              }
              default -> failed.incrementAndGet();
            }
          });
    }
    if (!appending.tryAcquire(APPENDING_MAX, 60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the store takes no events");
    }
    appending.release(APPENDING_MAX);
    // Until this is stored, the event's new id keeps it from being counted twice.
    spool.markReplayed(List.copyOf(stored));
  }

  private boolean isWanted(Wish wish, TrackedEvent e) {
    return e.exclusion() == wish.reason
        && e.key().id() == wish.key.id()
        && (wish.what == null || Objects.equals(wish.what, enrichment.excludedName(e)));
  }

  private TrackedEvent included(Logged l) {
    TrackedEvent e = l.event();
    return new TrackedEvent(
        e.key(),
        e.visitorId(),
        e.name(),
        e.kind(),
        e.receivedAtMs(),
        e.occurredAtMs(),
        ID_PREFIX + l.id(),
        2,
        e.pageViewId(),
        e.website(),
        e.page(),
        e.client(),
        identification.counted(e),
        e.location(),
        e.engagement(),
        e.activity(),
        e.detailsJson(),
        null,
        e.facts(),
        null);
  }

  @Override
  public void close() {
    closing = true;
    Thread t = thread;
    if (t != null) t.interrupt();
  }
}
