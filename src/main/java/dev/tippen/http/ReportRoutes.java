package dev.tippen.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.analytics.Filter;
import dev.tippen.analytics.ReportForm;
import dev.tippen.analytics.Reports;
import dev.tippen.analytics.Reports.Base;
import dev.tippen.analytics.Reports.Per;
import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.history.History.Cancellation;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Reports: `/api/v1/reports`, and what one visitor or one company did.
final class ReportRoutes {
  private static final int LIMIT_MAX = 1_000;
  private static final int OFFSET_MAX = 100_000;
  private static final int VISITOR_ID_MAX_CHARS = 128;

  private final Guard guard;
  private final Reports reports;
  private final TableAnswers tables;
  private final InstantSource clock;

  ReportRoutes(Guard guard, Reports reports, TableAnswers tables, InstantSource clock) {
    this.guard = guard;
    this.reports = reports;
    this.tables = tables;
    this.clock = clock;
  }

  void mount(Router router) {
    Body body = new Body(AnalyticsRoutes.BODY_MAX_BYTES);
    router.post("/api/v1/reports/goals").handler(body).handler(this::goals);
    Routes.others(router, "/api/v1/reports/goals", "POST");
    router.post("/api/v1/reports/funnel").handler(body).handler(this::funnel);
    Routes.others(router, "/api/v1/reports/funnel", "POST");
    router.post("/api/v1/reports/retention").handler(body).handler(this::retention);
    Routes.others(router, "/api/v1/reports/retention", "POST");
    router.post("/api/v1/reports/journeys").handler(body).handler(this::journeys);
    Routes.others(router, "/api/v1/reports/journeys", "POST");
    router.get("/api/v1/companies/:id/visits").handler(this::companyVisits);
    Routes.others(router, "/api/v1/companies/:id/visits", "GET");
    router.get("/api/v1/visitors/:visitorId/visits").handler(this::visitorVisits);
    Routes.others(router, "/api/v1/visitors/:visitorId/visits", "GET");
    router.get("/api/v1/visitors/:visitorId/events").handler(this::visitorEvents);
    Routes.others(router, "/api/v1/visitors/:visitorId/events", "GET");
  }

  @FunctionalInterface
  private interface Report {
    Object of(JsonNode form, Base base, Cancellation cancellation);
  }

  private void report(RoutingContext context, Set<String> fields, Report report) {
    JsonNode form = AnalyticsRoutes.form(context);
    if (form == null) {
      Answers.problem(context.response(), Problem.BODY_MALFORMED);
      return;
    }
    Cancellation cancellation = cancelledWith(context);
    guard.read(
        context,
        form,
        key ->
            tables.of(
                context,
                cancellation,
                () ->
                    report.of(
                        form,
                        ReportForm.base(form, key.id(), clock.instant(), fields),
                        cancellation),
                json -> json));
  }

  private static Cancellation cancelledWith(RoutingContext context) {
    Cancellation cancellation = new Cancellation();
    context.response().closeHandler(v -> cancellation.cancel());
    return cancellation;
  }

  private void goals(RoutingContext context) {
    report(
        context,
        Set.of("goals"),
        (form, base, cancellation) -> {
          Reports.GoalsAnswer answer = reports.goals(base, ReportForm.goals(form), cancellation);
          List<Object> goals = new ArrayList<>();
          for (Reports.Reached r : answer.goals()) {
            Map<String, Object> one = counts(r.visits(), r.visitors(), r.companies());
            one.put("name", r.name());
            one.put("visitorRate", rate(r.visitors(), answer.visitors()));
            one.put("companyRate", rate(r.companies(), answer.companies()));
            goals.add(one);
          }
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("goals", goals);
          json.put("all", counts(answer.visits(), answer.visitors(), answer.companies()));
          return json;
        });
  }

