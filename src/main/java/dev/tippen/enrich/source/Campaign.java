package dev.tippen.enrich.source;

import dev.tippen.event.Facts;

/// The tags of an address, as they were sent: decoded, without blanks at their ends, cut to
/// [Sources#TAG_MAX_CHARS], case kept; empty where absent.
///
/// @param source `utm_source`, or `source` or `ref` in its place
public record Campaign(String source, String medium, String campaign, String term, String content) {
  /// No tags.
  public static final Campaign NONE = new Campaign("", "", "", "", "");

  /// The form that is stored.
  Facts.Campaign facts() {
    if (equals(NONE)) return Facts.Campaign.NONE;
    return new Facts.Campaign(
        Source.orNull(source),
        Source.orNull(medium),
        Source.orNull(campaign),
        Source.orNull(term),
        Source.orNull(content));
  }
}
