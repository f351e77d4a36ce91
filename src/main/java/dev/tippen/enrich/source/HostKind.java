package dev.tippen.enrich.source;

/// What a site that sends visitors is.
enum HostKind {
  AI,
  SEARCH,
  SOCIAL,
  VIDEO,
  SHOPPING,
  EMAIL,
  /// None of these.
  SITE
}
