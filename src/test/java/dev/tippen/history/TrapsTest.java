package dev.tippen.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.analytics.Analytics;
import dev.tippen.analytics.Analytics.Row;
import dev.tippen.analytics.Dimension;
import dev.tippen.analytics.Metric;
import dev.tippen.analytics.Query;
import dev.tippen.analytics.TimeRange;
import dev.tippen.config.Config.HistoryEngine;
import dev.tippen.event.Channel;
import dev.tippen.event.EventKind;
import dev.tippen.history.History.Cancellation;
import dev.tippen.history.HistoryEvent.Arrival;
import dev.tippen.history.HistoryEvent.Traits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mistakes that other products make, one test each.
class TrapsTest {
  private static final ZoneId UTC = ZoneOffset.UTC;

  @TempDir Path folder;
  private final List<HistoryEvent> events = new ArrayList<>();

  private void event(
      long visitor, String time, EventKind kind, int page, int engagedMs, @Nullable Arrival way) {
    long at = LocalDateTime.parse(time).toInstant(ZoneOffset.UTC).toEpochMilli();
    events.add(
        new HistoryEvent(
            events.size() + 1,
            1,
            visitor,
            at,
            at,
            kind,
            kind == EventKind.CUSTOM ? 1 : 0,
            1,
            page,
            0,
            engagedMs,
            0,
            0,
            null,
            way,
            Traits.NONE,
            null));
  }

  private void view(long visitor, String time, int page) {
    event(visitor, time, EventKind.PAGE_VIEW, page, 0, null);
  }

  private List<Row> ask(TimeRange range, List<Metric> metrics, Dimension... dimensions)
      throws Exception {
    if (!java.nio.file.Files.exists(folder.resolve(History.FOLDER))) {
      HistoryFixture.fill(
          folder.resolve(History.FOLDER),
          HistoryEngine.DUCKDB,
          HistoryEvents.of(events),
          List.of(),
          1);
    }
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-12-24T12:00:00Z"));
    try (History history =
        new History(
            folder,
            HistoryFixture.config(HistoryEngine.DUCKDB),
            HistoryFixture.emptySource(events.size(), 1),
            id -> null,
            clock)) {
      history.start();
      assertTrue(history.awaitCaughtUp(Duration.ofSeconds(60)));
      Query query =
          new Query(
              1,
              range,
              metrics,
              List.of(dimensions),
              null,
              List.of(),
              null,
              metrics.getFirst(),
              true,
              1_000,
              0);
      return new Analytics(history, clock).ask(query, new Cancellation()).rows();
    }
  }

  private @Nullable Double one(TimeRange range, Metric metric) throws Exception {
    return ask(range, List.of(metric)).getFirst().metrics().getFirst();
  }

  private static TimeRange days(String from, String to, ZoneId zone) {
    return TimeRange.of(LocalDate.parse(from), LocalDate.parse(to), zone);
  }

  private static final TimeRange WEEK = days("2026-10-05", "2026-10-11", UTC);

  @Test
  void trap1AClockHourDoesNotCutAVisit() throws Exception {
    view(7, "2026-10-06T09:58:00", 1);
    view(7, "2026-10-06T10:02:00", 2);
    assertEquals(1, one(WEEK, Metric.VISITS));
  }

  @Test
  void trap1AClockHourDoesNotJoinVisits() throws Exception {
    view(7, "2026-10-06T10:01:00", 1);
    view(7, "2026-10-06T10:59:00", 2);
    assertEquals(2, one(WEEK, Metric.VISITS));
  }

  @Test
  void trap2SteadyUseForNinetyMinutesIsOneVisit() throws Exception {
    for (int minute = 0; minute <= 90; minute += 10) {
      view(7, "2026-10-06T%02d:%02d:00".formatted(9 + minute / 60, minute % 60), 1 + minute / 10);
    }
    assertEquals(1, one(WEEK, Metric.VISITS));
  }

  @Test
  void trap3VisitorsOfPagesAreNotAddedUp() throws Exception {
    for (int person = 1; person <= 20; person++) {
      for (int page = 1; page <= 10; page++) {
        view(person, "2026-10-06T09:%02d:00".formatted(page), page);
      }
    }
    assertEquals(20, one(WEEK, Metric.VISITORS));
  }

  @Test
  void trap4And6OnePageReadForSixMinutesHasItsTime() throws Exception {
    view(7, "2026-10-06T09:00:00", 1);
    for (int minute = 1; minute <= 6; minute++) {
      event(7, "2026-10-06T09:%02d:00".formatted(minute), EventKind.ENGAGEMENT, 1, 60_000, null);
    }
    assertEquals(360, one(WEEK, Metric.ENGAGED_TIME));
    assertEquals(360, one(WEEK, Metric.VISIT_DURATION));
    assertEquals(0, one(WEEK, Metric.BOUNCE_RATE));
  }

  @Test
  void trap4AnOpenTabIsNoReading() throws Exception {
    view(7, "2026-10-06T09:00:00", 1);
    event(7, "2026-10-06T09:00:30", EventKind.ENGAGEMENT, 1, 30_000, null);
    for (int minute = 1; minute < 60; minute++) {
      event(7, "2026-10-06T09:%02d:00".formatted(minute), EventKind.HEARTBEAT, 1, 0, null);
    }
    assertEquals(30, one(WEEK, Metric.ENGAGED_TIME));
  }

