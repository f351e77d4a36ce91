package dev.tippen.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StoreStatsTest {
  private final StoreStats stats = new StoreStats();

  @Test
  void aBatchOfRepeatsAloneIsNoSync() {
    stats.batch(3, 10_000);
    stats.batch(0, 5_000);
    stats.batch(1, 1_000);
    StoreStats.Reading r = stats.read();
    assertEquals(3, r.batches());
    assertEquals(4, r.events());
    assertEquals(2, r.syncs());
    assertEquals(16_000, r.commitNanos());
  }

  @Test
  void aDurationCountsInTheFirstBucketThatHoldsIt() {
    long[] bounds = StoreStats.COMMIT_BOUNDS_MICROS;
    for (long micros : bounds) {
      stats.batch(1, micros * 1_000);
      stats.batch(1, micros * 1_000 + 1);
    }
    long[] expected = new long[bounds.length + 1];
    java.util.Arrays.fill(expected, 2);
    expected[0] = 1;
    expected[bounds.length] = 1;
    assertArrayEquals(expected, stats.read().commitCounts());
  }

  @Test
  void checkpointsLookUpsAndTheLogAreCounted() {
    stats.checkpoint();
    stats.checkpoint();
    stats.idLookup();
    stats.walFrames(17);
    stats.walFrames(12);
    StoreStats.Reading r = stats.read();
    assertEquals(2, r.checkpoints());
    assertEquals(1, r.idLookups());
    assertEquals(12, r.walFrames());
  }
}
