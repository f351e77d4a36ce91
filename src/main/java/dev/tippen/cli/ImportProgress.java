package dev.tippen.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Says how far an import is: one line that is written over on a terminal, else a line every ten
/// seconds. For one thread.
final class ImportProgress {
  private static final long TERMINAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long PLAIN_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int WIDTH = 78;

  private final PrintWriter err;
  private final boolean terminal;
  private final long beganNanos = System.nanoTime();
  private final long beganRows;
  private double beganPart = -1;
  private long saidNanos = beganNanos;
  private boolean said;

  /// @param beganRows that an earlier run has done
  ImportProgress(PrintWriter err, boolean terminal, long beganRows) {
    this.err = err;
    this.terminal = terminal;
    this.beganRows = beganRows;
  }

  /// @param part of the whole, 0 to 1
  void at(long rows, double part) {
    if (beganPart < 0) beganPart = part;
    long now = System.nanoTime();
    if (now - saidNanos < (terminal ? TERMINAL_NANOS : PLAIN_NANOS)) return;
    saidNanos = now;
    String line = line(rows, part, now);
    if (terminal) {
      err.print("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
    } else {
      err.println(line);
    }
    err.flush();
    said = true;
  }

  private String line(long rows, double part, long now) {
    double seconds = Math.max(0.001, (now - beganNanos) / 1e9);
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

  /// Leaves the line of the terminal.
  void end() {
    if (terminal && said) {
      err.print("\r" + " ".repeat(WIDTH) + "\r");
      err.flush();
    }
  }
}
