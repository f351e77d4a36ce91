package dev.tippen.store.sqlite;

import dev.tippen.event.TrackedEvent;

/// Which visitor: an id says something only within its site.
///
/// @param apiKey the key's text, as the published tables have it
record VisitorKey(int apiKeyId, String apiKey, String visitorId) {
  static VisitorKey of(TrackedEvent e) {
    return new VisitorKey(e.key().id(), e.key().text(), e.visitorId());
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof VisitorKey k && k.apiKeyId == apiKeyId && k.visitorId.equals(visitorId);
  }

  @Override
  public int hashCode() {
    return 31 * visitorId.hashCode() + apiKeyId;
  }
}
