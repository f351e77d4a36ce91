package dev.tippen.store;

import dev.tippen.event.TrackedEvent;
import org.jspecify.annotations.Nullable;

/// What tells a repeated event from a new one: an event id is unique per key and visitor.
///
/// @param createdMs when the sender made the id, by the sender's clock, epoch milliseconds; 0 if
///   the id is no UUIDv7 and doesn't say (RFC 9562, section 5.7)
/// @param hash 64 bits of key, visitor id and event id; never 0. Among a million remembered ids,
///   two different ones agree by chance once in about 10^13 events
public record Fingerprint(long createdMs, long hash) {
  private static final int UUID_CHARS = 36;
  private static final int VERSION_AT = 14;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /// @return null if the event has no id, so that nobody can tell
  public static @Nullable Fingerprint of(TrackedEvent e) {
    String id = e.eventId();
    return id == null || id.isEmpty() ? null : of(e.key().id(), e.visitorId(), id);
  }

  /// Of an id that is given by itself.
  public static Fingerprint of(int apiKeyId, String visitorId, String eventId) {
    long h = mix(GOLDEN ^ apiKeyId);
    h = mix(hash(h, visitorId) + visitorId.length());
    h = mix(hash(h, eventId));
    return new Fingerprint(createdMs(eventId), h == 0 ? 1 : h);
  }

  private static long hash(long h, String text) {
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * GOLDEN;
      h ^= h >>> 32;
    }
    return h;
  }

  /// The finalizer of SplittableRandom (Stafford's variant 13).
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static long createdMs(String id) {
    if (id.length() != UUID_CHARS || id.charAt(VERSION_AT) != '7') return 0;
    long ms = 0;
    for (int i = 0; i < 13; i++) {
      if (i == 8) continue;
      int digit = Character.digit(id.charAt(i), 16);
      if (digit < 0) return 0;
      ms = ms << 4 | digit;
    }
    return ms;
  }
}
