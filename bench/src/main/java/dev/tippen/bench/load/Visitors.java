package dev.tippen.bench.load;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.commons.math3.distribution.ZipfDistribution;
import org.apache.commons.math3.random.Well19937c;

/// Which visitor comes next.
@FunctionalInterface
public interface Visitors {
  /// What [#numbers] gives when nobody comes any more.
  long NOBODY = -1;

  /// As in YCSB, whose skew many measure with: Cooper et al., "Benchmarking Cloud Serving Systems
  /// with YCSB", SoCC 2010.
  double ZIPF_EXPONENT = 0.99;

  /// The visitors' numbers for one thread.
  ///
  /// @param seed different for each thread
  LongSupplier numbers(long seed);

  /// Always the same one.
  static Visitors one() {
    return seed -> () -> 0;
  }

  /// Each once, in order over all threads.
  ///
  /// @param next the first; counts on
  /// @param end the first that does not come
  static Visitors inOrder(AtomicLong next, long end) {
    return seed ->
        () -> {
          long number = next.getAndIncrement();
          return number < end ? number : NOBODY;
        };
  }

  /// One of the first `count`, each as likely as the others.
  static Visitors uniform(long count) {
    return seed -> {
      SplittableRandom random = new SplittableRandom(seed);
      return () -> random.nextLong(count);
    };
  }

  /// One of the first `count`, few of them often and most seldom.
  static Visitors zipf(int count) {
    return seed -> {
      ZipfDistribution ranks = new ZipfDistribution(new Well19937c(seed), count, ZIPF_EXPONENT);
      return () -> scattered(ranks.sample() - 1, count);
    };
  }

  /// Frequent visitors are not neighbours in the database: another order of the same numbers. The
  /// factor is a prime above every count, so that no two share a number.
  static long scattered(long rank, int count) {
    return rank * 2_147_483_647L % count;
  }
}
