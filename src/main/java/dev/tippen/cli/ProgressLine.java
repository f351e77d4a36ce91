package dev.tippen.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/// Says how far something is: one line that is written over on a terminal, else a line every ten
/// seconds. For one thread.
final class ProgressLine {
  private static final long TERMINAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long PLAIN_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int WIDTH = 78;

  private final PrintWriter err;
  private final boolean terminal;
  private long saidNanos = System.nanoTime();
  private boolean said;

  ProgressLine(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /// Whether it is time to say something again.
  boolean isDue() {
    return System.nanoTime() - saidNanos >= (terminal ? TERMINAL_NANOS : PLAIN_NANOS);
  }

  void say(String line) {
    saidNanos = System.nanoTime();
    if (terminal) {
      err.print("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
    } else {
      err.println(line);
    }
    err.flush();
    said = true;
  }

  /// Leaves the line of the terminal.
  void end() {
    if (terminal && said) {
      err.print("\r" + " ".repeat(WIDTH) + "\r");
      err.flush();
    }
  }
}
