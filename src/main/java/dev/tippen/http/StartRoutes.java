package dev.tippen.http;

import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.store.StoreHealth;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What everybody may ask: whether the server lives and takes events, and what a dashboard must
/// know before anybody is signed in.
final class StartRoutes {
  private final StoreHealth health;
  private final Supplier<StartInfo> start;
  private final Supplier<List<String>> warnings;
  private final Blocking blocking;

  /// @param start may block on the database
  /// @param warnings what works only in part; never blocks
  StartRoutes(
      StoreHealth health,
      Supplier<StartInfo> start,
      Supplier<List<String>> warnings,
      Blocking blocking) {
    this.health = health;
    this.start = start;
    this.warnings = warnings;
    this.blocking = blocking;
  }

  void mount(Router router) {
    // Monitors ask with HEAD as often as with GET.
    router
        .route("/healthz")
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(c -> answer(c, 200, Map.of("status", "ok")));
    Routes.others(router, "/healthz", "GET, HEAD");
    router.route("/readyz").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::ready);
    Routes.others(router, "/readyz", "GET, HEAD");
    router
        .get("/api/start")
        .handler(c ->
            blocking.run(
                c,
                start::get,
                s -> {
                  c.response().putHeader("Cache-Control", "no-store");
                  Answers.ok(c.response(), json(s));
                }));
    Routes.others(router, "/api/start", "GET");
  }

  private void ready(RoutingContext context) {
    HttpServerResponse response = context.response();
    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    Problem trouble = health.trouble();
    if (trouble == null) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("status", "ready");
      List<String> partly = warnings.get();
      if (!partly.isEmpty()) body.put("warnings", partly);
      answer(context, 200, body);
      return;
    }
    int retryAfterSeconds = Refusal.of(trouble).retryAfterSeconds();
    response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(retryAfterSeconds));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", "not_ready");
    body.put("reason", trouble.code());
    answer(context, trouble.status(), body);
  }

  /// HTTP/2 takes a body in the answer to HEAD for a broken stream.
  private static void answer(RoutingContext context, int status, Object body) {
    if (context.request().method().equals(HttpMethod.HEAD)) {
      context
          .response()
          .setStatusCode(status)
          .putHeader(HttpHeaders.CONTENT_TYPE, Answers.JSON)
          .end();
    } else {
      Answers.json(context.response(), status, body);
    }
  }

  private static Map<String, @Nullable Object> json(StartInfo s) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("demo", s.demo());
    body.put("setupNeeded", s.setupNeeded());
    body.put("openKey", s.openKey());
    body.put("openSignUp", s.openSignUp());
    body.put("version", s.version());
    return body;
  }
}
