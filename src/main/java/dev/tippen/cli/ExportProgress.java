package dev.tippen.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Says how much of an export has come: nobody knows beforehand how much there will be. For one
/// thread.
final class ExportProgress {
  private final ProgressLine line;
  private final long beganNanos = System.nanoTime();
  private long bytes;

  ExportProgress(PrintWriter err, boolean terminal) {
    line = new ProgressLine(err, terminal);
  }

  void more(int count) {
    bytes += count;
    if (!line.isDue()) return;
    double seconds = Math.max(0.001, (System.nanoTime() - beganNanos) / 1e9);
    line.say(
        String.format(
            Locale.ROOT,
            "%,.1f MB, %.1f MB/s, %d s",
            bytes / 1e6,
            bytes / 1e6 / seconds,
            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNanos)));
  }

  void end() {
    line.end();
  }
}
