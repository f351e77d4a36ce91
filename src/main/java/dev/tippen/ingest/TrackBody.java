package dev.tippen.ingest;

import dev.tippen.event.TrackedEvent.Activity;
import dev.tippen.event.TrackedEvent.Engagement;
import dev.tippen.identify.Identity;
import org.jspecify.annotations.Nullable;

/// The decoded body of a tracking request. Texts are trimmed to their limits and free of control
/// characters; filled by [TrackDecoder] and not changed afterwards.
final class TrackBody {
  String event = "pageview";
  String visitorId = "";
  @Nullable String apiKey;
  @Nullable String website;
  @Nullable String eventId;

  /// 0: the sender did not say.
  int attempt;

  long sentAtMs;
  @Nullable String pageViewId;
  @Nullable Engagement engagement;
  @Nullable Activity state;
  @Nullable String url;
  @Nullable String title;
  @Nullable String referrer;
  @Nullable String timestamp;
  @Nullable String userAgent;

  /// The browser says that a program drives it.
  boolean automation;

  @Nullable String screenResolution;
  @Nullable String language;
  @Nullable String timezone;

  /// Who the visitor says to be.
  Identity identity = Identity.NONE;

  /// The visitor does not want others to hear of the visit.
  boolean consentDenied;

  /// Properties, revenue, identity, consent and the like, as one JSON object; null if there are
  /// none.
  @Nullable String detailsJson;
}
