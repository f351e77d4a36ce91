package dev.tippen.crash;

import dev.tippen.config.Config;
import dev.tippen.event.ApiKey;
import dev.tippen.event.EventKind;
import dev.tippen.event.TrackedEvent;
import dev.tippen.event.TrackedEvent.Client;
import dev.tippen.event.TrackedEvent.Page;
import dev.tippen.store.EventLog;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.SqliteKeyStore;
import dev.tippen.store.sqlite.SqliteStore;
import dev.tippen.store.sqlite.SqliteVisitorReads;
import dev.tippen.support.EventIds;
import dev.tippen.support.Events;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What a start of the server does with a data folder that a crash left behind, in this process:
/// recover, migrate, read keys and the newest events. Then one event more comes, and some that were
/// acknowledged before come again, as from trackers that did not hear the answer.
final class Restart {
  private static final Config.Store LIMITS = Config.DEFAULTS.store();
  private static final int REPEATS_MAX = 20;

  private Restart() {}

  /// @return what was there; that the new event was stored, and no other, counts as a matter of
  ///   course
  static Stored of(Path data, Set<Sent> acknowledged) throws Exception {
    Sent more = new Sent("after_the_restart", EventIds.next());
    boolean oneMore;
    Database database = Database.open(data);
    int gapMaxSeconds = Config.DEFAULTS.visit().gapMaxSeconds();
    try (SqliteStore store = SqliteStore.open(database, LIMITS, gapMaxSeconds)) {
      EventLog log = store.start(LIMITS, w -> w, List.of(), InstantSource.system(), t -> {});
      List<ApiKey> keys = new SqliteKeyStore(store).all();
      new SqliteVisitorReads(store).eventsSince(0, 1_000, Events::key);
      Set<Sent> there = Stored.events(database);
      oneMore = !keys.isEmpty();
      if (oneMore) {
        List<Sent> events = new ArrayList<>(List.of(more));
        acknowledged.stream().filter(there::contains).limit(REPEATS_MAX).forEach(events::add);
        append(log, keys.getFirst(), events);
      }
    }
    Stored stored = Stored.read(data);
    if (stored.events().remove(more) != oneMore) {
      stored.contradictions().add("after the restart no event was stored");
    }
    return stored;
  }

  private static void append(EventLog log, ApiKey key, List<Sent> events) throws Exception {
    CountDownLatch settled = new CountDownLatch(events.size());
    for (Sent e : events) log.append(again(key, e), Runnable::run, result -> settled.countDown());
    if (!settled.await(20, TimeUnit.SECONDS)) throw new AssertionError("no receipts");
  }

  private static TrackedEvent again(ApiKey key, Sent e) {
    long nowMs = System.currentTimeMillis();
    return new TrackedEvent(
        key,
        e.visitorId(),
        "pageview",
        EventKind.of("pageview"),
        nowMs,
        nowMs,
        e.eventId(),
        /* attempt= */ 2,
        null,
        "example.com",
        new Page("https://example.com/", null, null),
        new Client(null, null, null, null, null, null),
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
