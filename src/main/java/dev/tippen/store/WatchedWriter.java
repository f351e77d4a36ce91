package dev.tippen.store;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// A writer whose successes and failures are told to [StoreHealth]. While the store refuses events
/// it tries a tiny write each second, so that it is found well again also when nobody sends
/// anything: whoever is told to wait does wait.
public final class WatchedWriter implements BatchWriter {
  private static final long PROBE_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final BatchWriter writer;
  private final Probe probe;
  private final StoreHealth health;
  private final LongSupplier nanoTime;
  private long triedAtNanos;

  /// A write that changes nothing.
  @FunctionalInterface
  public interface Probe {
    /// Returns when it is committed and synced.
    void write() throws BatchFailure;
  }

  /// @param nanoTime a clock such as [System#nanoTime]
  public WatchedWriter(BatchWriter writer, Probe probe, StoreHealth health, LongSupplier nanoTime) {
    this.writer = writer;
    this.probe = probe;
    this.health = health;
    this.nanoTime = nanoTime;
  }

  @Override
  public Written write(List<Encoded> batch, long nowMs) throws BatchFailure {
    try {
      Written written = writer.write(batch, nowMs);
      health.committed();
      return written;
    } catch (BatchFailure e) {
      failed(e);
      throw e;
    }
  }

  /// @throws IllegalStateException if the disk failed
  @Override
  public void betweenBatches() {
    writer.betweenBatches();
    if (!health.isRefusing() || nanoTime.getAsLong() - triedAtNanos < PROBE_INTERVAL_NANOS) return;
    try {
      probe.write();
      health.committed();
    } catch (BatchFailure e) {
      failed(e);
      if (e.kind() == BatchFailure.Cause.BROKEN) {
        throw new IllegalStateException("the disk failed", e);
      }
    }
  }

  private void failed(BatchFailure e) {
    triedAtNanos = nanoTime.getAsLong();
    health.failed(e);
  }

  @Override
  public void close() {
    writer.close();
  }
}
