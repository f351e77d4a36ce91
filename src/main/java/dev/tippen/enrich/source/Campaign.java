package dev.tippen.enrich.source;

/// The tags of an address, as they were sent: decoded, without blanks at their ends, cut to
/// [Sources#TAG_MAX_CHARS], case kept; empty where absent.
///
/// @param source `utm_source`, or `source` or `ref` in its place
public record Campaign(String source, String medium, String campaign, String term, String content) {
  /// No tags.
  public static final Campaign NONE = new Campaign("", "", "", "", "");
}
