package dev.tippen.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A bucket holds its burst, refills at its rate, and never gives out more.
class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void aFullBucketGivesItsBurstAtOnceAndThenSaysWhenToComeAgain() {
    TokenBucket bucket = new TokenBucket(10, 5);
    for (int i = 0; i < 5; i++) assertEquals(0, bucket.tryTake(1, 0));
    assertEquals(SECOND / 10, bucket.tryTake(1, 0));
    assertEquals(3 * SECOND / 10, bucket.tryTake(3, 0));
    assertEquals(1, bucket.tryTake(1, SECOND / 10 - 1));
    assertEquals(0, bucket.tryTake(1, SECOND / 10));
  }

  @Test
  void whatNeverFitsIsSaidToBeNever() {
    assertEquals(Long.MAX_VALUE, new TokenBucket(10, 5).tryTake(6, 0));
    assertEquals(0, new TokenBucket(10, 5).tryTake(5, 0));
  }

  @Test
  void aRefusalCostsNothing() {
    TokenBucket bucket = new TokenBucket(1, 2);
    assertEquals(0, bucket.tryTake(2, 0));
    for (int i = 0; i < 100; i++) assertTrue(bucket.tryTake(1, 0) > 0);
    assertEquals(0, bucket.tryTake(1, SECOND));
  }

  @Test
  void aBucketNeverHoldsMoreThanItsBurst() {
    TokenBucket bucket = new TokenBucket(1_000, 3);
    assertEquals(0, bucket.tryTake(3, 0));
    assertEquals(0, bucket.tryTake(3, 3_600 * SECOND));
    assertTrue(bucket.tryTake(1, 3_600 * SECOND) > 0);
  }

  @Test
  void whatIsGivenBackCanBeTaken() {
    TokenBucket bucket = new TokenBucket(1, 1);
    assertEquals(0, bucket.tryTake(1, 0));
    bucket.giveBack(1);
    assertEquals(0, bucket.tryTake(1, 0));
    assertTrue(bucket.tryTake(1, 0) > 0);
  }

  @Test
  void aClockBelowZeroIsAClock() {
    TokenBucket bucket = new TokenBucket(1, 1);
    assertEquals(0, bucket.tryTake(1, -5 * SECOND));
    assertTrue(bucket.tryTake(1, -5 * SECOND) > 0);
    assertEquals(0, bucket.tryTake(1, -4 * SECOND));
  }

  @Test
  void limitsThatCannotBeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new TokenBucket(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new TokenBucket(1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TokenBucket(TokenBucket.RATE_MAX_PER_SECOND + 1, 1));
    assertEquals(0, new TokenBucket(TokenBucket.RATE_MAX_PER_SECOND, 1).tryTake(1, 0));
  }

  /// Against a bucket that counts tokens one by one, as a textbook draws it.
  @Test
  void itAgreesWithABucketThatCountsTokens() {
    long seed = Long.getLong("seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 300; round++) {
      long burst = random.nextLong(1, 50);
      long nanosPerToken = random.nextLong(1, 1_000) * 10;
      TokenBucket bucket = new TokenBucket(SECOND / nanosPerToken, burst);
      long exactNanos = SECOND / (SECOND / nanosPerToken);
      long held = burst * exactNanos;
      long now = random.nextLong(1_000_000);
      for (int i = 0; i < 200; i++) {
        long step =
            random.nextInt(4) == 0
                ? random.nextLong(burst * exactNanos * 2)
                : random.nextLong(exactNanos * 2);
        now += step;
        held = Math.min(burst * exactNanos, held + step);
        int tokens = random.nextInt(1, (int) burst + 1);
        boolean expected = held >= tokens * exactNanos;
        assertEquals(expected, bucket.tryTake(tokens, now) == 0, "seed " + seed);
        if (expected) held -= tokens * exactNanos;
      }
    }
  }

  @Test
  void manyThreadsTogetherGetNoMoreThanTheBurst() throws Exception {
    TokenBucket bucket = new TokenBucket(1, 10_000);
    AtomicInteger taken = new AtomicInteger();
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      threads[t] =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 5_000; i++) {
                  if (bucket.tryTake(1, 0) == 0) taken.incrementAndGet();
                }
              });
    }
    for (Thread t : threads) t.join();
    assertEquals(10_000, taken.get());
  }
}
