package dev.tippen.ingest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/// Reads moments as browsers write them.
final class UtcTime {
  private static final String FORM = "0000-00-00T00:00:00";

  private UtcTime() {}

  /// The same as [Instant#parse], which makes 1.6 kB of garbage of each text, but nothing of what
  /// `Date.toISOString()` writes.
  ///
  /// @return epoch milliseconds
  /// @throws DateTimeException if the text is no moment
  static long epochMs(String text) {
    int length = text.length();
    boolean millis = length == FORM.length() + 5 && text.charAt(FORM.length()) == '.';
    if (!(millis || length == FORM.length() + 1)
        || text.charAt(length - 1) != 'Z'
        || !isForm(text)) {
      return Instant.parse(text).toEpochMilli();
    }
    int second = number(text, 17, 2);
    int minute = number(text, 14, 2);
    int hour = number(text, 11, 2);
    int milli = millis ? number(text, 20, 3) : 0;
    if (second > 59 || minute > 59 || hour > 23 || milli < 0) {
      return Instant.parse(text).toEpochMilli();
    }
    long day =
        LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2)).toEpochDay();
    return (((day * 24 + hour) * 60 + minute) * 60 + second) * 1_000 + milli;
  }

  private static boolean isForm(String text) {
    for (int i = 0; i < FORM.length(); i++) {
      char wanted = FORM.charAt(i);
      char c = text.charAt(i);
      if (wanted == '0' ? c < '0' || c > '9' : c != wanted) return false;
    }
    return true;
  }

  /// @return negative if one of the characters is no digit
  private static int number(String text, int from, int digits) {
    int n = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) return -1;
      n = n * 10 + digit;
    }
    return n;
  }
}
