package dev.tippen.analytics;

import dev.tippen.history.Dialect;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/// The hours, days, weeks and months of a range in its zone, as numbers that SQL can reckon with.
/// Java knows the zones; SQL gets the offsets that hold in the range.
///
/// An hour or day is what the clock on the wall shows: when clocks are set back, the two hours of
/// one name are one bucket; a day may have 23 or 25 hours.
final class Buckets {
  private static final long HOUR_MS = 3_600_000;
  private static final long DAY_MS = 24 * HOUR_MS;

  /// 1970-01-01 was a Thursday; weeks begin on Monday.
  private static final long MONDAY = 3;

  private final TimeRange range;
  private final Dialect dialect;

  Buckets(TimeRange range, Dialect dialect) {
    this.range = range;
    this.dialect = dialect;
  }

  /// How many buckets after its first one a visit can reach: a visit is shorter than 24 hours, a
  /// day may have 23.
  static int reach(Dimension dimension) {
    return switch (dimension) {
      case HOUR, HOUR_OF_DAY -> 25;
      case DAY, WEEKDAY -> 2;
      default -> 1;
    };
  }

  /// SQL for the number of the bucket; for [Dimension#HOUR_OF_DAY] that of the hour, for
  /// [Dimension#WEEKDAY] that of the day: see [#folded].
  String number(Dimension dimension, String atMs) {
    String local = "(" + atMs + " + " + offsetMs(atMs) + ")";
    return switch (dimension) {
      case HOUR, HOUR_OF_DAY -> dialect.whole(local, Long.toString(HOUR_MS));
      case DAY, WEEKDAY -> dialect.whole(local, Long.toString(DAY_MS));
      case WEEK ->
          dialect.whole(
              "(" + dialect.whole(local, Long.toString(DAY_MS)) + " + " + MONDAY + ")", "7");
      case MONTH -> month(atMs);
      default -> throw new IllegalArgumentException(dimension + " is no time");
    };
  }

  /// SQL for the value to group by, given the bucket's number.
  static String folded(Dimension dimension, String number) {
    return switch (dimension) {
      case HOUR_OF_DAY -> "(" + number + " % 24)";
      case WEEKDAY -> "((" + number + " + " + MONDAY + ") % 7)";
      default -> number;
    };
  }

  private String offsetMs(String atMs) {
    ZoneRules rules = range.zone().getRules();
    Instant from = Instant.ofEpochMilli(range.startMs()).minus(2, ChronoUnit.DAYS);
    Instant to = Instant.ofEpochMilli(range.endMs()).plus(2, ChronoUnit.DAYS);
    List<ZoneOffsetTransition> changes = new ArrayList<>();
    for (ZoneOffsetTransition t = rules.nextTransition(from);
        t != null && t.getInstant().isBefore(to);
        t = rules.nextTransition(t.getInstant())) {
      changes.add(t);
    }
    if (changes.isEmpty()) return Long.toString(ms(rules.getOffset(from)));
    StringBuilder sql = new StringBuilder("CASE");
    for (ZoneOffsetTransition t : changes) {
      sql.append(" WHEN ").append(atMs).append(" < ").append(t.getInstant().toEpochMilli());
      sql.append(" THEN ").append(ms(t.getOffsetBefore()));
    }
    return sql.append(" ELSE ")
        .append(ms(changes.getLast().getOffsetAfter()))
        .append(" END")
        .toString();
  }

  private static long ms(ZoneOffset offset) {
    return offset.getTotalSeconds() * 1_000L;
  }

  /// Months have no common length: their beginnings are listed.
  private String month(String atMs) {
    StringBuilder sql = new StringBuilder("CASE");
    LocalDate month = range.from().withDayOfMonth(1);
    // One before the range: a visit may have begun there.
    long number = monthNumber(month) - 1;
    for (LocalDate m = month; !m.isAfter(range.to().plusMonths(1)); m = m.plusMonths(1)) {
      sql.append(" WHEN ").append(atMs).append(" < ").append(TimeRange.startMs(m, range.zone()));
      sql.append(" THEN ").append(number++);
    }
    return sql.append(" ELSE ").append(number).append(" END").toString();
  }

  private static long monthNumber(LocalDate day) {
    return day.getYear() * 12L + day.getMonthValue() - 1;
  }

  /// The number of the first bucket of the range.
  long first(Dimension dimension) {
    return number(dimension, LocalDateTime.ofInstant(start(), range.zone()));
  }

  /// The number of the last bucket of the range.
  long last(Dimension dimension) {
    Instant end = Instant.ofEpochMilli(Math.max(range.startMs(), range.endMs() - 1));
    return number(dimension, LocalDateTime.ofInstant(end, range.zone()));
  }

  private Instant start() {
    return Instant.ofEpochMilli(range.startMs());
  }

  private static long number(Dimension dimension, LocalDateTime local) {
    long ms = local.toInstant(ZoneOffset.UTC).toEpochMilli();
    return switch (dimension) {
      case HOUR, HOUR_OF_DAY -> Math.floorDiv(ms, HOUR_MS);
      case DAY, WEEKDAY -> Math.floorDiv(ms, DAY_MS);
      case WEEK -> Math.floorDiv(Math.floorDiv(ms, DAY_MS) + MONDAY, 7);
      case MONTH -> monthNumber(local.toLocalDate());
      default -> throw new IllegalArgumentException(dimension + " is no time");
    };
  }

  /// The text of a bucket: `2026-11-22T14:00`, `2026-11-22`, the Monday of a week, `2026-11`; hours
  /// as `00` to `23`, weekdays as `1` (Monday) to `7`.
  static String text(Dimension dimension, long number) {
    return switch (dimension) {
      case HOUR ->
          LocalDateTime.ofEpochSecond(number * 3_600, 0, ZoneOffset.UTC)
              .truncatedTo(ChronoUnit.HOURS)
              .toString();
      case DAY -> LocalDate.ofEpochDay(number).toString();
      case WEEK -> LocalDate.ofEpochDay(number * 7 - MONDAY).toString();
      case MONTH -> "%04d-%02d".formatted(number / 12, number % 12 + 1);
      case HOUR_OF_DAY -> "%02d".formatted(number);
      case WEEKDAY -> Long.toString(number + 1);
      default -> throw new IllegalArgumentException(dimension + " is no time");
    };
  }

  /// Whether the bucket is over.
  boolean isOver(Dimension dimension, long number, Instant now) {
    LocalDateTime next =
        switch (dimension) {
          case HOUR -> LocalDateTime.ofEpochSecond((number + 1) * 3_600, 0, ZoneOffset.UTC);
          case DAY -> LocalDate.ofEpochDay(number + 1).atStartOfDay();
          case WEEK -> LocalDate.ofEpochDay(number * 7 - MONDAY + 7).atStartOfDay();
          case MONTH ->
              LocalDate.of((int) (number / 12), (int) (number % 12) + 1, 1)
                  .with(TemporalAdjusters.firstDayOfNextMonth())
                  .atStartOfDay();
          default -> throw new IllegalArgumentException(dimension + " is no series");
        };
    return !next.atZone(range.zone()).toInstant().isAfter(now);
  }
}
