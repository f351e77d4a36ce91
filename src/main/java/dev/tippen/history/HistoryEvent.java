package dev.tippen.history;

import dev.tippen.event.EventKind;
import org.jspecify.annotations.Nullable;

/// One counted event as history keeps it. Texts are numbers of [Texts], 0 for none; enum constants
/// are their ordinals.
///
/// @param id in the event log, grows with every event
/// @param site id of the key
/// @param visitor row id of the visitor, 0 for an event that made none (an exit of a stranger)
/// @param atMs event time: when it happened by the server's clock, at most 48 h before `receivedMs`
/// @param receivedMs when it arrived
/// @param name of a custom event
/// @param details properties, revenue and identity as JSON
/// @param arrival null unless it is a page view that says how the visitor came
/// @param company null if the event tells none of the site's list
record HistoryEvent(
    long id,
    int site,
    long visitor,
    long atMs,
    long receivedMs,
    EventKind kind,
    int name,
    int host,
    int page,
    int title,
    int engagedMs,
    int scrollPct,
    int marks,
    @Nullable String details,
    @Nullable Arrival arrival,
    Traits traits,
    @Nullable Company company) {

  /// How the visitor came to the page.
  ///
  /// @param channel ordinal of [dev.tippen.event.Channel]
  record Arrival(
      int channel,
      int source,
      int referrer,
      int utmSource,
      int utmMedium,
      int utmCampaign,
      int utmTerm,
      int utmContent) {}

  /// What is known of browser and place.
  ///
  /// @param deviceClass ordinal of [dev.tippen.event.DeviceClass]
  record Traits(
      int deviceClass,
      int browser,
      int browserVersion,
      int system,
      int systemVersion,
      int country,
      int region,
      int city,
      int language,
      int screen) {
    static final Traits NONE = new Traits(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    boolean isEmpty() {
      return equals(NONE);
    }
  }

  /// Which company of the site's list the visitor belongs to.
  ///
  /// @param source ordinal of [dev.tippen.event.CompanySource]
  /// @param trust how far that source is believed; the most trusted of a visit holds, of equals the
  ///   newest
  /// @param confidence ordinal of [dev.tippen.event.Confidence]
  record Company(long id, int source, int trust, int confidence) {}

  boolean isPageView() {
    return kind == EventKind.PAGE_VIEW;
  }

  /// Whether somebody did something on purpose beside looking at pages.
  boolean isInteraction() {
    return kind == EventKind.CUSTOM || kind == EventKind.VIDEO;
  }
}
