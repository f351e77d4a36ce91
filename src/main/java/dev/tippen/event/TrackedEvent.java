package dev.tippen.event;

import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One admitted and enriched event, as it is stored and shown. Null means: not known.
///
/// @param receivedAtMs server clock, epoch milliseconds; decides order and presence
/// @param occurredAtMs client clock, epoch milliseconds, 0 if unknown; evidence only
/// @param name as sent, at most 64 characters
/// @param website host of the site, as the body named it or else the URL's host
/// @param attempt 1 for the first sending, more for a repeat, 0 if the sender did not say
/// @param location text form of the place, null if even the time zone is unknown
/// @param exclusion why the event counts nowhere, null if it counts
/// @param address of the client, for look-ups while the event is in memory; never stored
public record TrackedEvent(
    ApiKey key,
    String visitorId,
    String name,
    EventKind kind,
    long receivedAtMs,
    long occurredAtMs,
    @Nullable String eventId,
    int attempt,
    @Nullable String pageViewId,
    @Nullable String website,
    Page page,
    Client client,
    @Nullable Company company,
    @Nullable String location,
    @Nullable Engagement engagement,
    @Nullable Activity activity,
    @Nullable String detailsJson,
    @Nullable Exclusion exclusion,
    Facts facts,
    @Nullable InetAddress address) {

  /// The page on which it happened. Texts are cut to 2,048 characters (title 256).
  public record Page(@Nullable String url, @Nullable String title, @Nullable String referrer) {}

  /// The visitor's browser as it describes itself.
  ///
  /// @param device `<device> - <browser>`, null if the user agent is unknown
  /// @param addressPrefix the client address cut to /24 (IPv4) or /48 (IPv6)
  public record Client(
      @Nullable String userAgent,
      @Nullable String device,
      @Nullable String screenResolution,
      @Nullable String language,
      @Nullable String timezone,
      @Nullable String addressPrefix) {}

  /// Which company the visitor belongs to, and how that is known.
  ///
  /// @param id in the site's list of companies, 0 for a name that is in no list
  /// @param why one sentence for the owner, null for the label of the unknown
  public record Company(
      String name, CompanySource source, long id, Confidence confidence, @Nullable String why) {

    /// A name that is in no list.
    public Company(String name, CompanySource source) {
      this(name, source, 0, Confidence.LOW, null);
    }
  }

  /// Engaged time since the previous increment of the same page view.
  ///
  /// @param seq number of the increment within its page view, from 1; a repeat is ignored
  /// @param engagedMs 0 to 600,000
  /// @param scrollPct greatest depth so far, 0 to 100
  public record Engagement(int seq, int engagedMs, int scrollPct) {}

  /// What the page says about its visitor's attention.
  public enum Activity {
    ACTIVE,
    IDLE,
    AWAY
  }

  public boolean isPageView() {
    return kind == EventKind.PAGE_VIEW;
  }

  /// Whether it was brought from a file instead of seen by us.
  public boolean isImported() {
    return facts.has(Mark.IMPORTED);
  }

  /// The same without its engaged time, as a repeated increment is stored.
  public TrackedEvent withoutEngagement() {
    return new TrackedEvent(
        key,
        visitorId,
        name,
        kind,
        receivedAtMs,
        occurredAtMs,
        eventId,
        attempt,
        pageViewId,
        website,
        page,
        client,
        company,
        location,
        null,
        activity,
        detailsJson,
        exclusion,
        facts,
        address);
  }

  /// As [#TrackedEvent] without facts or address.
  public TrackedEvent(
      ApiKey key,
      String visitorId,
      String name,
      EventKind kind,
      long receivedAtMs,
      long occurredAtMs,
      @Nullable String eventId,
      int attempt,
      @Nullable String pageViewId,
      @Nullable String website,
      Page page,
      Client client,
      @Nullable Company company,
      @Nullable String location,
      @Nullable Engagement engagement,
      @Nullable Activity activity,
      @Nullable String detailsJson,
      @Nullable Exclusion exclusion) {
    this(
        key,
        visitorId,
        name,
        kind,
        receivedAtMs,
        occurredAtMs,
        eventId,
        attempt,
        pageViewId,
        website,
        page,
        client,
        company,
        location,
        engagement,
        activity,
        detailsJson,
        exclusion,
        Facts.NONE,
        null);
  }

  /// What the server itself has to say of a visitor, after the event that brought them.
  ///
  /// @param kind one that is [EventKind#isOurs]
  public static TrackedEvent ofCompany(
      ApiKey key, String visitorId, EventKind kind, long nowMs, Company company) {
    if (!kind.isOurs()) throw new IllegalArgumentException(kind + " comes from clients");
    return new TrackedEvent(
        key,
        visitorId,
        kind.name().toLowerCase(Locale.ROOT),
        kind,
        nowMs,
        nowMs,
        null,
        0,
        null,
        null,
        new Page(null, null, null),
        new Client(null, null, null, null, null, null),
        company,
        null,
        null,
        null,
        null,
        null);
  }
}
