package dev.tippen.http;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tippen.analytics.Analytics;
import dev.tippen.analytics.Dimension;
import dev.tippen.analytics.InvalidQuery;
import dev.tippen.analytics.Metric;
import dev.tippen.analytics.Panel;
import dev.tippen.analytics.Query;
import dev.tippen.analytics.QueryForm;
import dev.tippen.analytics.TimeRange;
import dev.tippen.analytics.VisitorTotals;
import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.history.History.Cancellation;
import dev.tippen.history.HistoryException;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Questions to the history: `/api/v1/query`, `/api/v1/panels`, `/api/v1/metrics`, and the totals
/// of visitors under `/api/v1/stats`.
final class AnalyticsRoutes {
  static final int BODY_MAX_BYTES = 64 * 1024;
  private static final int STATS_LIMIT_MAX = 1_000;

  private static final ObjectMapper MAPPER = mapper();
  private static final Object NULL = MAPPER.nullNode();

  private final Guard guard;
  private final Analytics analytics;
  private final VisitorTotals totals;
  private final TableAnswers tables;
  private final InstantSource clock;

  /// @param guard with threads of its own: questions take longer than all else
  AnalyticsRoutes(
      Guard guard,
      Analytics analytics,
      VisitorTotals totals,
      TableAnswers tables,
      InstantSource clock) {
    this.guard = guard;
    this.analytics = analytics;
    this.totals = totals;
    this.tables = tables;
    this.clock = clock;
  }

