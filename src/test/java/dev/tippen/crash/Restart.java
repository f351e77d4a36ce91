package dev.tippen.crash;

import dev.tippen.config.Config;
import dev.tippen.event.ApiKey;
import dev.tippen.store.EventLog;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.SqliteKeyStore;
import dev.tippen.store.sqlite.SqliteStore;
import dev.tippen.store.sqlite.SqliteVisitorReads;
import dev.tippen.support.Events;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// What a start of the server does with a data folder that a crash left behind, in this process:
/// recover, migrate, read keys and the newest events, and store one event more.
final class Restart {
  private static final String VISITOR = "after_the_restart";
  private static final Config.Store LIMITS = Config.DEFAULTS.store();

  private Restart() {}

  /// @return what was there; that the new event was stored as well counts as a matter of course
  static Stored of(Path data) throws Exception {
    boolean oneMore;
    try (SqliteStore store =
        SqliteStore.open(Database.open(data), LIMITS, Config.DEFAULTS.visit().gapMaxSeconds())) {
      EventLog log = store.start(LIMITS, w -> w, List.of(), InstantSource.system(), t -> {});
      List<ApiKey> keys = new SqliteKeyStore(store).all();
      new SqliteVisitorReads(store).eventsSince(0, 1_000, Events::key);
      oneMore = !keys.isEmpty();
      if (oneMore) append(log, keys.getFirst());
    }
    Stored stored = Stored.read(data);
    Sent event = new Sent(VISITOR, "null");
    if (stored.events().remove(event) != oneMore) {
      stored.contradictions().add("after the restart no event was stored");
    }
    return stored;
  }

  private static void append(EventLog log, ApiKey key) throws Exception {
    CompletableFuture<Boolean> settled = new CompletableFuture<>();
    long nowMs = System.currentTimeMillis();
    log.append(
        Events.event(key, VISITOR, "pageview", nowMs),
        Runnable::run,
        result -> settled.complete(true));
    settled.get(20, TimeUnit.SECONDS);
  }
}
