package dev.tippen.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A client's end of a WebSocket that keeps all messages.
public final class Socket implements WebSocket.Listener, AutoCloseable {
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private final WebSocket socket;

  public Socket(HttpClient http, String uri, String... headers) {
    WebSocket.Builder builder = http.newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) builder.header(headers[i], headers[i + 1]);
    socket = builder.buildAsync(URI.create(uri), this).join();
  }

  @Override
  public synchronized CompletionStage<?> onText(WebSocket s, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      messages.add(part.toString());
      part.setLength(0);
      notifyAll();
    }
    s.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket s, int code, String reason) {
    closed.complete(code);
    return CompletableFuture.completedFuture(null);
  }

  public void send(String text) {
    socket.sendText(text, true).join();
  }

  public List<String> messages() {
    return List.copyOf(messages);
  }

  public int closeCode() throws Exception {
    return closed.get(10, TimeUnit.SECONDS);
  }

  /// Waits for a message, among those already here and those to come.
  public JsonNode await(long timeoutMs, Predicate<JsonNode> wanted) throws IOException {
    long deadline = System.nanoTime() + timeoutMs * 1_000_000;
    int seen = 0;
    while (true) {
      while (seen < messages.size()) {
        JsonNode message = TestServer.json(messages.get(seen++));
        if (wanted.test(message)) return message;
      }
      long leftMs = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        throw new AssertionError(
            "not within " + timeoutMs + " ms; " + messages.size() + " messages came, " + last());
      }
      synchronized (this) {
        try {
          if (seen == messages.size()) wait(Math.min(leftMs, 100));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new AssertionError(e);
        }
      }
    }
  }

  private String last() {
    if (messages.isEmpty()) return "no last one";
    String last = messages.getLast();
    return "the last: " + last.substring(0, Math.min(last.length(), 500));
  }

  @Override
  public void close() {
    socket.abort();
  }
}
