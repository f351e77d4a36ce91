package dev.tippen.analytics.export;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Watches the room on a disk while a file is written, which the event log needs more.
final class FreeSpace implements AutoCloseable {
  /// So much stays free.
  static final long MIN_BYTES = 1L << 30;

  private static final long LOOK_NANOS = 50_000_000;

  private volatile boolean closed;

  /// @param freeBytes on the disk
  /// @param tooLittle called at most once, at once or later on a thread of its own
  FreeSpace(LongSupplier freeBytes, Runnable tooLittle) {
    if (freeBytes.getAsLong() < MIN_BYTES) {
      tooLittle.run();
      return;
    }
    Thread.ofVirtual()
        .name("free-space")
        .start(() -> {
          while (!closed) {
            if (freeBytes.getAsLong() < MIN_BYTES) {
              tooLittle.run();
              return;
            }
            LockSupport.parkNanos(LOOK_NANOS);
          }
        });
  }

  @Override
  public void close() {
    closed = true;
  }
}
