package dev.tippen.live;

import dev.tippen.event.ApiKey;

/// Somebody who watches a [Board].
interface Dashboard {
  ApiKey key();

  /// Hands a message over; never blocks. One who can't keep up misses it and is sent a list later.
  void send(String text);

  void close(short code, String reason);

  /// Checks the connection.
  void keepAlive(long nowMs, long pingEveryMs, long silentMaxMs);
}
