package dev.tippen.cli;

import java.util.Locale;

/// Just enough of SQL's lexical rules to see where a statement ends. The driver runs the first
/// statement of a text and drops the rest without a word; we refuse such a text instead. Source:
/// sqlite.org/lang.html, "tokens" (quotes are doubled, not escaped).
final class SqlText {
  private SqlText() {}

  /// Whether the text holds one statement, with or without a `;` at its end.
  static boolean isSingleStatement(String sql) {
    boolean any = false;
    boolean ended = false;
    int i = 0;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      int next = afterSpaceOrComment(sql, i);
      if (next > i) {
        i = next;
        continue;
      }
      if (c == ';') {
        ended = any;
        i++;
        continue;
      }
      if (ended) return false;
      any = true;
      i = isQuote(c) ? afterQuoted(sql, i) : i + 1;
    }
    return any;
  }

  /// In upper case, empty if the text does not begin with a word.
  static String firstWord(String sql) {
    int start = 0;
    while (start < sql.length()) {
      int next = afterSpaceOrComment(sql, start);
      if (next == start && sql.charAt(start) != ';') break;
      start = Math.max(next, start + 1);
    }
    int end = start;
    while (end < sql.length() && Character.isLetter(sql.charAt(end))) end++;
    return sql.substring(start, end).toUpperCase(Locale.ROOT);
  }

  private static boolean isQuote(char c) {
    return c == '\'' || c == '"' || c == '`' || c == '[';
  }

  private static int afterSpaceOrComment(String sql, int i) {
    if (Character.isWhitespace(sql.charAt(i))) return i + 1;
    if (sql.startsWith("--", i)) return after(sql, "\n", i + 2);
    if (sql.startsWith("/*", i)) return after(sql, "*/", i + 2);
    return i;
  }

  private static int afterQuoted(String sql, int i) {
    char open = sql.charAt(i);
    return after(sql, open == '[' ? "]" : String.valueOf(open), i + 1);
  }

  private static int after(String sql, String end, int from) {
    int found = sql.indexOf(end, from);
    return found < 0 ? sql.length() : found + end.length();
  }
}
