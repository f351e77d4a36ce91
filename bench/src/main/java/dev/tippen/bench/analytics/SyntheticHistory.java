package dev.tippen.bench.analytics;

import dev.tippen.event.ApiKey;
import dev.tippen.event.Channel;
import dev.tippen.event.CompanySource;
import dev.tippen.event.Confidence;
import dev.tippen.event.DeviceClass;
import dev.tippen.event.EventKind;
import dev.tippen.event.Facts;
import dev.tippen.event.PlaceSource;
import dev.tippen.event.TrackedEvent;
import dev.tippen.event.TrackedEvent.Client;
import dev.tippen.event.TrackedEvent.Company;
import dev.tippen.event.TrackedEvent.Engagement;
import dev.tippen.event.TrackedEvent.Page;
import dev.tippen.store.HistorySource;
import dev.tippen.store.SpoolReads.Logged;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// An event log that is made while it is read: visits of many visitors on many sites, interleaved
/// in the order of time, half of them on one site, over 90 days. The same for the same seed.
final class SyntheticHistory implements HistorySource {
  static final int SITES = 100;
  static final int DAYS = 90;
  static final int PAGES = 20_000;
  private static final int COMPANIES = 2_000;
  private static final long DAY_MS = 24 * 3_600_000L;

  private static final Facts.Device[] DEVICES = {
    new Facts.Device("Chrome", "142", "Windows", "11", DeviceClass.DESKTOP),
    new Facts.Device("Edge", "142", "Windows", "11", DeviceClass.DESKTOP),
    new Facts.Device("Safari", "18", "macOS", "15", DeviceClass.DESKTOP),
    new Facts.Device("Safari", "18", "iOS", "18", DeviceClass.PHONE),
    new Facts.Device("Chrome", "142", "Android", "15", DeviceClass.PHONE),
    new Facts.Device("Firefox", "145", "Linux", null, DeviceClass.DESKTOP),
  };
  private static final String[] COUNTRIES = {
    "DE", "US", "AU", "GB", "FR", "NL", "CH", "AT", "SE", "JP", "IN", "BR", "CA", "ES", "IT", "PL"
  };
  private static final String[] SOURCES = {"Google", "Bing", "LinkedIn", "ChatGPT", "Newsletter"};
  private static final Channel[] CHANNELS = {
    Channel.ORGANIC_SEARCH,
    Channel.ORGANIC_SEARCH,
    Channel.ORGANIC_SOCIAL,
    Channel.AI_ASSISTANT,
    Channel.EMAIL
  };

  private final SplittableRandom random = new SplittableRandom(42);
  private final PriorityQueue<Walk> walks =
      new PriorityQueue<>(Comparator.comparingLong((Walk w) -> w.nextMs));
  private final ApiKey[] keys = new ApiKey[SITES];
  private final long events;
  private final int visitors;
  private final long beginMs;
  private final double visitEveryMs;
  private double nextVisitMs;
  private long made;

  /// One visitor on the site now.
  private static final class Walk {
    final int site;
    final int visitor;
    final SplittableRandom random;
    final Facts.Device device;
    final Facts.Place place;
    final @Nullable Company company;
    int left;
    int seq;
    long nextMs;
    String path = "/";
    boolean first = true;

    Walk(
        int site,
        int visitor,
        SplittableRandom random,
        Facts.Device device,
        Facts.Place place,
        @Nullable Company company) {
      this.site = site;
      this.visitor = visitor;
      this.random = random;
      this.device = device;
      this.place = place;
      this.company = company;
    }
  }

  /// @param endMs where the 90 days end
  SyntheticHistory(long events, int visitors, long endMs) {
    this.events = events;
    this.visitors = visitors;
    beginMs = endMs - DAYS * DAY_MS;
    // Five events a visit.
    visitEveryMs = DAYS * (double) DAY_MS / (events / 5.0);
    nextVisitMs = beginMs;
    for (int i = 0; i < SITES; i++) {
      keys[i] =
          new ApiKey(
              i + 1,
              "bench_" + (i + 1),
              ApiKey.Type.TEST,
              null,
              null,
              ApiKey.Status.ACTIVE,
              List.of(),
              false,
              null);
    }
  }

  ApiKey key(int site) {
    return keys[site - 1];
  }

  long made() {
    return made;
  }

  @Override
  public synchronized Batch after(long id, int wanted, IntFunction<@Nullable ApiKey> unused) {
    if (id != made) throw new IllegalStateException("asked for %d after %d".formatted(id, made));
    List<Logged> batch = new ArrayList<>();
    while (batch.size() < wanted && made < events) {
      while (walks.isEmpty() || nextVisitMs <= walks.element().nextMs) begin();
      Walk walk = walks.remove();
      batch.add(new Logged(++made, event(walk)));
      if (--walk.left > 0) {
        walk.nextMs += 3_000 + walk.random.nextInt(90_000);
        walks.add(walk);
      }
    }
    return new Batch(batch, made);
  }

