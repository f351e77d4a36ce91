package dev.tippen.http;

import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.imports.ImportDecoder;
import dev.tippen.ingest.ImportOutcome;
import dev.tippen.ingest.Importing;
import dev.tippen.ingest.Importing.Excerpt;
import dev.tippen.store.ImportStore;
import dev.tippen.store.ImportStore.Figures;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/api/v1/import`, `/api/v1/imports`, `/api/v1/imported`: what the owner brings from files.
final class ImportRoutes {
  private static final int BODY_MAX_BYTES = 4 * 1024 * 1024;
  private static final int IMPORTS_MAX = 1_000;
  private static final int VALUES_MAX = 1_000;
  private static final int DAYS_MAX = 10_000;
  private static final byte[] NO_BODY = {};

  private final Guard guard;
  private final Importing importing;
  private final ImportStore imports;

  ImportRoutes(Guard guard, Importing importing, ImportStore imports) {
    this.guard = guard;
    this.importing = importing;
    this.imports = imports;
  }

  void mount(Router router) {
    router.post("/api/v1/import").handler(new Body(BODY_MAX_BYTES)).handler(this::take);
    Routes.others(router, "/api/v1/import", "POST");
    router.get("/api/v1/imports").handler(this::list);
    Routes.others(router, "/api/v1/imports", "GET");
    router.get("/api/v1/imported").handler(this::figures);
    Routes.others(router, "/api/v1/imported", "GET");
  }

  private void take(RoutingContext context) {
    Buffer buffer = context.body().buffer();
    byte[] body = buffer == null ? NO_BODY : buffer.getBytes();
    long from;
    try {
      String text = parameter(context, "from");
      from = text == null ? 0 : Long.parseLong(text);
    } catch (NumberFormatException _) {
      from = -1;
    }
    if (from < 0) {
      refuse(context, Problem.FIELD_INVALID, "from must be a number of rows");
      return;
    }
    Excerpt part =
        new Excerpt(
            parameter(context, "kind"),
            parameter(context, "name"),
            parameter(context, "fingerprint"),
            from,
            "true".equals(parameter(context, "last")));
    guard.bringPast(context, key -> answer(importing.take(key, part, body)));
  }

  private static Object answer(ImportOutcome outcome) {
    return switch (outcome) {
      case ImportOutcome.Refused(var refusal) -> refusal;
      case ImportOutcome.Stored(var lines, var state) -> {
        List<Map<String, Object>> results = new ArrayList<>(lines.size());
        for (ImportOutcome.Line line : lines) {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("outcome", line.end().name().toLowerCase(Locale.ROOT));
          if (line.reason() != null) one.put("reason", line.reason());
          results.add(one);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        if (state != null) answer.put("import", object(state));
        answer.put("results", results);
        yield answer;
      }
    };
  }

  private void list(RoutingContext context) {
    guard.bringPast(
        context,
        key ->
            Map.of(
                "imports",
                imports.ofSite(key.id(), IMPORTS_MAX).stream().map(ImportRoutes::object).toList()));
  }

  private static Map<String, @Nullable Object> object(ImportStore.State s) {
    Map<String, @Nullable Object> o = new LinkedHashMap<>();
    o.put("id", s.id());
    o.put("kind", s.kind());
    o.put("name", s.name());
    o.put("fingerprint", s.fingerprint());
    o.put("rowsDone", s.rowsDone());
    o.put("counted", s.counted());
    o.put("duplicates", s.duplicates());
    o.put("byKind", s.byKind());
    Map<String, Object> skipped = new LinkedHashMap<>();
    s.skipped()
        .forEach(
            (reason, n) -> skipped.put(reason, Map.of("rows", n.rows(), "firstRow", n.firstRow())));
    o.put("skipped", skipped);
    o.put("from", time(s.fromMs()));
    o.put("to", time(s.toMs()));
    o.put("startedAt", time(s.startedAtMs()));
    o.put("finishedAt", time(s.finishedAtMs()));
    return o;
  }

  private static @Nullable String time(@Nullable Long ms) {
    return ms == null ? null : Instant.ofEpochMilli(ms).toString();
  }

  private void figures(RoutingContext context) {
    String dimension = parameter(context, "dimension");
    if (dimension != null && !ImportDecoder.DIMENSIONS.contains(dimension)) {
      refuse(
          context,
          Problem.FIELD_INVALID,
          "dimension must be one of " + String.join(", ", ImportDecoder.DIMENSIONS));
      return;
    }
    Integer limit = Guard.number(context, "limit", 100, 1, VALUES_MAX);
    if (limit == null) return;
    long from;
    long before;
    try {
      from = day(context, "from");
      before = day(context, "to") + 1;
    } catch (DateTimeException _) {
      refuse(context, Problem.FIELD_INVALID, "from and to must be days such as 2025-10-22");
      return;
    }
    if (from >= before || before - from > DAYS_MAX) {
      refuse(
          context,
          Problem.FIELD_INVALID,
          "to must not lie before from, nor more than " + DAYS_MAX + " days after it");
      return;
    }
    guard.read(
        context,
        key ->
            dimension == null || dimension.equals("total")
                ? days(key, from, before)
                : values(key, dimension, from, before, limit));
  }

  private Map<String, Object> days(ApiKey key, long from, long before) {
    List<Map<String, Object>> days = new ArrayList<>();
    for (ImportStore.DayFigures d : imports.days(key.id(), from, before)) {
      Map<String, Object> day = new LinkedHashMap<>();
      day.put("date", LocalDate.ofEpochDay(d.day()).toString());
      day.put("visitors", d.figures().visitors());
      put(day, d.figures());
      days.add(day);
    }
    return Map.of("days", days);
  }

  private Map<String, Object> values(
      ApiKey key, String dimension, long from, long before, int limit) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (ImportStore.ValueFigures v : imports.values(key.id(), dimension, from, before, limit)) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("value", v.value());
      // Visitors of days, added up: who came on three days is three of them.
      row.put("visitorDays", v.figures().visitors());
      put(row, v.figures());
      rows.add(row);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("dimension", dimension);
    answer.put("rows", rows);
    return answer;
  }

  private static void put(Map<String, Object> into, Figures f) {
    into.put("visits", f.visits());
    into.put("pageViews", f.pageViews());
    into.put("bounces", f.bounces());
    into.put("visitSeconds", f.visitSeconds());
    into.put("events", f.events());
  }

  private static long day(RoutingContext context, String name) {
    String text = parameter(context, name);
    if (text == null) throw new DateTimeException(name);
    return LocalDate.parse(text).toEpochDay();
  }

  private static void refuse(RoutingContext context, Problem problem, String text) {
    Answers.refuse(context.response(), Refusal.of(problem, text));
  }

  private static @Nullable String parameter(RoutingContext context, String name) {
    String text = context.request().getParam(name);
    return text == null || text.isEmpty() ? null : text;
  }
}
