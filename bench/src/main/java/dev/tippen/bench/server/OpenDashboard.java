package dev.tippen.bench.server;

import dev.tippen.bench.BenchFailure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A dashboard that somebody has open: reads all that the server pushes, and counts it.
public final class OpenDashboard implements AutoCloseable {
  private static final long CONNECT_MAX_SECONDS = 20;

  private final LongAdder messages = new LongAdder();
  private final AtomicReference<@Nullable String> ended = new AtomicReference<>();
  private final WebSocket socket;

  /// @param server such as `http://127.0.0.1:8787`
  public OpenDashboard(HttpClient http, URI server, String apiKey) throws BenchFailure {
    URI uri = URI.create("ws" + server.toString().substring(4) + "/ws/dashboard?apiKey=" + apiKey);
    try {
      socket =
          http.newWebSocketBuilder()
              .buildAsync(uri, new Reading())
              .orTimeout(CONNECT_MAX_SECONDS, TimeUnit.SECONDS)
              .join();
    } catch (CompletionException e) {
      throw new BenchFailure("the dashboard's socket can't be opened: " + e.getCause(), e);
    }
  }

  public long messages() {
    return messages.sum();
  }

  /// @throws BenchFailure if it was not open all the time
  public void check() throws BenchFailure {
    String how = ended.get();
    if (how != null) throw new BenchFailure("the dashboard's socket ended: " + how);
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Reading implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      if (last) messages.increment();
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      ended.set("closed with " + code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable cause) {
      ended.set(String.valueOf(cause));
    }
  }
}
