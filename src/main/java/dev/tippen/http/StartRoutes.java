package dev.tippen.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What everybody may ask: whether the server lives, and what a dashboard must know before anybody
/// is signed in.
final class StartRoutes {
  private final Supplier<StartInfo> start;
  private final Blocking blocking;

  /// @param start may block on the database
  StartRoutes(Supplier<StartInfo> start, Blocking blocking) {
    this.start = start;
    this.blocking = blocking;
  }

  void mount(Router router) {
    // Monitors ask with HEAD as often as with GET.
    router
        .route("/healthz")
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(c -> Answers.ok(c.response(), Map.of("status", "ok")));
    Routes.others(router, "/healthz", "GET, HEAD");
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
