package dev.tippen.store.sqlite;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The text form of times in the published tables: `YYYY-MM-DD HH:MM:SS`, UTC. It has the form of
/// SQLite's `datetime()`, so that texts compare as times do.
final class SqlTime {
  private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  // Most calls ask for the second that was asked for last. One writer thread: no locks.
  private long lastSecond = Long.MIN_VALUE;
  private String lastText = "";

  String text(long epochMs) {
    long second = Math.floorDiv(epochMs, 1000);
    if (second != lastSecond) {
      lastSecond = second;
      lastText = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC).format(FORM);
    }
    return lastText;
  }
}
