package dev.tippen.imports;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/// Times as programs write them: ISO 8601, the same with a blank for the `T`, or epoch
/// milliseconds. Without an offset it is UTC.
public final class ImportTime {
  /// Nobody measured visits before; epoch seconds in the place of milliseconds end here.
  static final long OLDEST_MS = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

  private static final int TEXT_MAX_CHARS = 40;
  private static final DateTimeFormatter FORM =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .appendPattern("HH:mm:ss")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .optionalEnd()
          .optionalStart()
          .appendLiteral(' ')
          .optionalEnd()
          .optionalStart()
          .appendPattern("XXX")
          .optionalEnd()
          .optionalStart()
          .appendPattern("X")
          .optionalEnd()
          .toFormatter(java.util.Locale.ROOT);

  private ImportTime() {}

  /// Epoch milliseconds.
  ///
  /// @throws NotImported if it is missing, no time, in the future or too old
  static long of(@Nullable String text, long nowMs) throws NotImported {
    if (text == null || text.isBlank()) throw new NotImported(SkipReason.TIME_MISSING);
    Long ms = parsed(text.strip());
    if (ms == null) throw new NotImported(SkipReason.TIME_INVALID);
    return checked(ms, nowMs);
  }

  static long checked(long ms, long nowMs) throws NotImported {
    if (ms > nowMs) throw new NotImported(SkipReason.TIME_IN_FUTURE);
    if (ms < OLDEST_MS) throw new NotImported(SkipReason.TIME_TOO_OLD);
    return ms;
  }

  private static @Nullable Long parsed(String text) {
    if (text.length() > TEXT_MAX_CHARS) return null;
    if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return text.length() <= 18 ? Long.valueOf(text) : null;
    }
    String form = text.endsWith(" UTC") ? text.substring(0, text.length() - 4) : text;
    form = form.replace('T', ' ').replace('t', ' ').replace('z', 'Z');
    try {
      TemporalAccessor time = FORM.parseBest(form, OffsetDateTime::from, LocalDateTime::from);
      return switch (time) {
        case OffsetDateTime o -> o.toInstant().toEpochMilli();
        case LocalDateTime l -> l.toInstant(ZoneOffset.UTC).toEpochMilli();
        default -> null;
      };
    } catch (DateTimeException | ArithmeticException _) {
      return null;
    }
  }

  /// A day such as `2025-10-22`, as days since the epoch.
  static long day(@Nullable String text, long nowMs) throws NotImported {
    if (text == null || text.isBlank()) throw new NotImported(SkipReason.TIME_MISSING);
    try {
      LocalDate day = LocalDate.parse(text.strip());
      // A day that has begun somewhere on Earth.
      checked(day.atStartOfDay().toInstant(ZoneOffset.ofHours(14)).toEpochMilli(), nowMs);
      return day.toEpochDay();
    } catch (DateTimeException _) {
      throw new NotImported(SkipReason.TIME_INVALID);
    }
  }
}
