package dev.tippen.http;

import dev.tippen.event.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Cuts connections that hold a place without using it. A time-out for silence alone is not enough:
/// a client that sends a byte now and then is never silent. So the first request must be there soon
/// after connecting, a body soon after its headers, and between requests a connection is kept only
/// for a while. One instance an event loop, used on it alone.
final class Deadlines {
  private static final long SWEEP_EVERY_MS = 1_000;
  private static final int SWITCHING_PROTOCOLS = 101;

  private final long requestTimeoutMs;
  private final long idleTimeoutMs;
  private final Map<HttpConnection, State> connections = new IdentityHashMap<>();

  private static final class State {
    /// When the connection was made or its last request was seen to be over.
    long idleSinceMs;

    boolean used;
    @Nullable HttpServerRequest request;
    long requestBeganMs;

    State(long nowMs) {
      idleSinceMs = nowMs;
    }
  }

  /// Sweeps on the event loop of the caller until it ends.
  Deadlines(Vertx vertx, int requestTimeoutSeconds, int idleTimeoutSeconds) {
    requestTimeoutMs = TimeUnit.SECONDS.toMillis(requestTimeoutSeconds);
    idleTimeoutMs = TimeUnit.SECONDS.toMillis(idleTimeoutSeconds);
    vertx.setPeriodic(Math.min(SWEEP_EVERY_MS, requestTimeoutMs / 2), id -> sweep(nowMs()));
  }

  void opened(HttpConnection connection) {
    connections.put(connection, new State(nowMs()));
  }

  void closed(HttpConnection connection) {
    connections.remove(connection);
  }

  /// The headers of a request are complete.
  void began(HttpServerRequest request) {
    State state = connections.get(request.connection());
    if (state == null) return;
    state.used = true;
    state.request = request;
    state.requestBeganMs = nowMs();
  }

  private void sweep(long nowMs) {
    for (Map.Entry<HttpConnection, State> entry : new ArrayList<>(connections.entrySet())) {
      State state = entry.getValue();
      HttpServerRequest request = state.request;
      if (request == null) {
        long allowedMs = state.used ? idleTimeoutMs : requestTimeoutMs;
        if (nowMs - state.idleSinceMs > allowedMs) entry.getKey().close();
      } else if (request.isEnded()) {
        if (request.response().getStatusCode() == SWITCHING_PROTOCOLS) {
          // A socket from now on, and sockets have their own rules.
          connections.remove(entry.getKey());
        } else if (request.response().ended()) {
          state.request = null;
          state.idleSinceMs = nowMs;
        }
      } else if (nowMs - state.requestBeganMs > requestTimeoutMs) {
        timeOut(request);
      }
    }
  }

  private static void timeOut(HttpServerRequest request) {
    if (!request.response().ended()) {
      request
          .response()
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
          .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      Answers.problem(request.response(), Problem.REQUEST_TIMEOUT);
    }
    request.connection().close();
  }

  private static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
