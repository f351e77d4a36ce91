package dev.tippen.live;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import java.util.concurrent.atomic.AtomicInteger;

/// One open WebSocket, written only on its own event loop and with bounded memory: a client that
/// doesn't read gets nothing more until it has caught up.
abstract class LiveSocket {
  private static final int FRAMES_WAITING_MAX = 256;
  private static final short CLOSE_SLOW = 1008;
  private static final int WRITE_QUEUE_MAX_BYTES = 1024 * 1024;

  private final WebSocketBase socket;
  private final Context loop;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean behind;
  private volatile long heardMs;
  private volatile long pingedMs;

  LiveSocket(WebSocketBase socket, Context loop, long nowMs) {
    this.socket = socket;
    this.loop = loop;
    heardMs = nowMs;
    pingedMs = nowMs;
    socket.setWriteQueueMaxSize(WRITE_QUEUE_MAX_BYTES);
  }

  /// Sends a text frame, or notes that the client has fallen behind. Safe for all threads.
  public void send(String text) {
    if (behind) return;
    if (waiting.incrementAndGet() > FRAMES_WAITING_MAX) {
      waiting.decrementAndGet();
      fallBehind();
      return;
    }
    loop.runOnContext(v -> {
      waiting.decrementAndGet();
      if (socket.isClosed()) return;
      if (socket.writeQueueFull()) fallBehind();
      else socket.writeTextMessage(text);
    });
  }

  private void fallBehind() {
    behind = true;
    loop.runOnContext(v -> {
      if (!socket.writeQueueFull()) caughtUp();
      else socket.drainHandler(d -> caughtUp());
    });
  }

  private void caughtUp() {
    if (!behind) return;
    behind = false;
    resync();
  }

  /// Called on the event loop when frames were left out and the client reads again.
  abstract void resync();

  void heard(long nowMs) {
    heardMs = nowMs;
  }

  long heardMs() {
    return heardMs;
  }

  /// Pings when due; closes a socket whose other end is silent.
  public void keepAlive(long nowMs, long pingEveryMs, long silentMaxMs) {
    if (nowMs - heardMs > silentMaxMs) {
      close(CLOSE_SLOW, "no sign of life");
    } else if (nowMs - pingedMs >= pingEveryMs) {
      pingedMs = nowMs;
      loop.runOnContext(v -> {
        if (!socket.isClosed()) socket.writePing(Buffer.buffer());
      });
    }
  }

  public void close(short code, String reason) {
    loop.runOnContext(v -> {
      if (!socket.isClosed()) socket.close(code, reason);
    });
  }
}
