package dev.tippen.history;

import dev.tippen.event.CompanySource;
import dev.tippen.event.EventKind;
import dev.tippen.event.Facts;
import dev.tippen.event.Facts.Campaign;
import dev.tippen.event.TrackedEvent;
import dev.tippen.history.HistoryEvent.Arrival;
import dev.tippen.history.HistoryEvent.Company;
import dev.tippen.history.HistoryEvent.Traits;
import dev.tippen.store.SpoolReads.Logged;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns events of the log into rows of the history. Addresses of pages seen lately are taken apart
/// once. Owned by one thread.
final class EventRows {
  private static final int ADDRESSES_MAX = 20_000;
  private static final int ADDRESS_KEPT_MAX_CHARS = 512;

  /// For a text that is no address.
  private static final PageAddress NO_ADDRESS = new PageAddress("", "");

  private final Map<String, PageAddress> addresses =
      new LinkedHashMap<>(1024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PageAddress> eldest) {
          return size() > ADDRESSES_MAX;
        }
      };

  /// Numbers of texts, see [Texts].
  @FunctionalInterface
  interface Numbers {
    /// @return [Texts#NONE] for null and for an empty text
    int of(@Nullable String text);
  }

  /// The row of an event. Asks for the number of each of its texts; which texts those are can be
  /// learned by asking once with numbers that only listen.
  ///
  /// @param visitor row id of the visitor, 0 for none
  HistoryEvent of(Logged logged, long visitor, Numbers numbers) {
    TrackedEvent e = logged.event();
    PageAddress page = address(e.page().url());
    boolean hasHost = !page.host().isEmpty();
    boolean named = e.kind() == EventKind.CUSTOM || e.kind() == EventKind.VIDEO;
    TrackedEvent.Engagement engagement = e.engagement();
    return new HistoryEvent(
        logged.id(),
        e.key().id(),
        visitor,
        Math.min(e.occurredAtMs() == 0 ? e.receivedAtMs() : e.occurredAtMs(), e.receivedAtMs()),
        e.receivedAtMs(),
        e.kind(),
        named ? numbers.of(e.name()) : Texts.NONE,
        numbers.of(hasHost ? page.host() : e.website()),
        numbers.of(page.path()),
        numbers.of(e.page().title()),
        engagement == null ? 0 : engagement.engagedMs(),
        engagement == null ? 0 : engagement.scrollPct(),
        e.facts().marks(),
        e.detailsJson(),
        arrival(e, numbers),
        traits(e, numbers),
        company(e));
  }

  private PageAddress address(@Nullable String text) {
    if (text == null) return NO_ADDRESS;
    PageAddress address = addresses.get(text);
    if (address != null) return address;
    PageAddress found = PageAddress.of(text);
    address = found == null ? NO_ADDRESS : found;
    if (text.length() <= ADDRESS_KEPT_MAX_CHARS) addresses.put(text, address);
    return address;
  }

  private @Nullable Arrival arrival(TrackedEvent e, Numbers numbers) {
    Facts.Arrival a = e.facts().arrival();
    if (a == null || !e.isPageView()) return null;
    PageAddress from = address(e.page().referrer());
    Campaign c = a.campaign();
    return new Arrival(
        a.channel().ordinal(),
        numbers.of(a.source()),
        numbers.of(from.host().isEmpty() ? null : from.host() + from.path()),
        numbers.of(c.source()),
        numbers.of(c.medium()),
        numbers.of(c.name()),
        numbers.of(c.term()),
        numbers.of(c.content()));
  }

  private static Traits traits(TrackedEvent e, Numbers numbers) {
    Facts.Device d = e.facts().device();
    Facts.Place p = e.facts().place();
    return new Traits(
        d == null ? 0 : d.deviceClass().ordinal(),
        d == null ? 0 : numbers.of(d.browser()),
        d == null ? 0 : numbers.of(d.browserVersion()),
        d == null ? 0 : numbers.of(d.system()),
        d == null ? 0 : numbers.of(d.systemVersion()),
        p == null ? 0 : numbers.of(p.countryCode()),
        p == null ? 0 : numbers.of(p.region()),
        p == null ? 0 : numbers.of(p.city()),
        numbers.of(e.client().language()),
        numbers.of(e.client().screenResolution()));
  }

  /// @return null if the event tells none of the site's list
  static @Nullable Company company(TrackedEvent e) {
    TrackedEvent.Company c = e.company();
    if (c == null || c.id() == 0 || c.source() == CompanySource.FALLBACK) return null;
    return new Company(c.id(), c.source().ordinal(), c.source().trust(), c.confidence().ordinal());
  }
}
