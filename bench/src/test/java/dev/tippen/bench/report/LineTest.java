package dev.tippen.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineTest {
  @Test
  void medians() {
    assertEquals(2, Line.median(3, 1, 2));
    assertEquals(2.5, Line.median(4, 1, 2, 3));
    assertEquals(7, Line.median(7));
    assertTrue(Double.isNaN(Line.median(1, Double.NaN, 2)));
    assertTrue(Double.isNaN(Line.median()));
  }

  @Test
  void linesOfSeveralRunsBecomeOneEach() {
    Line.Key random = new Line.Key(Mode.RANDOM, 10_000, 256, 0);
    Line.Key one = new Line.Key(Mode.ONE, 10_000, 256, 0);
    List<Line> medians =
        Line.medians(
            List.of(
                Lines.line(random, 100, 0.3, 5, 70, Map.of("503", 1L)),
                Lines.line(new Line.Key(Mode.RANDOM, 10_000, 256, 50), 50, 0, 3, 70, Map.of()),
                Lines.line(one, 900, 0.6, 1, 30, Map.of()),
                Lines.line(random, 300, 0.5, 9, 60, Map.of()),
                Lines.line(new Line.Key(Mode.RANDOM, 10_000, 256, 150), 150, 0, 3, 70, Map.of()),
                Lines.line(random, 200, 0.4, 7, 90, Map.of("503", 2L, "unsent", 1L)),
                Lines.line(new Line.Key(Mode.RANDOM, 10_000, 256, 100), 100, 0, 3, 70, Map.of())));
    assertEquals(3, medians.size());
    Line first = medians.get(0);
    assertEquals(random, first.key());
    assertEquals(200, first.rate());
    assertEquals(0.4, first.share());
    assertEquals(7, first.p99Ms());
    assertEquals(90, first.walMaxMb(), "the worst");
    assertEquals(Map.of("503", 3L, "unsent", 1L), first.errors(), "of all");
    assertEquals(new Line.Key(Mode.RANDOM, 10_000, 256, 100), medians.get(1).key());
    assertEquals(one, medians.get(2).key());
  }
}
