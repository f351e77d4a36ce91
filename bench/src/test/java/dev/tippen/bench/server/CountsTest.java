package dev.tippen.bench.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountsTest {
  private static final Counts WANTED = Counts.acknowledged(1_000_000, 10_000);

  @Test
  void theSameNumbersDifferInNothing() {
    assertEquals(
        List.of(), WANTED.differences(new Counts(1_000_000, 1_000_000, 1_000_000, 10_000)));
  }

  @Test
  void everyNumberIsCompared() {
    List<String> differences = WANTED.differences(new Counts(999_999, 1_000_001, 5, 9_999));
    assertEquals(
        List.of(
            "page views: 1,000,000 by the answers, 999,999 in the database (-1)",
            "usage of the key: 1,000,000 by the answers, 1,000,001 in the database (+1)",
            "last event id: 1,000,000 by the answers, 5 in the database (-999,995)",
            "visitors: 10,000 by the answers, 9,999 in the database (-1)"),
        differences);
    assertEquals(1, WANTED.differences(new Counts(1_000_000, 1_000_000, 1_000_000, 0)).size());
  }

  @Test
  void readsWhatTheCommandPrints() throws IOException {
    assertEquals(
        new Counts(1, 2, 3, 4),
        Counts.parse("[{\"page_views\":1,\"usage\":2,\"last_event_id\":3,\"visitors\":4}]"));
    String missing = "[{\"page_views\":1,\"usage\":null,\"last_event_id\":3,\"visitors\":4}]";
    IOException e = assertThrows(IOException.class, () -> Counts.parse(missing));
    assertTrue(String.valueOf(e.getMessage()).contains("usage"), e.getMessage());
    assertThrows(IOException.class, () -> Counts.parse("[]"));
  }
}
