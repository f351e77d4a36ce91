package dev.tippen.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tippen.config.Config;
import dev.tippen.enrich.address.ClientAddress;
import dev.tippen.enrich.agent.ClientHints;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.ingest.BatchOutcome;
import dev.tippen.ingest.Ingest;
import dev.tippen.ingest.Outcome;
import dev.tippen.ingest.PixelRequest;
import dev.tippen.ingest.TrackRequest;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// `/track/...`: reads the request, lets [Ingest] do the work, and writes the answer on the event
/// loop once the commit has decided. One instance an event loop.
final class TrackRoutes {
  private static final CharSequence GPC = HttpHeaders.createOptimized("sec-gpc");
  private static final CharSequence DNT = HttpHeaders.createOptimized("dnt");
  private static final CharSequence DROPPED = HttpHeaders.createOptimized("x-tippen-dropped");
  private static final CharSequence GIF = HttpHeaders.createOptimized("image/gif");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final byte[] NO_BODY = {};

  /// One transparent pixel.
  private static final byte[] PIXEL =
      Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==");

  private final Ingest ingest;
  private final Executor loop;
  private final Config.Http limits;
  private final ClientAddress clientAddress;
  private final @Nullable String countryHeader;

  /// @param clientAddress tells whose request it is
  /// @param countryHeader in which trusted proxies name the client's country, null if none does
  /// @param context the event loop on which the routes are served
  TrackRoutes(
      Ingest ingest,
      ClientAddress clientAddress,
      @Nullable String countryHeader,
      Context context,
      Config.Http limits) {
    this.ingest = ingest;
    this.clientAddress = clientAddress;
    this.countryHeader = countryHeader;
    this.limits = limits;
    loop = task -> context.runOnContext(v -> task.run());
  }

  void mount(Router router) {
    router.route("/track/*").handler(Cors::anyOrigin);
    router.post("/track/visitor").handler(new Body(limits.bodyMaxBytes())).handler(this::track);
    Routes.others(router, "/track/visitor", "POST, OPTIONS");
    router.post("/track/batch").handler(new Body(limits.batchMaxBytes())).handler(this::batch);
    Routes.others(router, "/track/batch", "POST, OPTIONS");
    router.get("/track/pixel.gif").handler(this::pixel);
    Routes.others(router, "/track/pixel.gif", "GET, OPTIONS");
  }

  /// The same path without the store: [Ingest#decodeOnly].
  void mountNoop(Router router) {
    router.post("/track/noop").handler(new Body(limits.bodyMaxBytes())).handler(this::noop);
    Routes.others(router, "/track/noop", "POST, OPTIONS");
  }

  private void track(RoutingContext context) {
    TrackRequest request = withBody(context, limits.bodyMaxBytes());
    if (request == null) return;
    HttpServerResponse response = context.response();
    ingest.track(request, loop, outcome -> answer(response, outcome));
  }

  private void noop(RoutingContext context) {
    TrackRequest request = withBody(context, limits.bodyMaxBytes());
    if (request == null) return;
    HttpServerResponse response = context.response();
    ingest.decodeOnly(request, outcome -> answer(response, outcome));
  }

  private void batch(RoutingContext context) {
    TrackRequest request = withBody(context, limits.batchMaxBytes());
    if (request == null) return;
    HttpServerResponse response = context.response();
    ingest.trackBatch(
        request,
        loop,
        outcome -> {
          switch (outcome) {
            case BatchOutcome.Refused(var refusal) -> Answers.refuse(response, refusal);
            case BatchOutcome.Results(var results) ->
                Answers.ok(response, Map.of("results", results(results)));
          }
        });
  }