  private void begin() {
    int site = random.nextBoolean() ? 1 : 2 + random.nextInt(SITES - 1);
    // Some come often: the smaller of two draws.
    int visitor = Math.min(random.nextInt(visitors), random.nextInt(visitors));
    SplittableRandom own = new SplittableRandom(visitor);
    Facts.Device device = DEVICES[own.nextInt(DEVICES.length)];
    String country =
        COUNTRIES[Math.min(own.nextInt(COUNTRIES.length), own.nextInt(COUNTRIES.length))];
    Facts.Place place =
        new Facts.Place(
            country, null, country + " city " + own.nextInt(60), PlaceSource.values()[0]);
    int company = own.nextInt(COMPANIES * 3);
    Company known =
        company < COMPANIES
            ? new Company(
                "Company " + company,
                CompanySource.PROVIDER,
                1 + (long) (site - 1) * COMPANIES + company,
                Confidence.HIGH,
                null)
            : null;
    Walk walk = new Walk(site, visitor, random.split(), device, place, known);
    walk.left = 1 + walk.random.nextInt(9);
    walk.nextMs = (long) nextVisitMs;
    walks.add(walk);
    nextVisitMs += visitEveryMs * 2 * random.nextDouble();
  }

  private TrackedEvent event(Walk w) {
    SplittableRandom r = w.random;
    boolean view = w.first || r.nextInt(10) < 6;
    EventKind kind =
        view ? EventKind.PAGE_VIEW : r.nextInt(8) == 0 ? EventKind.CUSTOM : EventKind.ENGAGEMENT;
    Facts.Arrival arrival = null;
    String referrer = null;
    if (view) {
      // Few pages are seen often.
      double u = r.nextDouble();
      w.path = "/section-" + (int) (PAGES * u * u * u) % 40 + "/page-" + (int) (PAGES * u * u * u);
      Channel channel = Channel.INTERNAL;
      String source = null;
      if (w.first) {
        int way = r.nextInt(8);
        channel = way < CHANNELS.length ? CHANNELS[way] : Channel.DIRECT;
        source = way < SOURCES.length ? SOURCES[way] : null;
        referrer =
            way < 2
                ? "https://www.google.com/"
                : way < 4 ? "https://site-" + r.nextInt(500) + ".example/links" : null;
      }
      Facts.Campaign campaign =
          channel == Channel.EMAIL
              ? new Facts.Campaign("newsletter", "email", "week-" + r.nextInt(12), null, null)
              : Facts.Campaign.NONE;
      arrival = new Facts.Arrival(channel, source, campaign);
    }
    w.first = false;
    return new TrackedEvent(
        key(w.site),
        "v" + w.visitor,
        kind == EventKind.PAGE_VIEW
            ? "pageview"
            : kind == EventKind.CUSTOM ? "download" : "engagement",
        kind,
        w.nextMs,
        w.nextMs,
        new UUID(r.nextLong(), r.nextLong()).toString(),
        1,
        null,
        "site-" + w.site + ".example",
        new Page("https://site-" + w.site + ".example" + w.path, null, referrer),
        new Client(null, null, "1920x1080", "en-US", "Europe/Berlin", null),
        w.company,
        null,
        kind == EventKind.ENGAGEMENT
            ? new Engagement(++w.seq, r.nextInt(30_000), r.nextInt(100))
            : null,
        null,
        null,
        null,
        new Facts(w.device, w.place, arrival, null, 0),
        null);
  }

  @Override
  public long firstId() {
    return 1;
  }

  @Override
  public long lastId() {
    return events;
  }

  @Override
  public Map<VisitorName, Visitor> visitors(Collection<VisitorName> names) {
    Map<VisitorName, Visitor> all = new HashMap<>();
    for (VisitorName name : names) {
      int site = Integer.parseInt(name.apiKey().substring("bench_".length()));
      int visitor = Integer.parseInt(name.visitorId().substring(1));
      all.put(name, row(visitor, site));
    }
    return all;
  }

  @Override
  public List<Visitor> visitorRows(Collection<Long> rowIds) {
    List<Visitor> all = new ArrayList<>();
    for (long id : rowIds) {
      // Sites begin with 1.
      int site = 1 + (int) ((id - 2) % SITES);
      all.add(row((int) ((id - 1 - site) / SITES), site));
    }
    return all;
  }

  private Visitor row(int visitor, int site) {
    return new Visitor(
        1 + (long) visitor * SITES + site,
        "v" + visitor,
        "Company " + visitor % 5_000,
        COUNTRIES[visitor % COUNTRIES.length],
        "Windows - Chrome",
        "site-" + site + ".example",
        1 + visitor % 30,
        beginMs / 1_000 + visitor % (DAYS * 86_400),
        beginMs / 1_000 + DAYS * 86_400L,
        visitor % 3_000,
        0);
  }

  @Override
  public void keepExcluded(Collection<Logged> excluded, long toId) {}

  @Override
  public boolean forget(long toId, long beforeMs) {
    return false;
  }

  @Override
  public long companiesVersion() {
    return 1;
  }

  @Override
  public List<SiteCompany> companies() {
    List<SiteCompany> all = new ArrayList<>();
    for (int site = 1; site <= SITES; site++) {
      for (int c = 0; c < COMPANIES; c++) {
        long id = 1 + (long) (site - 1) * COMPANIES + c;
        all.add(
            new SiteCompany(
                id, site, id, false, "Company " + c, null, "Industry " + c % 20, null, null, null));
      }
    }
    return all;
  }
}