  @Test
  void trap5MidnightDoesNotCutAVisit() throws Exception {
    view(7, "2026-10-06T23:50:00", 1);
    view(7, "2026-10-07T00:10:00", 2);
    assertEquals(1, one(WEEK, Metric.VISITS));
  }

  @Test
  void trap8AVisitOfThreeHoursIsOnceInEachBarAndOnceInTheTotal() throws Exception {
    for (int minute = 10; minute <= 190; minute += 20) {
      view(7, "2026-10-06T%02d:%02d:00".formatted(9 + minute / 60, minute % 60), 1);
    }
    TimeRange day = days("2026-10-06", "2026-10-06", UTC);
    assertEquals(1, one(day, Metric.VISITS));
    List<String> bars = new ArrayList<>();
    for (Row row : ask(day, List.of(Metric.VISITS), Dimension.HOUR)) {
      if (row.metrics().getFirst() != 0) bars.add(row.values().getFirst() + " " + row.metrics());
    }
    assertEquals(
        List.of(
            "2026-10-06T09:00 [1.0]",
            "2026-10-06T10:00 [1.0]",
            "2026-10-06T11:00 [1.0]",
            "2026-10-06T12:00 [1.0]"),
        bars);
  }

  @Test
  void trap9AVisitAcrossTheEdgeOfTheRangeIsNoBounce() throws Exception {
    view(7, "2026-10-06T23:55:00", 1);
    view(7, "2026-10-07T00:05:00", 2);
    TimeRange second = days("2026-10-07", "2026-10-07", UTC);
    assertEquals(0, one(second, Metric.BOUNCE_RATE));
    assertEquals(2, one(second, Metric.VIEWS_PER_VISIT));
    assertEquals(1, one(second, Metric.PAGE_VIEWS));
  }

  @Test
  void trap10DaysBeginWhereTheZoneSaysSo() throws Exception {
    // 18:15 UTC is midnight in Kathmandu.
    view(7, "2026-10-06T18:14:59", 1);
    view(8, "2026-10-06T18:15:00", 1);
    ZoneId kathmandu = ZoneId.of("Asia/Kathmandu");
    assertEquals(1, one(days("2026-10-06", "2026-10-06", kathmandu), Metric.VISITORS));
    assertEquals(1, one(days("2026-10-07", "2026-10-07", kathmandu), Metric.VISITORS));
    List<Row> rows =
        ask(days("2026-10-06", "2026-10-07", kathmandu), List.of(Metric.PAGE_VIEWS), Dimension.DAY);
    assertEquals(List.of(1.0, 1.0), rows.stream().map(r -> r.metrics().getFirst()).toList());
  }

  @Test
  void trap10ADayThatAZoneSkippedIsEmpty() throws Exception {
    // Samoa had no 30 December 2011.
    view(7, "2011-12-30T09:59:00", 1);
    view(8, "2011-12-30T10:01:00", 1);
    List<Row> rows =
        ask(
            days("2011-12-29", "2011-12-31", ZoneId.of("Pacific/Apia")),
            List.of(Metric.PAGE_VIEWS),
            Dimension.DAY);
    assertEquals(List.of(1.0, 0.0, 1.0), rows.stream().map(r -> r.metrics().getFirst()).toList());
  }

  @Test
  void trap17ExitRatesAreNeverAboveAHundred() throws Exception {
    for (int i = 0; i < 5; i++) view(7, "2026-10-06T09:0" + i + ":00", 1);
    view(8, "2026-10-06T09:00:00", 1);
    view(8, "2026-10-06T09:01:00", 2);
    List<Row> rows = ask(WEEK, List.of(Metric.EXIT_RATE), Dimension.PAGE);
    assertEquals(2, rows.size());
    for (Row row : rows) {
      Double rate = row.metrics().getFirst();
      assertTrue(rate != null && rate <= 100, row.toString());
    }
    assertEquals(50, rows.getFirst().metrics().getFirst());
  }

  @Test
  void trap19TheWayBackFromOnesOwnPaymentPageIsNoNewChannel() throws Exception {
    Arrival search = new Arrival(Channel.ORGANIC_SEARCH.ordinal(), 3, 0, 0, 0, 0, 0, 0);
    Arrival own = new Arrival(Channel.INTERNAL.ordinal(), 0, 0, 0, 0, 0, 0, 0);
    event(7, "2026-10-06T09:00:00", EventKind.PAGE_VIEW, 1, 0, search);
    event(7, "2026-10-06T09:05:00", EventKind.PAGE_VIEW, 2, 0, own);
    // After a long payment it is another visit, but no way from outside either.
    event(7, "2026-10-06T11:00:00", EventKind.PAGE_VIEW, 3, 0, own);
    assertEquals(
        Set.of(List.of(Channel.ORGANIC_SEARCH.label()), List.of(Channel.DIRECT.label())),
        ask(WEEK, List.of(Metric.VISITS), Dimension.CHANNEL).stream()
            .map(Row::values)
            .collect(Collectors.toSet()));
  }

  @Test
  void aShareOfNothingIsNothing() throws Exception {
    view(7, "2026-10-06T09:00:00", 1);
    TimeRange empty = days("2026-01-01", "2026-01-02", UTC);
    assertNull(one(empty, Metric.BOUNCE_RATE));
    assertEquals(0, one(empty, Metric.VISITS));
  }
}
