package dev.tippen.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tippen.ingest.Ingest;
import dev.tippen.ingest.Outcome;
import dev.tippen.ingest.TrackRequest;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.Executor;

/// `POST /track/visitor`: reads the request, lets [Ingest] do the work, and writes the answer on
/// the event loop once the commit has decided. One instance an event loop.
final class TrackRoutes {
  private static final CharSequence GPC = HttpHeaders.createOptimized("sec-gpc");
  private static final CharSequence DNT = HttpHeaders.createOptimized("dnt");
  private static final CharSequence DROPPED = HttpHeaders.createOptimized("x-tippen-dropped");
  private static final byte[] NO_BODY = {};

  private final Ingest ingest;
  private final Executor loop;
  private final int bodyMaxBytes;

  /// @param context the event loop on which the routes are served
  TrackRoutes(Ingest ingest, Context context, int bodyMaxBytes) {
    this.ingest = ingest;
    this.bodyMaxBytes = bodyMaxBytes;
    loop = task -> context.runOnContext(v -> task.run());
  }

  void mount(Router router) {
    router.route("/track/*").handler(Cors::anyOrigin);
    router
        .post("/track/visitor")
        .handler(BodyHandler.create(false).setBodyLimit(bodyMaxBytes))
        .handler(this::track);
    Routes.others(router, "/track/visitor", "POST, OPTIONS");
  }

  /// The same path without the store: [Ingest#decodeOnly].
  void mountNoop(Router router) {
    router
        .post("/track/noop")
        .handler(BodyHandler.create(false).setBodyLimit(bodyMaxBytes))
        .handler(c -> ingest.decodeOnly(request(c), outcome -> answer(c.response(), outcome)));
    Routes.others(router, "/track/noop", "POST, OPTIONS");
  }

  private void track(RoutingContext context) {
    HttpServerResponse response = context.response();
    ingest.track(request(context), loop, outcome -> answer(response, outcome));
  }

  private static TrackRequest request(RoutingContext context) {
    HttpServerRequest r = context.request();
    Buffer body = context.body().buffer();
    String type = r.getHeader(HttpHeaders.CONTENT_TYPE);
    return new TrackRequest(
        body == null ? NO_BODY : body.getBytes(),
        Proofs.publicKey(r),
        r.getHeader(HttpHeaders.ORIGIN),
        r.getHeader(HttpHeaders.USER_AGENT),
        type != null && type.startsWith("text/plain"),
        r.remoteAddress() == null ? null : r.remoteAddress().hostAddress(),
        "1".equals(r.getHeader(GPC)),
        "1".equals(r.getHeader(DNT)));
  }

  private static void answer(HttpServerResponse response, Outcome outcome) {
    switch (outcome) {
      case Outcome.Stored(var visitorId) -> success(response, visitorId);
      case Outcome.Dropped(var visitorId, var reason) -> {
        response.putHeader(DROPPED, reason.text());
        success(response, visitorId);
      }
      case Outcome.Refused(var refusal) -> Answers.refuse(response, refusal);
    }
  }

  private static void success(HttpServerResponse response, String visitorId) {
    if (response.closed() || response.ended()) return;
    String text =
        "{\"success\":true,\"sessionId\":\""
            + new String(JsonStringEncoder.getInstance().quoteAsString(visitorId))
            + "\"}";
    response.putHeader(HttpHeaders.CONTENT_TYPE, Answers.JSON).end(text);
  }
}
