package dev.tippen.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTimeTest {
  @Test
  void momentsOfBrowsersAreReadAsTheLibraryReadsThem() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 20_000; i++) {
      Instant moment =
          Instant.ofEpochMilli(random.nextLong(-62_000_000_000_000L, 250_000_000_000_000L));
      if (i % 3 == 0) moment = moment.truncatedTo(ChronoUnit.SECONDS);
      assertEquals(moment.toEpochMilli(), UtcTime.epochMs(moment.toString()), moment.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-22T10:00:00.123456Z",
        "2026-11-22T10:00:00+02:00",
        "2026-11-22T24:00:00Z",
        "2026-11-22T10:00:00.1Z",
        "+12026-11-22T10:00:00Z",
        "2026-11-22T10:00:00.123z"
      })
  void otherMomentsToo(String text) {
    assertEquals(Instant.parse(text).toEpochMilli(), UtcTime.epochMs(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-11-22",
        "2026-13-22T10:00:00Z",
        "2026-02-29T10:00:00.000Z",
        "2026-11-22T10:61:00Z",
        "2026-11-22T25:00:00Z",
        "2026-11-22T10:00:61Z",
        "2026-11-22T10:00:00.1x3Z",
        "2026-11-22T10:00:00.12 Z",
        "2026-11-22 10:00:00.123Z",
        "2026-11-2\u0662T10:00:00.123Z"
      })
  void whatIsNoMomentIsRefused(String text) {
    assertThrows(DateTimeException.class, () -> UtcTime.epochMs(text));
  }
}
