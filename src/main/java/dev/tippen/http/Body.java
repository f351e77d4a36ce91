package dev.tippen.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/// Reads a body up to a limit and hands it on as it is. The one of Vert.x also reads forms and
/// uploads, which nobody sends us but by mistake, and answers 200 when a body breaks off.
///
/// Fails the request with 413 if the body is too large, with 400 if it can't be read to its end,
/// with 417 if the client expects something else than to be told to go on.
final class Body implements Handler<RoutingContext> {
  private static final int ROOM_MAX_BYTES = 64 * 1024;
  private static final int ROOM_UNKNOWN_BYTES = 1024;

  private final int maxBytes;

  /// @param maxBytes of the body as it is sent, without the framing of chunks
  Body(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null && !request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      context.next();
      return;
    }
    // The decoder lets only numbers through.
    long announcedBytes = length == null ? ROOM_UNKNOWN_BYTES : Long.parseLong(length);
    if (announcedBytes > maxBytes && length != null) {
      context.fail(413);
      return;
    }
    String expect = request.getHeader(HttpHeaders.EXPECT);
    if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
      context.fail(417);
      return;
    }
    if (expect != null && request.version() != HttpVersion.HTTP_1_0) {
      request.response().writeContinue();
    }
    Reading reading = new Reading(context, (int) Math.min(announcedBytes, ROOM_MAX_BYTES));
    request
        .exceptionHandler(reading::failed)
        .handler(reading::part)
        .endHandler(v -> reading.ended())
        .resume();
  }

  private final class Reading {
    private final RoutingContext context;
    private final Buffer body;
    private boolean over;

    Reading(RoutingContext context, int room) {
      this.context = context;
      body = Buffer.buffer(room);
    }

    void part(Buffer part) {
      if (over) return;
      if (body.length() + part.length() > maxBytes) {
        over = true;
        context.fail(413);
      } else {
        body.appendBuffer(part);
      }
    }

    void ended() {
      if (over) return;
      over = true;
      ((RoutingContextInternal) context).setBody(body);
      context.next();
    }

    /// Also when the client has gone; nobody reads the answer then.
    void failed(Throwable cause) {
      if (over) return;
      over = true;
      context.fail(400, cause);
    }
  }
}
