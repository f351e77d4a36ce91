package dev.tippen.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisitorsTest {
  @Test
  void inOrderComesEachOnceOverAllThreads() {
    Visitors visitors = Visitors.inOrder(new AtomicLong(10), 13);
    LongSupplier first = visitors.numbers(1);
    LongSupplier second = visitors.numbers(2);
    assertEquals(10, first.getAsLong());
    assertEquals(11, second.getAsLong());
    assertEquals(12, first.getAsLong());
    assertEquals(Visitors.NOBODY, second.getAsLong());
    assertEquals(Visitors.NOBODY, first.getAsLong());
  }

  @Test
  void uniformReachesAllAndNoOthers() {
    LongSupplier numbers = Visitors.uniform(10).numbers(1);
    BitSet seen = new BitSet();
    for (int i = 0; i < 1_000; i++) seen.set((int) numbers.getAsLong());
    assertEquals(10, seen.cardinality());
    assertEquals(10, seen.length());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 10_000, 65_536, 1_000_000})
  void scatteringKeepsEveryVisitor(int count) {
    BitSet seen = new BitSet();
    for (int rank = 0; rank < count; rank++) seen.set((int) Visitors.scattered(rank, count));
    assertEquals(count, seen.cardinality());
    assertEquals(count, seen.length());
  }

  @Test
  void zipfPrefersByRank() {
    int count = 1_000;
    int rounds = 200_000;
    LongSupplier numbers = Visitors.zipf(count).numbers(7);
    int[] times = new int[count];
    for (int i = 0; i < rounds; i++) times[(int) numbers.getAsLong()]++;
    double harmonic = 0;
    for (int rank = 1; rank <= count; rank++) {
      harmonic += 1 / Math.pow(rank, Visitors.ZIPF_EXPONENT);
    }
    for (int rank : new int[] {1, 2, 10, 100}) {
      double expected = rounds / Math.pow(rank, Visitors.ZIPF_EXPONENT) / harmonic;
      int found = times[(int) Visitors.scattered(rank - 1, count)];
      // Five standard deviations; the seed is fixed.
      assertTrue(Math.abs(found - expected) < 5 * Math.sqrt(expected), rank + ": " + found);
    }
  }
}
