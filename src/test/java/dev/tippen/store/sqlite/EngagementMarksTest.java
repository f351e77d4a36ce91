package dev.tippen.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// An increment of engaged time counts once, for as many pages as are remembered.
class EngagementMarksTest {
  private final EngagementMarks marks = new EngagementMarks();

  @Test
  void onlyALaterIncrementOfAPageViewIsNew() {
    assertTrue(marks.advance("p", 2));
    assertFalse(marks.advance("p", 2));
    assertFalse(marks.advance("p", 1));
    assertTrue(marks.advance("p", 3));
    assertTrue(marks.advance("q", 1));
    assertFalse(marks.advance("p", 3));
  }

  @Test
  void thePageThatWasQuietLongestIsForgotten() {
    for (int page = 1; page <= EngagementMarks.MAX; page++)
      assertTrue(marks.advance("p" + page, 5));
    assertTrue(marks.advance("p1", 6), "now p2 is the one that was quiet longest");
    assertTrue(marks.advance("new", 1));
    assertFalse(marks.advance("p1", 6));
    assertFalse(marks.advance("p3", 5));
    assertFalse(marks.advance("p4", 5));
    assertFalse(marks.advance("new", 1));
    assertTrue(marks.advance("p2", 1), "forgotten, so anything is new");
  }

  @Test
  void theStoredFormComesBackAsItWent() {
    assertNull(marks.bytes());
    assertTrue(EngagementMarks.of(null).advance("p", 1));
    for (int page = 1; page <= EngagementMarks.MAX; page++) {
      marks.advance("p" + page, 10 * page);
      EngagementMarks again = EngagementMarks.of(marks.bytes());
      assertArrayEquals(marks.bytes(), again.bytes());
      for (int known = 1; known <= page; known++)
        assertFalse(again.advance("p" + known, 10 * known));
    }
    byte[] bytes = marks.bytes();
    assertNotNull(bytes);
    assertEquals(12 * EngagementMarks.MAX, bytes.length);
  }

  @Test
  void aStoredFormThatIsTooLongOrCutIsReadAsFarAsItGoes() {
    for (int page = 1; page <= EngagementMarks.MAX; page++) marks.advance("p" + page, 1);
    byte[] bytes = marks.bytes();
    assertNotNull(bytes);
    byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + 12);
    assertArrayEquals(bytes, EngagementMarks.of(longer).bytes());
    byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length - 1);
    byte[] read = EngagementMarks.of(cut).bytes();
    assertArrayEquals(java.util.Arrays.copyOf(bytes, bytes.length - 12), read);
  }

  /// Against a list of pages that is searched from its newest end.
  @Test
  void randomIncrementsAreJudgedAsTheObviousModelDoes() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    record Page(String id, int seq) {}
    List<Page> model = new ArrayList<>();
    EngagementMarks own = marks;
    for (int i = 0; i < 5_000; i++) {
      String id = "page-" + random.nextInt(7);
      int seq = 1 + random.nextInt(6);
      Page known = model.stream().filter(p -> p.id.equals(id)).findFirst().orElse(null);
      boolean isNew = known == null || known.seq < seq;
      if (isNew) {
        model.remove(known);
        model.addFirst(new Page(id, seq));
        if (model.size() > EngagementMarks.MAX) model.removeLast();
      }
      assertEquals(isNew, own.advance(id, seq), "seed " + seed + ", step " + i);
      if (random.nextInt(10) == 0) own = EngagementMarks.of(own.bytes());
    }
  }
}
