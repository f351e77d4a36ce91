package dev.tippen.support;

import java.util.concurrent.ThreadLocalRandom;

/// Event ids as the tracker makes them: UUID version 7 (RFC 9562, section 5.7).
public final class EventIds {
  private EventIds() {}

  public static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = System.currentTimeMillis() << 16 | 0x7000 | random.nextInt(0x1000);
    long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
    return new java.util.UUID(high, low).toString();
  }
}
