package dev.tippen.http;

import dev.tippen.analytics.InvalidQuery;
import dev.tippen.analytics.TimeRange;
import dev.tippen.analytics.VisitorTotals;
import dev.tippen.analytics.VisitorTotals.Wanted;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.store.VisitorReads;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What owners and their programs read over HTTP.
final class ReadRoutes {
  static final int LIMIT_DEFAULT = 100;
  static final int LIMIT_MAX = 1_000;
  static final int OFFSET_MAX = 1_000_000;
  private static final int TEXT_MAX_CHARS = 256;
  private static final Wanted ANY = new Wanted(null, null, null, null, null);

  private final Guard guard;
  private final Guard questions;
  private final VisitorReads visitors;
  private final VisitorTotals totals;
  private final Cors cors;

  ReadRoutes(Guard guard, Guard questions, VisitorReads visitors, VisitorTotals totals, Cors cors) {
    this.guard = guard;
    this.questions = questions;
    this.visitors = visitors;
    this.totals = totals;
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
    Wanted wanted;
    try {
      wanted =
          new Wanted(
              date(context, "start_date"),
              date(context, "end_date"),
              text(context, "company"),
              text(context, "location"),
              text(context, "visitor_id"));
    } catch (InvalidQuery e) {
      Answers.refuse(
          context.response(), Refusal.of(Problem.QUERY_INVALID, String.valueOf(e.getMessage())));
      return;
    }
    // Without filters an index has the newest ones at once, up to the last event.
    if (wanted.equals(ANY)) {
      guard.read(context, key -> Map.of("visitors", visitors.visitors(key, limit, offset)));
    } else {
      questions.read(
          context,
          key ->
              AnalyticsRoutes.answered(
                  () -> Map.of("visitors", totals.find(key, wanted, limit, offset))));
    }
  }

  private static @Nullable LocalDate date(RoutingContext context, String name) {
    String text = text(context, name);
    return text == null ? null : TimeRange.date(name, text);
  }

  private static @Nullable String text(RoutingContext context, String name) {
    String text = context.request().getParam(name);
    if (text == null || text.isEmpty()) return null;
    if (text.length() > TEXT_MAX_CHARS) {
      throw new InvalidQuery(name + " may have at most " + TEXT_MAX_CHARS + " characters");
    }
    return text;
  }
}
