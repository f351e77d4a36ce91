package dev.tippen.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tippen.analytics.TimeRange.Comparison;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeRangeTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOW = Instant.parse("2026-11-22T14:30:00Z");

  @ParameterizedTest
  @CsvSource({
    "today, 2026-11-22, 2026-11-22",
    "yesterday, 2026-11-21, 2026-11-21",
    "7d, 2026-11-16, 2026-11-22",
    "30d, 2026-10-24, 2026-11-22",
    "90d, 2026-08-25, 2026-11-22",
    "12mo, 2025-11-23, 2026-11-22",
    "month, 2026-11-01, 2026-11-22",
    "year, 2026-01-01, 2026-11-22",
  })
  void namesStandForDays(String name, LocalDate from, LocalDate to) {
    assertEquals(TimeRange.of(from, to, BERLIN), TimeRange.named(name, BERLIN, NOW));
  }

  @Test
  void todayIsTheDayOfTheZone() {
    Instant late = Instant.parse("2026-11-22T23:30:00Z");
    assertEquals(LocalDate.of(2026, 11, 23), TimeRange.named("today", BERLIN, late).from());
  }

  @Test
  void aDayHasAsManyHoursAsTheZoneGivesIt() {
    LocalDate change = LocalDate.of(2026, 10, 25);
    TimeRange day = TimeRange.of(change, change, BERLIN);
    assertEquals(25 * 3_600_000L, day.endMs() - day.startMs());
  }

  @ParameterizedTest
  @CsvSource({
    "PREVIOUS, 2026-11-03, 2026-11-07",
    "YEAR, 2025-11-08, 2025-11-12",
    // The 8th is a Sunday: the Sunday before that is five days or more back.
    "WEEKDAYS, 2026-11-01, 2026-11-05",
  })
  void aRangeThatIsOverIsComparedWithAWholeOne(Comparison with, LocalDate from, LocalDate to) {
    TimeRange range = TimeRange.of(LocalDate.of(2026, 11, 8), LocalDate.of(2026, 11, 12), BERLIN);
    assertEquals(TimeRange.of(from, to, BERLIN), range.compared(with, NOW));
  }

  @Test
  void aRangeThatIsNotOverIsComparedUpToTheSameTimeOfTheDay() {
    TimeRange before = TimeRange.named("7d", BERLIN, NOW).compared(Comparison.PREVIOUS, NOW);
    assertEquals(LocalDate.of(2026, 11, 9), before.from());
    assertEquals(Instant.parse("2026-11-15T14:30:00Z").toEpochMilli(), before.endMs());
  }

  @Test
  void theSameTimeOfTheDayIsThatOfTheWall() {
    // A day after the clocks were set back: half past three is half past three.
    Instant now = Instant.parse("2026-10-26T14:30:00Z");
    TimeRange today = TimeRange.named("today", BERLIN, now);
    TimeRange before = today.compared(Comparison.PREVIOUS, now);
    assertEquals(Instant.parse("2026-10-25T14:30:00Z").toEpochMilli(), before.endMs());
    TimeRange year = today.compared(Comparison.YEAR, now);
    assertEquals(Instant.parse("2025-10-26T14:30:00Z").toEpochMilli(), year.endMs());
  }

  @Test
  void whatCantBeIsRefused() {
    LocalDate day = LocalDate.of(2026, 11, 8);
    assertThrows(InvalidQuery.class, () -> TimeRange.of(day, day.minusDays(1), BERLIN));
    assertThrows(InvalidQuery.class, () -> TimeRange.of(day.minusYears(100), day, BERLIN));
    assertThrows(InvalidQuery.class, () -> TimeRange.of(LocalDate.MIN, LocalDate.MIN, BERLIN));
    assertThrows(InvalidQuery.class, () -> TimeRange.named("forever", BERLIN, NOW));
    assertThrows(InvalidQuery.class, () -> TimeRange.zone("Mars/Base"));
    assertThrows(InvalidQuery.class, () -> TimeRange.zone("x".repeat(1_000)));
    assertThrows(InvalidQuery.class, () -> TimeRange.date("from", "22.11.2026"));
  }
}
