package dev.tippen.live;

import dev.tippen.event.ApiKey;
import io.vertx.core.Context;
import io.vertx.core.http.WebSocketBase;
import java.util.function.Consumer;

/// The socket of an owner's dashboard; sees the visitors of one key.
final class DashboardSocket extends LiveSocket implements Dashboard {
  private final ApiKey key;
  private final Consumer<DashboardSocket> onResync;

  DashboardSocket(
      ApiKey key,
      WebSocketBase socket,
      Context loop,
      long nowMs,
      Consumer<DashboardSocket> onResync) {
    super(socket, loop, nowMs);
    this.key = key;
    this.onResync = onResync;
  }

  @Override
  public ApiKey key() {
    return key;
  }

  @Override
  void resync() {
    onResync.accept(this);
  }
}
