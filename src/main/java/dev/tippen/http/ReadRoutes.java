package dev.tippen.http;

import dev.tippen.store.VisitorReads;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/// What owners and their programs read over HTTP.
final class ReadRoutes {
  static final int LIMIT_DEFAULT = 100;
  static final int LIMIT_MAX = 1_000;
  static final int OFFSET_MAX = 1_000_000;

  private final Guard guard;
  private final VisitorReads visitors;
  private final Cors cors;

  ReadRoutes(Guard guard, VisitorReads visitors, Cors cors) {
    this.guard = guard;
    this.visitors = visitors;
    this.cors = cors;
  }

  void mount(Router router) {
    router.route("/api/visitors").handler(cors::listedOrigins);
    router.get("/api/visitors").handler(this::visitors);
    Routes.others(router, "/api/visitors", "GET, OPTIONS");
  }

  private void visitors(RoutingContext context) {
    Integer limit = Guard.number(context, "limit", LIMIT_DEFAULT, 1, LIMIT_MAX);
    Integer offset = Guard.number(context, "offset", 0, 0, OFFSET_MAX);
    if (limit == null || offset == null) return;
    guard.read(context, key -> Map.of("visitors", visitors.visitors(key, limit, offset)));
  }
}
