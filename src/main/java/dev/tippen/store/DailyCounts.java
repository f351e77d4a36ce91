package dev.tippen.store;

import dev.tippen.store.CountStore.DayCount;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts in memory and adds to the [CountStore] every few seconds: a crash may lose the counts of
/// the last [#SAVE_EVERY_SECONDS], so nothing that must be exact is counted here. Safe for all
/// threads; counting never blocks.
public final class DailyCounts implements AutoCloseable {
  static final int SAVE_EVERY_SECONDS = 2;

  /// Different things in one interval; further ones count under [#OTHER].
  private static final int THINGS_MAX = 20_000;

  public static final String OTHER = "other";

  private static final int WHAT_MAX_CHARS = 128;
  private static final long DAY_MS = TimeUnit.DAYS.toMillis(1);
  private static final Logger log = LoggerFactory.getLogger(DailyCounts.class);

  private final CountStore store;
  private final InstantSource clock;
  private final Map<Thing, LongAdder> unsaved = new ConcurrentHashMap<>();
  private final ScheduledExecutorService saver =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("daily-counts").daemon(true).factory());

  private record Thing(int apiKeyId, long day, String topic, String what) {}

  public DailyCounts(CountStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    saver.scheduleWithFixedDelay(
        this::saveSafely, SAVE_EVERY_SECONDS, SAVE_EVERY_SECONDS, TimeUnit.SECONDS);
  }

  /// Days since the epoch, UTC.
  public long today() {
    return Math.floorDiv(clock.millis(), DAY_MS);
  }

  /// Counts one more of a thing today.
  public void count(int apiKeyId, String topic, String what) {
    String named = unsaved.size() < THINGS_MAX ? cut(what) : OTHER;
    unsaved
        .computeIfAbsent(new Thing(apiKeyId, today(), topic, named), t -> new LongAdder())
        .increment();
  }

  private static String cut(String what) {
    return what.length() <= WHAT_MAX_CHARS ? what : what.substring(0, WHAT_MAX_CHARS);
  }

  /// What is stored and what is not yet, by day and thing; blocks on the database.
  public List<DayCount> counts(int apiKeyId, String topic, long fromDay, long toDay) {
    save();
    return store.counts(apiKeyId, topic, fromDay, toDay);
  }

  private synchronized void save() {
    List<DayCount> counts = new ArrayList<>();
    for (Map.Entry<Thing, LongAdder> e : unsaved.entrySet()) {
      Thing t = e.getKey();
      long n = e.getValue().sumThenReset();
      if (n > 0) counts.add(new DayCount(t.apiKeyId, t.day, t.topic, t.what, n));
      else if (t.day != today()) unsaved.remove(t);
    }
    if (unsaved.size() >= THINGS_MAX) unsaved.values().removeIf(a -> a.sum() == 0);
    if (counts.isEmpty()) return;
    try {
      store.add(counts);
    } catch (RuntimeException e) {
      for (DayCount c : counts) {
        unsaved
            .computeIfAbsent(
                new Thing(c.apiKeyId(), c.day(), c.topic(), c.what()), t -> new LongAdder())
            .add(c.n());
      }
      throw e;
    }
  }

  private void saveSafely() {
    try {
      save();
    } catch (RuntimeException e) {
      log.warn("counts by day were not stored, they wait: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    saver.shutdownNow();
    saveSafely();
  }
}
