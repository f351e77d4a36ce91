package dev.tippen.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogFormatTest {
  private static LogRecord entry(String message) {
    LogRecord entry = new LogRecord(Level.WARNING, message);
    entry.setInstant(Instant.parse("2026-11-22T10:11:12.345Z"));
    entry.setLoggerName("dev.tippen.store.Log");
    return entry;
  }

  @Test
  void oneLine() {
    assertEquals(
        "time=2026-11-22T10:11:12.345Z level=warn logger=dev.tippen.store.Log msg=\"disk is slow\"\n",
        new LogFormat().format(entry("disk is slow")));
  }

  @Test
  void textsOfStrangersCannotStartALineOrSteerATerminal() {
    String line =
        new LogFormat().format(entry("a\nb\r\tc\u001b[31m\u2028\u2029\u0085\u202e\u0000\"\\ é 日"));
    assertTrue(
        line.endsWith(
            "msg=\"a\\nb\\r\\tc\\u001b[31m\\u2028\\u2029\\u0085\\u202e\\u0000\\\"\\\\ é 日\"\n"),
        line);
    assertEquals(1, line.lines().count());
  }

  @Test
  void aStackTraceStaysOnTheLine() {
    LogRecord entry = entry("failed");
    entry.setThrown(new IllegalStateException("first\nsecond"));
    String line = new LogFormat().format(entry);
    assertEquals(1, line.lines().count());
    assertTrue(line.contains(" error=\"java.lang.IllegalStateException: first\\nsecond\\n"), line);
  }
}
