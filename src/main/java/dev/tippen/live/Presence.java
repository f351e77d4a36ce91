package dev.tippen.live;

/// When a visitor is on the site, by the server's clock alone.
///
/// A visitor with an open socket is present. One without is gone a short grace after an exit or
/// after the last socket closed, so that a page change doesn't flicker, and otherwise when nothing
/// was heard for the silent time.
record Presence(long silentAfterMs, long leaveGraceMs) {

  /// When a visitor without an open socket is gone; epoch milliseconds.
  ///
  /// @param lastEventMs last event other than an exit, 0 if none
  /// @param exitMs last exit, 0 if none
  /// @param socketClosedMs when the last socket closed, 0 if there was none
  long goneAtMs(long lastEventMs, long exitMs, long socketClosedMs) {
    long left = Math.max(exitMs, socketClosedMs);
    return left >= lastEventMs && left > 0 ? left + leaveGraceMs : lastEventMs + silentAfterMs;
  }
}
