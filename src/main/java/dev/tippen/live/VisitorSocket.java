package dev.tippen.live;

import dev.tippen.event.ApiKey;
import io.vertx.core.Context;
import io.vertx.core.http.WebSocketBase;

/// The socket of a visitor's page. It never carries anything about another visitor.
final class VisitorSocket extends LiveSocket {
  final ApiKey key;
  final String visitorId;

  VisitorSocket(ApiKey key, String visitorId, WebSocketBase socket, Context loop, long nowMs) {
    super(socket, loop, nowMs);
    this.key = key;
    this.visitorId = visitorId;
  }

  @Override
  void resync() {
    // A page that missed a frame missed a PONG; there is nothing to repeat.
  }
}
