package dev.tippen.support;

import dev.tippen.event.ApiKey;
import dev.tippen.event.Channel;
import dev.tippen.event.CompanySource;
import dev.tippen.event.Confidence;
import dev.tippen.event.DeviceClass;
import dev.tippen.event.EventKind;
import dev.tippen.event.Exclusion;
import dev.tippen.event.Facts;
import dev.tippen.event.Facts.Campaign;
import dev.tippen.event.Mark;
import dev.tippen.event.NetworkClass;
import dev.tippen.event.PlaceSource;
import dev.tippen.event.TrackedEvent;
import dev.tippen.event.TrackedEvent.Activity;
import dev.tippen.event.TrackedEvent.Client;
import dev.tippen.event.TrackedEvent.Company;
import dev.tippen.event.TrackedEvent.Engagement;
import dev.tippen.event.TrackedEvent.Page;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Events for tests: plain ones, and random ones with every field now present, now absent.
public final class Events {
  private Events() {}

  public static ApiKey key(int id) {
    return new ApiKey(
        id,
        "test_key_" + id,
        ApiKey.Type.TEST,
        "Test",
        null,
        ApiKey.Status.ACTIVE,
        List.of(),
        true,
        null);
  }

  public static TrackedEvent event(ApiKey key, String visitorId, String name, long atMs) {
    return event(key, visitorId, name, atMs, "https://example.com/");
  }

  public static TrackedEvent event(
      ApiKey key, String visitorId, String name, long atMs, @Nullable String url) {
    return new TrackedEvent(
        key,
        visitorId,
        name,
        EventKind.of(name),
        atMs,
        atMs,
        null,
        1,
        null,
        "example.com",
        new Page(url, null, null),
        new Client(null, "Mac - Edge", null, null, "Australia/Sydney", "203.0.113.0"),
        new Company("example.com Visitor", CompanySource.FALLBACK),
        "Australia/Sydney",
        null,
        null,
        null,
        null);
  }

  /// Any event that the encoding must carry, with texts of many alphabets.
  public static TrackedEvent random(ApiKey key, Random random) {
    String name =
        pick(random, "pageview", "heartbeat", "exit", "video_accepted", "Demo requested ✓");
    EventKind kind =
        random.nextInt(5) == 0
            ? pick(random, EventKind.COMPANY_FOUND, EventKind.COMPANY_CORRECTED)
            : EventKind.of(name);
    return new TrackedEvent(
        key,
        text(random, 1),
        name,
        kind,
        random.nextLong(1L << 45),
        random.nextLong(1L << 45),
        maybe(random),
        random.nextInt(1_000_000),
        maybe(random),
        maybe(random),
        new Page(maybe(random), maybe(random), maybe(random)),
        new Client(
            maybe(random),
            maybe(random),
            maybe(random),
            maybe(random),
            maybe(random),
            maybe(random)),
        random.nextBoolean()
            ? null
            : new Company(
                text(random, 0),
                pick(random, CompanySource.values()),
                random.nextInt(3) == 0 ? 0 : random.nextLong(1L << 45),
                pick(random, Confidence.values()),
                maybe(random)),
        maybe(random),
        random.nextBoolean()
            ? null
            : new Engagement(
                1 + random.nextInt(1000), random.nextInt(600_001), random.nextInt(101)),
        random.nextBoolean() ? null : Activity.values()[random.nextInt(3)],
        maybe(random),
        random.nextInt(4) > 0 ? null : pick(random, Exclusion.values()),
        facts(random),
        null);
  }

  private static Facts facts(Random random) {
    Campaign campaign =
        new Campaign(maybe(random), maybe(random), maybe(random), maybe(random), maybe(random));
    return new Facts(
        random.nextBoolean()
            ? null
            : new Facts.Device(
                text(random, 1),
                maybe(random),
                text(random, 1),
                maybe(random),
                pick(random, DeviceClass.values())),
        random.nextBoolean()
            ? null
            : new Facts.Place(
                text(random, 2), maybe(random), maybe(random), pick(random, PlaceSource.values())),
        random.nextBoolean()
            ? null
            : new Facts.Arrival(
                pick(random, Channel.values()),
                maybe(random),
                random.nextBoolean() ? Campaign.NONE : campaign),
        random.nextBoolean()
            ? null
            : new Facts.Network(
                random.nextLong(1L << 32), text(random, 1), pick(random, NetworkClass.values())),
        random.nextInt(1 << Mark.values().length));
  }

  private static @Nullable String maybe(Random random) {
    return random.nextInt(3) == 0 ? null : text(random, 0);
  }

  private static String text(Random random, int min) {
    int length = min + random.nextInt(40);
    StringBuilder out = new StringBuilder(length);
    while (out.length() < length) {
      switch (random.nextInt(4)) {
        case 0 -> out.append((char) ('a' + random.nextInt(26)));
        case 1 -> out.append((char) (0xc0 + random.nextInt(100)));
        case 2 -> out.append((char) (0x4e00 + random.nextInt(1000)));
        default -> out.appendCodePoint(0x1f600 + random.nextInt(60));
      }
    }
    return out.toString();
  }

  @SafeVarargs
  private static <T> T pick(Random random, T... of) {
    return of[random.nextInt(of.length)];
  }
}
