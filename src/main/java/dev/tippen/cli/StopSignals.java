package dev.tippen.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Turns SIGTERM, SIGINT and SIGHUP into a clean stop with exit code 0. A shutdown hook would do
/// the same and exit with 143, which supervisors and scripts take for a failure. A second signal
/// ends the process at once.
final class StopSignals implements AutoCloseable {
  private static final int HALTED_BY_SECOND_SIGNAL = 130;

  private final CountDownLatch requested = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final List<Runnable> restore = new ArrayList<>();
  private final PrintWriter err;

  StopSignals(PrintWriter err) {
    this.err = err;
    handle("TERM");
    handle("INT");
    handle("HUP");
  }

  /// Stops the server when a signal comes, or at once if one came before.
  void stops(RunningServer server) {
    then(server::stop);
  }

  /// Does this when a signal comes, or at once if one came before.
  void then(Runnable stop) {
    Thread.ofPlatform()
        .name("stop-signal")
        .daemon()
        .start(() -> {
          try {
            requested.await();
            if (!closed.get()) stop.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            err.println("tippen: Stopping failed: " + e.getMessage());
            err.flush();
            Runtime.getRuntime().halt(Exit.DIED);
          }
        });
  }

  private void handle(String name) {
    try {
      Signal signal = new Signal(name);
      SignalHandler before = Signal.handle(signal, _ -> arrived());
      restore.add(() -> Signal.handle(signal, before));
    } catch (IllegalArgumentException _) {
      // No such signal here, or the JVM was told to leave signals alone (-Xrs): its default holds.
    }
  }

  private void arrived() {
    if (requested.getCount() == 0) Runtime.getRuntime().halt(HALTED_BY_SECOND_SIGNAL);
    requested.countDown();
  }

  @Override
  public void close() {
    closed.set(true);
    restore.forEach(Runnable::run);
    requested.countDown();
  }
}
