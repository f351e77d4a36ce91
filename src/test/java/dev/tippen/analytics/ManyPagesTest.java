package dev.tippen.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.analytics.Analytics.Row;
import dev.tippen.config.Config.HistoryEngine;
import dev.tippen.history.History;
import dev.tippen.history.History.Cancellation;
import dev.tippen.history.HistoryEvents;
import dev.tippen.history.HistoryEvents.View;
import dev.tippen.history.HistoryFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first few of hundreds of pages are the same rows that the whole list begins with, however
/// the views are spread: looking at the most viewed pages first must not change an answer.
class ManyPagesTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 1);
  private static final int PAGES = 400;

  @TempDir Path folder;

  @Test
  void whereFewPagesAreSeenMost() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    compare(spread(random, n -> (int) (n * Math.pow(random.nextDouble(), 4))));
  }

  @Test
  void whereAllPagesAreSeenAlike() throws Exception {
    SplittableRandom random = new SplittableRandom(2);
    compare(spread(random, random::nextInt));
  }

  /// Each of these pages has more views than any other, all of one visitor.
  @Test
  void whereTheMostViewedPagesHaveOneVisitorEach() throws Exception {
    List<View> views = new ArrayList<>();
    for (int page = 1; page <= 300; page++) {
      for (int i = 0; i < 30; i++) views.add(new View(page, page));
    }
    for (int page = 301; page <= 310; page++) {
      for (int visitor = 0; visitor < 20 + page % 3; visitor++) {
        views.add(new View(1_000 + visitor, page));
      }
    }
    compare(views);
  }

  private static List<View> spread(SplittableRandom random, IntUnaryOperator page) {
    List<View> views = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      views.add(new View(1 + random.nextInt(3_000), 1 + page.applyAsInt(PAGES)));
    }
    return views;
  }

  private void compare(List<View> views) throws Exception {
    HistoryEvents events =
        HistoryEvents.views(DAY.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli(), views);
    HistoryFixture.fill(folder.resolve(History.FOLDER), HistoryEngine.DUCKDB, events, List.of(), 3);
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-12-24T12:00:00Z"));
    try (History history =
        new History(
            folder,
            HistoryFixture.config(HistoryEngine.DUCKDB),
            HistoryFixture.emptySource(events.lastId(), 1),
            id -> null,
            clock)) {
      history.start();
      assertTrue(history.awaitCaughtUp(Duration.ofSeconds(60)));
      Analytics analytics = new Analytics(history, clock);
      for (Panel panel : List.of(Panel.PAGES, Panel.ENTRY_PAGES, Panel.EXIT_PAGES)) {
        for (Metric order : panel.metrics()) {
          if (order.unit() == Metric.Unit.COUNT) compare(analytics, panel, order);
        }
      }
    }
  }

  private static void compare(Analytics analytics, Panel panel, Metric order) {
    List<Row> all = rows(analytics, panel, order, Query.LIMIT_MAX, 0);
    assertTrue(all.size() > 100, "many values: " + all.size());
    for (int limit : List.of(1, 5, 20)) {
      for (int offset : List.of(0, 3, 90)) {
        assertEquals(
            all.subList(offset, Math.min(all.size(), offset + limit)),
            rows(analytics, panel, order, limit, offset),
            "%s by %s, %d from %d".formatted(panel, order, limit, offset));
      }
    }
  }

  private static List<Row> rows(
      Analytics analytics, Panel panel, Metric order, int limit, int offset) {
    TimeRange range = TimeRange.of(DAY, DAY.plusDays(2), ZoneOffset.UTC);
    return analytics
        .ask(
            new Query(
                1,
                range,
                panel.metrics(),
                panel.dimensions(),
                null,
                List.of(),
                null,
                order,
                true,
                limit,
                offset),
            new Cancellation())
        .rows();
  }
}
