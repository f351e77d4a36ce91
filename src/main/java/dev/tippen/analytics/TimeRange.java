package dev.tippen.analytics;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Days in a time zone.
///
/// @param from first day
/// @param to last day
/// @param endMs where the range ends if that is before the end of its last day, else the end of it;
///   epoch milliseconds
public record TimeRange(LocalDate from, LocalDate to, ZoneId zone, long endMs) {
  public static final int DAYS_MAX = 3_660;

  /// What to compare with.
  public enum Comparison {
    /// As many days right before.
    PREVIOUS,
    /// The same dates a year before.
    YEAR,
    /// The days before that begin with the same weekday.
    WEEKDAYS
  }

  /// @throws InvalidQuery if it ends before it begins or is too long
  public static TimeRange of(LocalDate from, LocalDate to, ZoneId zone) {
    if (to.isBefore(from)) throw new InvalidQuery("range.to must not be before range.from");
    if (ChronoUnit.DAYS.between(from, to) >= DAYS_MAX) {
      throw new InvalidQuery("range may have at most " + DAYS_MAX + " days");
    }
    if (from.getYear() < 1970 || to.getYear() > 2200) {
      throw new InvalidQuery("range must lie between the years 1970 and 2200");
    }
    return new TimeRange(from, to, zone, startMs(to.plusDays(1), zone));
  }

  /// @param name `today`, `yesterday`, `7d`, `30d`, `90d`, `12mo`, `month`, `year`
  /// @throws InvalidQuery if there is no such range
  public static TimeRange named(String name, ZoneId zone, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    return switch (name) {
      case "today" -> of(today, today, zone);
      case "yesterday" -> of(today.minusDays(1), today.minusDays(1), zone);
      case "7d" -> of(today.minusDays(6), today, zone);
      case "30d" -> of(today.minusDays(29), today, zone);
      case "90d" -> of(today.minusDays(89), today, zone);
      case "12mo" -> of(today.minusMonths(12).plusDays(1), today, zone);
      case "month" -> of(today.withDayOfMonth(1), today, zone);
      case "year" -> of(today.withDayOfYear(1), today, zone);
      default ->
          throw new InvalidQuery(
              "range must be today, yesterday, 7d, 30d, 90d, 12mo, month, year, or"
                  + " {\"from\", \"to\"} with dates such as 2026-11-22");
    };
  }

  /// @throws InvalidQuery if there is no such zone
  public static ZoneId zone(@Nullable String name) {
    if (name == null || name.isEmpty()) return ZoneId.of("UTC");
    try {
      if (name.length() <= 64) return ZoneId.of(name);
    } catch (DateTimeException _) {
      // answered below
    }
    throw new InvalidQuery("zone must be the name of a time zone such as Europe/Berlin");
  }

  /// @throws InvalidQuery if the text is no date
  public static LocalDate date(String field, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException _) {
      throw new InvalidQuery(field + " must be a date such as 2026-11-22");
    }
  }

  /// Epoch milliseconds of its beginning.
  public long startMs() {
    return startMs(from, zone);
  }

  static long startMs(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant().toEpochMilli();
  }

  long days() {
    return ChronoUnit.DAYS.between(from, to) + 1;
  }

  /// What this is compared with, cut at the same time of the day if this is not over yet.
  TimeRange compared(Comparison with, Instant now) {
    LocalDate first =
        switch (with) {
          case PREVIOUS -> from.minusDays(days());
          case YEAR -> from.minusYears(1);
          case WEEKDAYS -> sameWeekday(from.minusDays(days()), from.getDayOfWeek());
        };
    LocalDate last = with == Comparison.YEAR ? to.minusYears(1) : first.plusDays(days() - 1);
    TimeRange whole = of(first, last, zone);
    return whole.cutLike(this, now);
  }

  /// Cut so that it ends as long after its beginning as now is after the beginning of the other.
  TimeRange cutLike(TimeRange current, Instant now) {
    if (current.endMs <= now.toEpochMilli()) return this;
    long sinceMs = now.toEpochMilli() - current.startMs();
    if (sinceMs <= 0) return this;
    // By days and time of the day, not by milliseconds: one of the two may have a change of clocks.
    LocalDate today = LocalDate.ofInstant(now, zone);
    long wholeDays = ChronoUnit.DAYS.between(current.from, today);
    long endMs =
        from.plusDays(wholeDays)
            .atTime(now.atZone(zone).toLocalTime())
            .atZone(zone)
            .toInstant()
            .toEpochMilli();
    return new TimeRange(from, to, zone, Math.min(this.endMs, endMs));
  }

  /// The latest such day that is not after.
  private static LocalDate sameWeekday(LocalDate day, DayOfWeek weekday) {
    return day.minusDays(Math.floorMod(day.getDayOfWeek().getValue() - weekday.getValue(), 7));
  }
}
