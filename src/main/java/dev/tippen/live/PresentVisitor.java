package dev.tippen.live;

import dev.tippen.event.ApiKey;
import dev.tippen.event.EventKind;
import dev.tippen.event.Facts;
import dev.tippen.event.TrackedEvent;
import dev.tippen.event.TrackedEvent.Activity;
import dev.tippen.event.TrackedEvent.Client;
import dev.tippen.event.TrackedEvent.Company;
import dev.tippen.event.TrackedEvent.Engagement;
import dev.tippen.event.TrackedEvent.Page;
import dev.tippen.store.CommitListener.Committed;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One visitor during one stay on the site: a fold over their committed events. Owned by the live
/// thread; only [#website] and [#url] are read by others.
final class PresentVisitor {
  final ApiKey key;
  final String visitorId;
  final long arrivedMs;
  final Set<VisitorSocket> sockets = new HashSet<>(2);
  long firstSeenMs;
  long totalPageViews;
  long lastEventMs;
  long exitMs;
  long socketClosedMs;
  int pageViews;
  long engagedMs;
  String lastEventName = "";
  @Nullable Company company;
  Facts.@Nullable Device detectedDevice;
  Facts.@Nullable Place place;
  Facts.@Nullable Network network;

  /// Bits of [Mark], of all events of the stay.
  int marks;

  /// Of the first page view of the stay.
  Facts.@Nullable Arrival arrival;

  @Nullable String location;
  @Nullable String device;
  @Nullable String userAgent;
  @Nullable String screenResolution;
  @Nullable String language;
  @Nullable String timezone;
  @Nullable String addressPrefix;
  @Nullable String title;
  @Nullable String referrer;
  @Nullable String landingUrl;
  Activity activity = Activity.ACTIVE;
  volatile @Nullable String website;
  volatile @Nullable String url;

  /// When the dashboards last heard of this visitor by an update, epoch milliseconds.
  long sentMs;

  private long describedMs;

  /// The page view and seq of the last counted increment of engaged time.
  private @Nullable String engagedPageViewId;

  private int engagedSeq;

  PresentVisitor(TrackedEvent first) {
    key = first.key();
    visitorId = first.visitorId();
    arrivedMs = first.receivedAtMs();
    referrer = first.page().referrer();
  }

  void apply(Committed committed) {
    TrackedEvent e = committed.event();
    learnCompany(e);
    if (e.kind().isOurs()) {
      // Whoever watches waits for this: it is told at once.
      sentMs = 0;
      return;
    }
    totalPageViews = committed.pageViews();
    firstSeenMs = committed.firstSeenMs();
    if (!lastEventName.equals(e.name())) lastEventName = e.name();
    engage(e);
    if (e.kind() == EventKind.EXIT) {
      exitMs = Math.max(exitMs, e.receivedAtMs());
      return;
    }
    lastEventMs = Math.max(lastEventMs, e.receivedAtMs());
    if (e.isPageView()) pageViews++;
    if (e.occurredAtMs() >= describedMs) describePage(e);
    else completePage(e);
    if (landingUrl == null) landingUrl = url;
    website = newer(website, e.website());
    location = newer(location, e.location());
    describe(e.client());
    describe(e.facts());
  }

  private void learnCompany(TrackedEvent e) {
    Company c = e.company();
    if (c == null) return;
    boolean corrected = e.kind() == EventKind.COMPANY_CORRECTED;
    if (corrected || company == null || c.source().replaces(company.source())) {
      company = newer(company, c);
    }
  }

  private void describe(Facts f) {
    marks |= f.marks();
    detectedDevice = newer(detectedDevice, f.device());
    place = newer(place, f.place());
    network = newer(network, f.network());
    if (arrival == null && f.arrival() != null) arrival = f.arrival();
  }

  /// Requests of one page overtake each other: what happened last counts, not what arrived last. An
  /// increment of engaged time says nothing here, it may speak of the page that was just left.
  private void describePage(TrackedEvent e) {
    describedMs = e.occurredAtMs();
    if (e.isPageView()) activity = Activity.ACTIVE;
    if (e.activity() != null) activity = e.activity();
    Page page = e.page();
    if (e.kind() == EventKind.ENGAGEMENT || page.url() == null) return;
    if (!page.url().equals(url)) {
      url = page.url();
      title = page.title();
    } else {
      title = newer(title, page.title());
    }
  }

  /// A page view that a later event overtook still knows the title of the page.
  private void completePage(TrackedEvent e) {
    if (e.isPageView() && title == null && Objects.equals(e.page().url(), url)) {
      title = e.page().title();
    }
  }

  private void engage(TrackedEvent e) {
    Engagement increment = e.engagement();
    if (increment == null || e.pageViewId() == null) return;
    boolean repeated = e.pageViewId().equals(engagedPageViewId) && increment.seq() <= engagedSeq;
    if (repeated) return;
    engagedPageViewId = newer(engagedPageViewId, e.pageViewId());
    engagedSeq = increment.seq();
    engagedMs += increment.engagedMs();
  }

  /// Keeps the object that is there if the new one says the same: the garbage of each event would
  /// otherwise be what was kept for minutes, which is collected at a price.
  private static <T> @Nullable T newer(@Nullable T known, @Nullable T now) {
    return now == null || now.equals(known) ? known : now;
  }

  private void describe(Client c) {
    device = newer(device, c.device());
    userAgent = newer(userAgent, c.userAgent());
    screenResolution = newer(screenResolution, c.screenResolution());
    language = newer(language, c.language());
    timezone = newer(timezone, c.timezone());
    addressPrefix = newer(addressPrefix, c.addressPrefix());
  }

  boolean isGone(Presence presence, long nowMs) {
    return sockets.isEmpty() && nowMs >= presence.goneAtMs(lastEventMs, exitMs, socketClosedMs);
  }

  /// Last sign of activity, epoch milliseconds.
  long lastActivityMs() {
    return Math.max(lastEventMs, exitMs);
  }
}
