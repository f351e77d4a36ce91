package dev.tippen.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.support.Events;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What memory holds of event ids: exactly the newest, in bounded space.
class RepeatMemoryTest {
  private static final String UUID_V7 = "019a9d3c-0a00-7abc-8def-0123456789ab";

  @Test
  void aSetHoldsExactlyWhatWasAdded() {
    long seed = Long.getLong("seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    LongSet set = new LongSet();
    Set<Long> reference = new HashSet<>();
    for (int i = 0; i < 30_000; i++) {
      // Few different ones, so that many are added twice, and low bits alike, so that slots
      // collide.
      long value = (random.nextLong(1, 9_000) << 20) | 1;
      if (i == 18_000) {
        set.clear();
        reference.clear();
      }
      assertEquals(reference.add(value), set.add(value), "seed " + seed);
      long other = (random.nextLong(1, 9_000) << 20) | 1;
      assertEquals(reference.contains(other), set.contains(other), "seed " + seed);
    }
    assertEquals(reference.size(), set.size());
  }

  @Test
  void atLeastOneFullGenerationIsRememberedAndTheTimeItReachesBackIsTold() {
    RecentIds recent = new RecentIds(100, 1_000);
    assertEquals(1_000, recent.completeSinceMs());
    for (int id = 1; id <= 1_000; id++) {
      recent.add(id * 7_919L, 1_000 + id);
      int from = Math.max(1, id - 99);
      for (int known = from; known <= id; known++) assertTrue(recent.contains(known * 7_919L));
      long since = recent.completeSinceMs();
      for (int known = 1; known <= id; known++) {
        if (1_000 + known > since) assertTrue(recent.contains(known * 7_919L), known + " " + id);
      }
    }
    assertFalse(recent.contains(7_919L), "nothing is remembered for ever");
  }

  @Test
  void anIdIsOfItsKeyAndVisitorAlone() {
    Fingerprint f = Fingerprint.of(1, "visitor", UUID_V7);
    assertEquals(f, Fingerprint.of(1, "visitor", UUID_V7));
    assertNotEquals(f.hash(), Fingerprint.of(2, "visitor", UUID_V7).hash());
    assertNotEquals(f.hash(), Fingerprint.of(1, "visitos", UUID_V7).hash());
    assertNotEquals(Fingerprint.of(1, "ab", "c").hash(), Fingerprint.of(1, "a", "bc").hash());
  }

  @Test
  void aUuidOfVersion7SaysWhenItWasMadeAndNoOtherIdDoes() {
    assertEquals(0x019a9d3c0a00L, Fingerprint.of(1, "v", UUID_V7).createdMs());
    assertEquals(0, Fingerprint.of(1, "v", UUID_V7.replace("-7", "-4")).createdMs());
    assertEquals(0, Fingerprint.of(1, "v", UUID_V7.replace("019a", "x19a")).createdMs());
    assertEquals(0, Fingerprint.of(1, "v", "order-17").createdMs());
  }

  @Test
  void anEventWithoutAnIdHasNoFingerprint() {
    assertNull(Fingerprint.of(Events.event(Events.key(1), "v", "pageview", 1)));
  }

  @Test
  void manyIdsHaveAsManyHashes() {
    Set<Long> hashes = new HashSet<>();
    for (int i = 0; i < 300_000; i++) {
      hashes.add(Fingerprint.of(1, "v", "019a9d3c-0a00-7abc-8def-" + i).hash());
    }
    assertEquals(300_000, hashes.size());
  }
}
