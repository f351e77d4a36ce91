package dev.tippen.http;

import dev.tippen.analytics.DashboardFigures;
import dev.tippen.analytics.TimeRange;
import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the published dashboard reads: `/api/analytics/*`.
final class DashboardFiguresRoutes {
  private static final int LIMIT_MAX = 1_000;
  private static final int DAYS_MAX = 366;
  private static final Set<String> STATES =
      Set.of("invited", "connecting", "connected", "completed", "failed", "declined");

  private final Guard guard;
  private final DashboardFigures figures;
  private final Cors cors;

  DashboardFiguresRoutes(Guard guard, DashboardFigures figures, Cors cors) {
    this.guard = guard;
    this.figures = figures;
    this.cors = cors;
  }

  void mount(Router router) {
    router.route("/api/analytics/*").handler(cors::listedOrigins);
    router.get("/api/analytics/dashboard").handler(c -> read(c, figures::today));
    Routes.others(router, "/api/analytics/dashboard", "GET, OPTIONS");
    router.get("/api/analytics/top-companies").handler(this::topCompanies);
    Routes.others(router, "/api/analytics/top-companies", "GET, OPTIONS");
    router.get("/api/analytics/call-volume").handler(this::callVolume);
    Routes.others(router, "/api/analytics/call-volume", "GET, OPTIONS");
    router.get("/api/analytics/visitors").handler(this::visitors);
    Routes.others(router, "/api/analytics/visitors", "GET, OPTIONS");
    router.get("/api/analytics/video-sessions").handler(this::sessions);
    Routes.others(router, "/api/analytics/video-sessions", "GET, OPTIONS");
    router.get("/api/analytics/enriched-visitors").handler(this::enriched);
    Routes.others(router, "/api/analytics/enriched-visitors", "GET, OPTIONS");
  }

  private void read(RoutingContext context, Function<ApiKey, Object> work) {
    guard.read(context, key -> AnalyticsRoutes.answered(() -> work.apply(key)));
  }

  private void topCompanies(RoutingContext context) {
    Integer limit = Guard.number(context, "limit", 10, 1, LIMIT_MAX);
    if (limit != null) read(context, key -> figures.topCompanies(key, limit));
  }

  private void callVolume(RoutingContext context) {
    Integer days = Guard.number(context, "days", 7, 1, DAYS_MAX);
    if (days != null) read(context, key -> figures.callVolume(key, days));
  }

  private void visitors(RoutingContext context) {
    String range = parameter(context, "range");
    String from = parameter(context, "start_date");
    String to = parameter(context, "end_date");
    read(
        context,
        key ->
            figures.visitors(
                key,
                range == null ? "today" : range,
                from == null ? null : TimeRange.date("start_date", from),
                to == null ? null : TimeRange.date("end_date", to)));
  }

  private void sessions(RoutingContext context) {
    Integer limit = Guard.number(context, "limit", 50, 1, LIMIT_MAX);
    if (limit == null) return;
    String status = parameter(context, "status");
    if (status != null && !STATES.contains(status)) {
      Answers.refuse(
          context.response(), Refusal.of(Problem.FIELD_INVALID, "status is no state of a call"));
      return;
    }
    read(context, key -> figures.sessions(key, status, limit));
  }

  private void enriched(RoutingContext context) {
    Integer limit = Guard.number(context, "limit", 50, 1, LIMIT_MAX);
    if (limit == null) return;
    boolean only = !"false".equals(parameter(context, "enriched_only"));
    read(context, key -> figures.enriched(key, only, limit));
  }

  private static @Nullable String parameter(RoutingContext context, String name) {
    String text = context.request().getParam(name);
    return text == null || text.isEmpty() ? null : text;
  }
}