  private static Map<String, Object> counts(long visits, long visitors, long companies) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("visits", visits);
    one.put("visitors", visitors);
    one.put("companies", companies);
    return one;
  }

  /// In percent, of nothing null.
  private static @Nullable Double rate(long part, long whole) {
    return whole == 0 ? null : Math.round(100_000.0 * part / whole) / 1_000.0;
  }

  private void funnel(RoutingContext context) {
    report(
        context,
        Set.of("steps", "per"),
        (form, base, cancellation) -> {
          List<Filter> steps = ReportForm.steps(form);
          Per per = ReportForm.per(form, Per.VISITOR);
          List<Long> counts = reports.funnel(base, steps, per, cancellation);
          List<Object> all = new ArrayList<>();
          for (int i = 0; i < counts.size(); i++) {
            Map<String, @Nullable Object> step = new LinkedHashMap<>();
            step.put("count", counts.get(i));
            step.put("ofFirst", rate(counts.get(i), counts.getFirst()));
            step.put("ofPrevious", i == 0 ? null : rate(counts.get(i), counts.get(i - 1)));
            all.add(step);
          }
          return Map.of("per", per.text(), "steps", all);
        });
  }

  private void retention(RoutingContext context) {
    report(
        context,
        Set.of("per"),
        (form, base, cancellation) -> {
          Per per = ReportForm.per(form, Per.VISITOR);
          List<Object> all = new ArrayList<>();
          for (Reports.Cohort c : reports.retention(base, per, cancellation)) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("week", c.week().toString());
            one.put("size", c.size());
            one.put("came", c.came());
            all.add(one);
          }
          return Map.of("per", per.text(), "cohorts", all);
        });
  }

  private void journeys(RoutingContext context) {
    report(
        context,
        Set.of("limit"),
        (form, base, cancellation) -> {
          int limit = Math.clamp(form.path("limit").asInt(100), 1, LIMIT_MAX);
          List<Object> all = new ArrayList<>();
          for (Reports.Passage p : reports.journeys(base, limit, cancellation)) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("from", p.from());
            one.put("to", p.to());
            one.put("times", p.times());
            all.add(one);
          }
          return Map.of("passages", all);
        });
  }

  private void companyVisits(RoutingContext context) {
    long company;
    try {
      company = Long.parseLong(String.valueOf(context.pathParam("id")));
    } catch (NumberFormatException _) {
      Answers.problem(context.response(), Problem.NOT_FOUND);
      return;
    }
    timeline(
        context,
        "visits",
        (key, page) ->
            reports.companyVisits(
                key.id(), company, page.limit(), page.offset(), page.cancellation()));
  }

  private void visitorVisits(RoutingContext context) {
    String visitor = visitorId(context);
    timeline(
        context,
        "visits",
        (key, page) ->
            reports.visitorVisits(
                key.id(), visitor, page.limit(), page.offset(), page.cancellation()));
  }

  private void visitorEvents(RoutingContext context) {
    String visitor = visitorId(context);
    timeline(
        context,
        "events",
        (key, page) ->
            reports.visitorEvents(
                key.id(), visitor, page.limit(), page.offset(), page.cancellation()));
  }

  private static String visitorId(RoutingContext context) {
    String id = String.valueOf(context.pathParam("visitorId"));
    return id.length() <= VISITOR_ID_MAX_CHARS ? id : id.substring(0, VISITOR_ID_MAX_CHARS);
  }

  private record PageOf(int limit, int offset, Cancellation cancellation) {}

  private void timeline(
      RoutingContext context, String name, BiFunction<ApiKey, PageOf, Object> work) {
    Integer limit = Guard.number(context, "limit", 100, 1, LIMIT_MAX);
    Integer offset = Guard.number(context, "offset", 0, 0, OFFSET_MAX);
    if (limit == null || offset == null) return;
    PageOf page = new PageOf(limit, offset, cancelledWith(context));
    guard.read(
        context,
        key ->
            tables.of(
                context,
                page.cancellation(),
                () -> Map.of(name, work.apply(key, page)),
                json -> json));
  }
}
