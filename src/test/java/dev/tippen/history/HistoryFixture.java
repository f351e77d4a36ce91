package dev.tippen.history;

import dev.tippen.config.Config;
import dev.tippen.event.ApiKey;
import dev.tippen.store.HistorySource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Fills the tables of a history without a log, for tests of what is asked of it.
public final class HistoryFixture {
  private HistoryFixture() {}

  public static Config.History config(Config.HistoryEngine engine) {
    Config.History d = Config.DEFAULTS.history();
    return new Config.History(engine, 20, 512, 512, 0, 4, 60, 10, 60, 50);
  }

  static Engine engine(Path folder, Config.HistoryEngine engine) throws SQLException {
    return engine == Config.HistoryEngine.SQLITE
        ? SqliteHistory.open(folder)
        : DuckDb.open(folder, config(engine));
  }

  /// A history without events, open and up to date.
  public static History empty(Path data, Config.HistoryEngine engine) throws InterruptedException {
    History history =
        new History(data, config(engine), emptySource(0, -1), id -> null, InstantSource.system());
    history.start();
    if (!history.awaitCaughtUp(Duration.ofSeconds(60))) {
      throw new AssertionError(history.state().toString());
    }
    return history;
  }

  /// The text that has this number after [#fill].
  public static String text(int number) {
    return number == 0 ? "" : "/text/" + number;
  }

  /// The company that is learned later of a visitor, 0 for none.
  public static long learned(long visitor) {
    return visitor % 7 == 0 ? 1 + visitor % 12 : 0;
  }

  /// Writes events in batches of random length; visitors are known since their first arrival.
  public static void fill(
      Path folder,
      Config.HistoryEngine kind,
      HistoryEvents made,
      Collection<HistorySource.SiteCompany> companies,
      long seed)
      throws SQLException {
    List<HistoryEvent> events = made.events();
    try (Engine engine = engine(folder, kind)) {
      HistoryTables tables = new HistoryTables(engine);
      fill(engine, tables, events, seed);
      learn(tables, events);
      tables.companies(1, companies);
    }
  }

  static void fill(Engine engine, HistoryTables tables, List<HistoryEvent> events, long seed)
      throws SQLException {
    Map<Long, Long> firstSeen = new HashMap<>();
    for (HistoryEvent e : events) {
      firstSeen.merge(e.visitor(), e.receivedMs() / 1_000, Math::min);
    }
    List<String> texts = new ArrayList<>();
    int pages = events.stream().mapToInt(HistoryEvent::page).max().orElse(0);
    for (int i = 1; i <= Math.max(pages, RandomHistories.TEXTS); i++) texts.add(text(i));
    tables.write(w -> {
      // One by one, so that each gets the number of its name.
      for (String text : texts) {
        w.texts().want(text);
        w.texts().findWanted();
      }
      return tables.lastId();
    });
    SplittableRandom random = new SplittableRandom(seed);
    Arrangement arrangement = new Arrangement(engine, Math.max(5, events.size() / 20));
    int from = 0;
    int most = Math.max(10, events.size() / 25);
    while (from < events.size()) {
      int to = Math.min(events.size(), from + 1 + random.nextInt(most));
      List<HistoryEvent> batch = events.subList(from, to);
      tables.write(w -> {
        w.append(batch, v -> firstSeen.getOrDefault(v, 0L));
        return batch.getLast().id();
      });
      arrangement.step(tables.lastId(), /* idle= */ true);
      from = to;
    }
  }

  private static void learn(HistoryTables tables, List<HistoryEvent> events) throws SQLException {
    Map<Long, VisitorRows.Learned> all = new HashMap<>();
    for (HistoryEvent e : events) {
      long company = learned(e.visitor());
      if (company == 0) continue;
      all.put(
          e.visitor(),
          new VisitorRows.Learned(
              e.visitor(), e.site(), 1, new HistoryEvent.Company(company, 4, 30, 2)));
    }
    tables.write(w -> {
      tables.visitors().learn(all.values());
      return tables.lastId();
    });
  }

  /// A source that has nothing beyond what [#fill] has put in.
  public static HistorySource emptySource(long lastId, long companiesVersion) {
    return new HistorySource() {
      @Override
      public Batch after(long id, int events, IntFunction<@Nullable ApiKey> keys) {
        return new Batch(List.of(), id);
      }

      @Override
      public long firstId() {
        return lastId + 1;
      }

      @Override
      public long lastId() {
        return lastId;
      }

      @Override
      public Map<VisitorName, Visitor> visitors(Collection<VisitorName> names) {
        return Map.of();
      }

      @Override
      public List<Visitor> visitorRows(Collection<Long> rowIds) {
        return List.of();
      }

      @Override
      public void keepExcluded(Collection<dev.tippen.store.SpoolReads.Logged> events, long toId) {}

      @Override
      public boolean forget(long toId, long beforeMs) {
        return false;
      }

      @Override
      public long companiesVersion() {
        return companiesVersion;
      }

      @Override
      public List<SiteCompany> companies() {
        return List.of();
      }
    };
  }
}