  private static ObjectMapper mapper() {
    ObjectMapper mapper = JsonMapper.builder().build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(8).maxTokenCount(20_000).build());
    return mapper;
  }

  void mount(Router router) {
    router.post("/api/v1/query").handler(new Body(BODY_MAX_BYTES)).handler(this::post);
    router.get("/api/v1/query").handler(c -> ask(c, null, (key, now) -> form(c, null, key, now)));
    Routes.others(router, "/api/v1/query", "GET, POST");
    router.get("/api/v1/panels").handler(c -> describe(c, AnalyticsRoutes::panels));
    Routes.others(router, "/api/v1/panels", "GET");
    router.get("/api/v1/panels/:panel").handler(this::panel);
    Routes.others(router, "/api/v1/panels/:panel", "GET");
    router.get("/api/v1/metrics").handler(c -> describe(c, AnalyticsRoutes::definitions));
    Routes.others(router, "/api/v1/metrics", "GET");
    router.get("/api/v1/stats/visitors").handler(c -> stats(c, 100, this::newest));
    Routes.others(router, "/api/v1/stats/visitors", "GET");
    router.get("/api/v1/stats/unique-visitors").handler(c -> stats(c, 1, this::uniqueVisitors));
    Routes.others(router, "/api/v1/stats/unique-visitors", "GET");
    router.get("/api/v1/stats/page-views").handler(c -> stats(c, 1, this::pageViews));
    Routes.others(router, "/api/v1/stats/page-views", "GET");
    router.get("/api/v1/stats/active").handler(c -> stats(c, 100, this::active));
    Routes.others(router, "/api/v1/stats/active", "GET");
    router.get("/api/v1/stats/top-companies").handler(c -> stats(c, 10, this::topCompanies));
    Routes.others(router, "/api/v1/stats/top-companies", "GET");
    router.get("/api/v1/stats/timeline").handler(c -> stats(c, 30, this::timeline));
    Routes.others(router, "/api/v1/stats/timeline", "GET");
  }

  private void stats(
      RoutingContext context, int limitDefault, BiFunction<ApiKey, Integer, Object> answer) {
    Integer limit = Guard.number(context, "limit", limitDefault, 1, STATS_LIMIT_MAX);
    if (limit == null) return;
    guard.read(
        context,
        key ->
            tables.of(context, new Cancellation(), () -> answer.apply(key, limit), json -> json));
  }

  private Object newest(ApiKey key, int limit) {
    return Map.of("visitors", totals.newest(key, limit));
  }

  private Object uniqueVisitors(ApiKey key, int limit) {
    return Map.of("unique_visitors", totals.visitors(key));
  }

  private Object pageViews(ApiKey key, int limit) {
    return Map.of("total_page_views", totals.pageViews(key));
  }

  private Object active(ApiKey key, int limit) {
    Instant since = clock.instant().minus(24, ChronoUnit.HOURS);
    return Map.of("visitors", totals.active(key, since, limit));
  }

  private Object topCompanies(ApiKey key, int limit) {
    return Map.of("companies", totals.topCompanies(key, limit));
  }

  private Object timeline(ApiKey key, int limit) {
    return Map.of("days", totals.timeline(key, limit));
  }

  private void post(RoutingContext context) {
    JsonNode form = form(context);
    if (form == null) {
      Answers.problem(context.response(), Problem.BODY_MALFORMED);
      return;
    }
    ask(context, form, (key, now) -> QueryForm.of(form, key.id(), now));
  }

  /// The body, null if it is no JSON object within its limits.
  static @Nullable JsonNode form(RoutingContext context) {
    Buffer body = context.body().buffer();
    if (body == null) return null;
    try {
      JsonNode form = MAPPER.readTree(body.getBytes());
      return form != null && form.isObject() ? form : null;
    } catch (IOException _) {
      return null;
    }
  }

  private void panel(RoutingContext context) {
    Panel panel = Panel.of(String.valueOf(context.pathParam("panel")));
    if (panel == null) {
      Answers.problem(context.response(), Problem.NOT_FOUND);
      return;
    }
    ask(context, null, (key, now) -> form(context, panel, key, now));
  }

  private static Query form(
      RoutingContext context, @Nullable Panel panel, ApiKey key, Instant now) {
    return QueryForm.of(panel, name -> context.queryParam(name), key.id(), now);
  }

  private void ask(
      RoutingContext context,
      @Nullable JsonNode body,
      BiFunction<ApiKey, Instant, Query> question) {
    Cancellation cancellation = new Cancellation();
    // Whoever closes the connection waits for no answer.
    context.response().closeHandler(v -> cancellation.cancel());
    guard.read(
        context,
        body,
        key ->
            tables.of(
                context,
                cancellation,
                () -> analytics.ask(question.apply(key, clock.instant()), cancellation),
                AnalyticsRoutes::answer));
  }

  /// What can be said of a failure, said.
  static Object answered(java.util.function.Supplier<Object> work) {
    try {
      return work.get();
    } catch (InvalidQuery e) {
      return Refusal.of(Problem.QUERY_INVALID, String.valueOf(e.getMessage()));
    } catch (HistoryException e) {
      return refusal(e);
    }
  }

  /// @throws HistoryException the same if it is a mistake of ours
  static Refusal refusal(HistoryException e) {
    return switch (e.reason()) {
      case UNAVAILABLE -> Refusal.of(Problem.HISTORY_UNAVAILABLE);
      case BUSY -> Refusal.of(Problem.STORE_BUSY);
      case TOO_SLOW, CANCELLED -> Refusal.of(Problem.QUERY_TOO_SLOW);
      case TOO_LARGE -> Refusal.of(Problem.QUERY_TOO_LARGE);
      case FAILED -> throw e;
    };
  }

  private static Object answer(Analytics.Answer answer) {
    Query query = answer.query();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("asOf", Instant.ofEpochMilli(answer.asOfMs()).toString());
    json.put("range", range(query.range()));
    TimeRange compared = query.comparedWith();
    if (compared != null) json.put("comparedWith", range(compared));
    json.put("dimensions", query.dimensions().stream().map(Dimension::text).toList());
    json.put("metrics", query.metrics().stream().map(Metric::text).toList());
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Analytics.Row row : answer.rows()) rows.add(row(row));
    json.put("rows", rows);
    json.put("more", answer.more());
    return json;
  }

  private static Map<String, Object> range(TimeRange range) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("from", range.from().toString());
    json.put("to", range.to().toString());
    json.put("zone", range.zone().getId());
    return json;
  }

  private static Map<String, Object> row(Analytics.Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dimensions", row.values().stream().map(v -> v == null ? NULL : v).toList());
    json.put("metrics", numbers(row.metrics()));
    List<@Nullable Double> compared = row.compared();
    if (compared != null) json.put("compared", numbers(compared));
    Long companyId = row.companyId();
    if (companyId != null) json.put("companyId", companyId);
    if (!row.complete()) json.put("complete", false);
    return json;
  }

  /// Counts as whole numbers.
  private static List<Object> numbers(List<@Nullable Double> values) {
    List<Object> all = new ArrayList<>();
    for (Double value : values) {
      if (value == null) all.add(NULL);
      else if (value == Math.rint(value) && Math.abs(value) < 1e15) all.add(value.longValue());
      else all.add(Math.round(value * 1_000) / 1_000.0);
    }
    return all;
  }

  private static void describe(RoutingContext context, java.util.function.Supplier<Object> what) {
    Answers.ok(context.response(), what.get());
  }

  private static Object panels() {
    List<Object> all = new ArrayList<>();
    for (Panel p : Panel.values()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", p.text());
      one.put("metrics", p.metrics().stream().map(Metric::text).toList());
      one.put("dimensions", p.dimensions().stream().map(Dimension::text).toList());
      all.add(one);
    }
    return Map.of("panels", all);
  }

  private static Object definitions() {
    List<Object> metrics = new ArrayList<>();
    for (Metric m : Metric.values()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", m.text());
      one.put("label", m.label());
      one.put("unit", m.unit().text());
      one.put("definition", m.definition());
      String divisor = m.divisor();
      one.put("divisor", divisor == null ? NULL : divisor);
      metrics.add(one);
    }
    List<Object> dimensions =
        Arrays.stream(Dimension.values())
            .<Object>map(d -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("name", d.text());
              one.put("label", d.label());
              one.put("scope", d.scope().name().toLowerCase(java.util.Locale.ROOT));
              return one;
            })
            .toList();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("metrics", metrics);
    json.put("dimensions", dimensions);
    return json;
  }
}
