package dev.tippen.admission;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/// Model checking: whatever threads do to one bucket at the same time has an outcome that one
/// thread alone could have had. Lincheck tries interleavings one by one; `-Drace.effort=N` makes it
/// try N times as many scenarios.
class TokenBucketRaceTest {
  private static final int SCENARIOS = 10 * Integer.getInteger("race.effort", 1);
  private static final int INTERLEAVINGS = 300;
  private static final long TOKENS_PER_SECOND = TokenBucket.RATE_MAX_PER_SECOND;
  private static final long NANOS_PER_TOKEN = 1_000_000_000 / TOKENS_PER_SECOND;
  private static final int BURST = 3;

  @Test
  void takingAndGivingBackIsAtomic() {
    options().check(OfTheProduct.class);
    System.out.printf(
        "lincheck: token bucket, %d scenarios, up to %d interleavings each%n",
        SCENARIOS, INTERLEAVINGS);
  }

  @Test
  void aBucketThatReadsAndThenWritesIsCaught() {
    LincheckAssertionError found =
        assertThrows(LincheckAssertionError.class, () -> options().check(Racy.class));
    assertTrue(String.valueOf(found.getMessage()).contains("Invalid execution results"));
  }

  /// Nothing runs before or after the parallel part: with the defaults three tokens are gone before
  /// it begins, and no race is left to find.
  private static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(SCENARIOS)
        .invocationsPerIteration(INTERLEAVINGS);
  }

  /// The bucket of the product.
  @Param(name = "tokens", gen = IntGen.class, conf = "1:2")
  @Param(name = "now", gen = IntGen.class, conf = "0:3")
  public static class OfTheProduct {
    private final TokenBucket bucket = new TokenBucket(TOKENS_PER_SECOND, BURST);

    @Operation
    public long tryTake(@Param(name = "tokens") int tokens, @Param(name = "now") int now) {
      return bucket.tryTake(tokens, now * NANOS_PER_TOKEN);
    }

    @Operation
    public void giveBack(@Param(name = "tokens") int tokens) {
      bucket.giveBack(tokens);
    }
  }

  /// The same with a planted race.
  @Param(name = "tokens", gen = IntGen.class, conf = "1:2")
  @Param(name = "now", gen = IntGen.class, conf = "0:3")
  public static class Racy {
    private final AtomicLong fullAt = new AtomicLong(Long.MIN_VALUE / 2);

    @Operation
    public long tryTake(@Param(name = "tokens") int tokens, @Param(name = "now") int now) {
      long next = Math.max(fullAt.get(), now) + tokens;
      long missing = next - now - BURST;
      if (missing > 0) return missing;
      fullAt.set(next);
      return 0;
    }
  }
}
