package dev.tippen.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresenceTest {
  private final Presence presence = new Presence(60_000, 10_000);

  @ParameterizedTest(name = "last event {0}, exit {1}, socket closed {2}: gone at {3}")
  @CsvSource({
    // nothing but silence
    "1000, 0, 0, 61000",
    // left, and nothing came after
    "1000, 5000, 0, 15000",
    "1000, 0, 4000, 14000",
    "1000, 5000, 5050, 15050",
    // a new page, or a heartbeat of another tab, after the exit or the closed socket
    "6000, 5000, 5050, 66000",
    // the exit and the last event in the same millisecond
    "5000, 5000, 0, 15000"
  })
  void goneAt(long lastEventMs, long exitMs, long socketClosedMs, long goneAtMs) {
    assertEquals(goneAtMs, presence.goneAtMs(lastEventMs, exitMs, socketClosedMs));
  }
}
