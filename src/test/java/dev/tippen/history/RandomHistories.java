package dev.tippen.history;

import dev.tippen.event.Channel;
import dev.tippen.event.EventKind;
import dev.tippen.history.HistoryEvent.Arrival;
import dev.tippen.history.HistoryEvent.Company;
import dev.tippen.history.HistoryEvent.Traits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Histories of many visitors, made from a seed: short visits and pages open for days, pauses
/// around the half hour, moments of equal time, events that arrive up to 48 hours late. In the
/// order in which they arrive.
public final class RandomHistories {
  /// Numbers of the texts 1 to this are used.
  public static final int TEXTS = 40;

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  private final SplittableRandom random;
  private final long beginMs;
  private final long spanMs;

  public RandomHistories(long seed, long beginMs, long spanMs) {
    random = new SplittableRandom(seed);
    this.beginMs = beginMs;
    this.spanMs = spanMs;
  }

  /// @return events of all visitors in the order of arrival, ids ascending
  public List<HistoryEvent> make(int visitors, int sites) {
    List<HistoryEvent> all = new ArrayList<>();
    for (int v = 1; v <= visitors; v++) visitor(v, 1 + v % sites, all);
    all.sort(Comparator.comparingLong(HistoryEvent::receivedMs));
    List<HistoryEvent> numbered = new ArrayList<>(all.size());
    long id = 0;
    for (HistoryEvent e : all) numbered.add(withId(e, id += 1 + random.nextInt(2)));
    return numbered;
  }

  private void visitor(long visitor, int site, List<HistoryEvent> all) {
    long at = beginMs + random.nextLong(spanMs);
    int kind = random.nextInt(20);
    int events = kind == 0 ? 60 + random.nextInt(80) : 1 + random.nextInt(14);
    Traits traits =
        random.nextInt(10) == 0 ? Traits.NONE : traits(random.nextInt(TEXTS), random.nextInt(6));
    for (int i = 0; i < events; i++) {
      if (i > 0) at += kind == 0 ? random.nextLong(29 * MINUTE) + MINUTE : pause();
      boolean late = random.nextInt(4) == 0;
      long lateMs = late ? lateness() : 0;
      all.add(event(visitor, site, at, at + lateMs, traits));
    }
  }

  private long pause() {
    return switch (random.nextInt(8)) {
      case 0 -> 30 * MINUTE + random.nextInt(-2, 3);
      case 1 -> 0;
      case 2 -> random.nextLong(10 * MINUTE) + 25 * MINUTE;
      case 3 -> random.nextLong(40 * HOUR);
      default -> random.nextLong(5 * MINUTE);
    };
  }

  private long lateness() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextLong(48 * HOUR);
      case 1 -> random.nextLong(2 * HOUR);
      default -> random.nextLong(3 * MINUTE);
    };
  }

  private HistoryEvent event(long visitor, int site, long atMs, long receivedMs, Traits traits) {
    EventKind kind =
        switch (random.nextInt(10)) {
          case 0, 1, 2, 3, 4 -> EventKind.PAGE_VIEW;
          case 5, 6 -> EventKind.ENGAGEMENT;
          case 7 -> EventKind.HEARTBEAT;
          case 8 -> EventKind.CUSTOM;
          default -> EventKind.EXIT;
        };
    Arrival arrival = null;
    if (kind == EventKind.PAGE_VIEW) {
      Channel[] channels = {
        Channel.INTERNAL, Channel.INTERNAL, Channel.DIRECT, Channel.ORGANIC_SEARCH, Channel.EMAIL
      };
      Channel channel = channels[random.nextInt(channels.length)];
      boolean tagged = channel == Channel.EMAIL;
      arrival =
          new Arrival(
              channel.ordinal(),
              channel == Channel.ORGANIC_SEARCH ? 1 + random.nextInt(3) : 0,
              channel == Channel.ORGANIC_SEARCH ? 4 + random.nextInt(3) : 0,
              tagged ? 1 + random.nextInt(TEXTS) : 0,
              tagged ? 1 + random.nextInt(TEXTS) : 0,
              tagged ? 1 + random.nextInt(TEXTS) : 0,
              0,
              0);
    }
    Company company = null;
    if (random.nextInt(6) == 0) {
      int trust = 10 * (1 + random.nextInt(3));
      company = new Company(1 + random.nextInt(12), trust / 10, trust, random.nextInt(3));
    }
    return new HistoryEvent(
        0,
        site,
        visitor,
        atMs,
        receivedMs,
        kind,
        kind == EventKind.CUSTOM ? 1 + random.nextInt(4) : 0,
        1 + random.nextInt(2),
        1 + random.nextInt(TEXTS),
        0,
        kind == EventKind.ENGAGEMENT ? random.nextInt(20_000) : 0,
        kind == EventKind.ENGAGEMENT ? random.nextInt(101) : 0,
        random.nextInt(16) == 0 ? 1 << random.nextInt(4) : 0,
        kind == EventKind.CUSTOM ? details() : null,
        arrival,
        traits,
        company);
  }

  private @Nullable String details() {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> "{\"properties\":{\"plan\":\"pro\"}}";
      default ->
          "{\"revenue\":{\"amount\":\"%d.%d\",\"currency\":\"%s\"}}"
              .formatted(random.nextInt(100), random.nextInt(10), random.nextBoolean() ? "EUR" : "USD");
    };
  }

  private Traits traits(int text, int device) {
    return new Traits(device, 1 + text % 4, 0, 1 + text % 3, 0, 1 + text % 7, 0, 1 + text, 0, 0);
  }

  private static HistoryEvent withId(HistoryEvent e, long id) {
    return new HistoryEvent(
        id,
        e.site(),
        e.visitor(),
        e.atMs(),
        e.receivedMs(),
        e.kind(),
        e.name(),
        e.host(),
        e.page(),
        e.title(),
        e.engagedMs(),
        e.scrollPct(),
        e.marks(),
        e.details(),
        e.arrival(),
        e.traits(),
        e.company());
  }
}
