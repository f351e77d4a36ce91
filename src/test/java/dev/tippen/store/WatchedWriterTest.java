package dev.tippen.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tippen.event.Problem;
import dev.tippen.store.BatchWriter.BatchFailure;
import dev.tippen.store.BatchWriter.BatchFailure.Cause;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// When readiness turns red, and what turns it green again.
class WatchedWriterTest {
  private final StoreHealth health = new StoreHealth();
  private final FailingWriter disk = new FailingWriter();
  private long nowNanos = Long.MAX_VALUE; // System.nanoTime may overflow
  private final WatchedWriter writer = new WatchedWriter(disk, disk::probe, health, () -> nowNanos);

  @Test
  void aStoreIsWellUntilAWriteFails() throws Exception {
    assertNull(health.trouble());
    writer.write(List.of(), 0);
    assertNull(health.trouble());
  }

  @Test
  void aFullDiskIsTroubleUntilABatchSucceeds() throws Exception {
    fails(Cause.UNAVAILABLE);
    assertEquals(Problem.STORE_FAILED, health.trouble());
    disk.fault = null;
    writer.write(List.of(), 0);
    assertNull(health.trouble());
  }

  @Test
  void withoutTrafficASmallWriteEndsTheTrouble() {
    fails(Cause.UNAVAILABLE);
    after(Duration.ofSeconds(2));
    assertEquals(Problem.STORE_FAILED, health.trouble());
    disk.fault = null;
    after(Duration.ofSeconds(2));
    assertNull(health.trouble());
  }

  @Test
  void smallWritesAreTriedOnceASecondAndOnlyInTrouble() {
    after(Duration.ofSeconds(5));
    assertEquals(0, disk.probes);
    fails(Cause.UNAVAILABLE);
    for (int i = 0; i < 39; i++) after(Duration.ofMillis(50));
    assertEquals(1, disk.probes);
    after(Duration.ofMillis(50));
    assertEquals(2, disk.probes);
  }

  @Test
  void anEventThatCannotBeStoredSaysNothingAboutTheDisk() {
    fails(Cause.DATUM);
    assertNull(health.trouble());
    fails(Cause.UNAVAILABLE);
    fails(Cause.DATUM);
    assertEquals(Problem.STORE_FAILED, health.trouble());
  }

  @Test
  void aFailedDiskIsNeverWellAgain() throws Exception {
    fails(Cause.BROKEN);
    disk.fault = null;
    after(Duration.ofSeconds(2));
    writer.write(List.of(), 0);
    assertEquals(Problem.STORE_FAILED, health.trouble());
  }

  @Test
  void aDiskThatFailsUnderTheSmallWriteEndsTheLog() {
    fails(Cause.UNAVAILABLE);
    disk.fault = Cause.BROKEN;
    assertThrows(IllegalStateException.class, () -> after(Duration.ofSeconds(2)));
    assertEquals(Problem.STORE_FAILED, health.trouble());
  }

  @Test
  void aServerThatStopsSaysSoUnlessTheDiskIsWorse() {
    health.closing();
    assertEquals(Problem.SHUTTING_DOWN, health.trouble());
    fails(Cause.BROKEN);
    assertEquals(Problem.STORE_FAILED, health.trouble());
  }

  private void fails(Cause cause) {
    disk.fault = cause;
    assertThrows(BatchFailure.class, () -> writer.write(List.of(), 0));
  }

  private void after(Duration time) {
    nowNanos += time.toNanos();
    writer.betweenBatches();
  }

  private static final class FailingWriter implements BatchWriter {
    @Nullable Cause fault;
    int probes;

    void probe() throws BatchFailure {
      probes++;
      write(List.of(), 0);
    }

    @Override
    public Written write(List<Encoded> batch, long nowMs) throws BatchFailure {
      if (fault != null) throw new BatchFailure(fault, new IOException("planted"));
      return new Written(List.of(), new BitSet());
    }

    @Override
    public void betweenBatches() {}

    @Override
    public void close() {}
  }
}
