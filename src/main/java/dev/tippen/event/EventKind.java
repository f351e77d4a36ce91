package dev.tippen.event;

/// What an event's name means for counting. Names beyond the reserved ones are custom events.
public enum EventKind {
  PAGE_VIEW,
  HEARTBEAT,
  ENGAGEMENT,
  EXIT,
  IDENTIFY,
  CONSENT,
  /// `video_accepted`, `video_rejected`, `video_declined`, `video_ended`.
  VIDEO,
  CUSTOM,
  /// The server learned later which company the visitor belongs to.
  COMPANY_FOUND,
  /// The owner corrected the company.
  COMPANY_CORRECTED,
  /// The owner brought the sums of a visitor whose events nobody has: [ImportedVisitor].
  VISITOR_IMPORTED;

  /// Whether only the server makes such events: no client's name stands for them, they count
  /// nowhere and are no sign of life.
  public boolean isOurs() {
    return this == COMPANY_FOUND || this == COMPANY_CORRECTED || this == VISITOR_IMPORTED;
  }

  public static EventKind of(String name) {
    return switch (name) {
      case "pageview" -> PAGE_VIEW;
      case "heartbeat" -> HEARTBEAT;
      case "engagement" -> ENGAGEMENT;
      case "exit" -> EXIT;
      case "identify" -> IDENTIFY;
      case "consent" -> CONSENT;
      case "video_accepted", "video_rejected", "video_declined", "video_ended" -> VIDEO;
      default -> CUSTOM;
    };
  }
}