  private static List<Map<String, Object>> results(List<BatchOutcome.Result> results) {
    List<Map<String, Object>> all = new ArrayList<>(results.size());
    for (BatchOutcome.Result r : results) {
      Map<String, Object> one = new LinkedHashMap<>();
      switch (r.outcome()) {
        case Outcome.Stored _ -> one.put("status", 200);
        case Outcome.Excluded(var _, var why) -> {
          one.put("status", 200);
          one.put("dropped", why.text());
        }
        case Outcome.Refused(var refusal) -> {
          one.put("status", refusal.problem().status());
          one.put("code", refusal.problem().code());
          one.put("error", refusal.text());
        }
      }
      if (r.eventId() != null) one.put("eventId", r.eventId());
      all.add(one);
    }
    return all;
  }

  private void pixel(RoutingContext context) {
    HttpServerRequest r = context.request();
    String url = r.getParam("url");
    PixelRequest pixel =
        new PixelRequest(
            r.getParam("event"),
            r.getParam("visitorId"),
            url == null || url.isEmpty() ? r.getHeader(HttpHeaders.REFERER) : url,
            r.getParam("referrer"),
            language(r.getHeader(HttpHeaders.ACCEPT_LANGUAGE)));
    HttpServerResponse response = context.response();
    ingest.trackPixel(
        request(r, NO_BODY),
        pixel,
        loop,
        outcome -> {
          if (response.closed() || response.ended()) return;
          // An image that fails would show as broken on the page.
          switch (outcome) {
            case Outcome.Stored _ -> {}
            case Outcome.Excluded(var _, var why) -> response.putHeader(DROPPED, why.text());
            case Outcome.Refused(var refusal) ->
                response.putHeader(DROPPED, refusal.problem().code());
          }
          response
              .putHeader(HttpHeaders.CONTENT_TYPE, GIF)
              .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
              .end(Buffer.buffer(PIXEL));
        });
  }

  private static @Nullable String language(@Nullable String accepted) {
    if (accepted == null) return null;
    int end = 0;
    while (end < accepted.length() && ",;".indexOf(accepted.charAt(end)) < 0) end++;
    return accepted.substring(0, end).strip();
  }

  /// @return null if the body can't be read; the answer is given then
  private @Nullable TrackRequest withBody(RoutingContext context, int maxBytes) {
    HttpServerRequest r = context.request();
    Buffer buffer = context.body().buffer();
    byte[] body = buffer == null ? NO_BODY : buffer.getBytes();
    String encoding = r.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding == null || encoding.equalsIgnoreCase("identity")) return request(r, body);
    if (!encoding.equalsIgnoreCase("gzip")) {
      Answers.problem(context.response(), Problem.ENCODING_UNSUPPORTED);
      return null;
    }
    try {
      byte[] plain = Inflate.gzip(body, maxBytes);
      if (plain != null) return request(r, plain);
      Answers.problem(context.response(), Problem.BODY_TOO_LARGE);
    } catch (IOException _) {
      Answers.refuse(
          context.response(), Refusal.of(Problem.BODY_MALFORMED, "The body is not valid gzip"));
    }
    return null;
  }

  private TrackRequest request(HttpServerRequest r, byte[] body) {
    String type = r.getHeader(HttpHeaders.CONTENT_TYPE);
    MultiMap headers = r.headers();
    ClientAddress.Client client =
        clientAddress.of(
            r.remoteAddress() == null ? null : r.remoteAddress().hostAddress(), headers::getAll);
    return new TrackRequest(
        body,
        Proofs.publicKey(r),
        r.getHeader(HttpHeaders.ORIGIN),
        r.getHeader(HttpHeaders.USER_AGENT),
        ClientHints.from(headers::get),
        type != null && type.startsWith("text/plain"),
        client.address(),
        countryHeader != null && client.throughTrustedProxy() ? headers.get(countryHeader) : null,
        "1".equals(r.getHeader(GPC)),
        "1".equals(r.getHeader(DNT)));
  }

  private static void answer(HttpServerResponse response, Outcome outcome) {
    switch (outcome) {
      case Outcome.Stored(var visitorId) -> success(response, visitorId);
      case Outcome.Excluded(var visitorId, var why) -> {
        response.putHeader(DROPPED, why.text());
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
