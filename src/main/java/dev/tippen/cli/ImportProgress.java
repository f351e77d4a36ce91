package dev.tippen.cli;

import java.io.PrintWriter;
import java.util.Locale;

/// Says how far an import is. For one thread.
final class ImportProgress {
  private final ProgressLine line;
  private final long beganNanos = System.nanoTime();
  private final long beganRows;
  private double beganPart = -1;

  /// @param beganRows that an earlier run has done
  ImportProgress(PrintWriter err, boolean terminal, long beganRows) {
    line = new ProgressLine(err, terminal);
    this.beganRows = beganRows;
  }

  /// @param part of the whole, 0 to 1
  void at(long rows, double part) {
    if (beganPart < 0) beganPart = part;
    if (line.isDue()) line.say(text(rows, part));
  }

  private String text(long rows, double part) {
    double seconds = Math.max(0.001, (System.nanoTime() - beganNanos) / 1e9);
    double rate = (rows - beganRows) / seconds;
    double done = part - beganPart;
    String left = done <= 0 ? "?" : time(seconds * (1 - part) / done);
    return String.format(
        Locale.ROOT, "%,d rows, %.0f %%, %,.0f rows/s, %s left", rows, part * 100, rate, left);
  }

  private static String time(double seconds) {
    long s = Math.round(seconds);
    if (s < 60) return s + " s";
    if (s < 3_600) return s / 60 + " min";
    return s / 3_600 + " h " + s % 3_600 / 60 + " min";
  }

  void end() {
    line.end();
  }
}
