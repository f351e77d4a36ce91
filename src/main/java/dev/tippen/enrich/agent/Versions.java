package dev.tippen.enrich.agent;

/// Reads numbers out of agents. Never more than a few digits of anything.
final class Versions {
  private static final int DIGITS_MAX = 5;

  private Versions() {}

  /// The number that begins at `from`; empty if there is none.
  static String major(String text, int from) {
    int start = from;
    while (start < text.length() && (text.charAt(start) == ' ' || text.charAt(start) == 'v'))
      start++;
    int end = digits(text, start);
    return end - start > DIGITS_MAX ? "" : text.substring(Math.min(start, text.length()), end);
  }

  /// At most two numbers, between them `.` or `_`; a closing `.0` is dropped: `17_5_1` is `17.5`.
  static String twoNumbers(String text, int from) {
    int end = digits(text, from);
    if (end == from || end - from > DIGITS_MAX) return "";
    String first = text.substring(from, end);
    if (end + 1 >= text.length() || text.charAt(end) != '.' && text.charAt(end) != '_')
      return first;
    int second = digits(text, end + 1);
    if (second == end + 1 || second - end - 1 > DIGITS_MAX) return first;
    String minor = text.substring(end + 1, second);
    return minor.equals("0") ? first : first + "." + minor;
  }

  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') end++;
    return end;
  }
}
