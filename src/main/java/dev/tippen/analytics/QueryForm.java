package dev.tippen.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.analytics.TimeRange.Comparison;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A question as clients write it: JSON of `POST /api/v1/query`, or the parameters of an address.
public final class QueryForm {
  private static final Set<String> FIELDS =
      Set.of(
          "apiKey",
          "range",
          "zone",
          "metrics",
          "dimensions",
          "filters",
          "compare",
          "order",
          "limit",
          "offset");

  private static final int METRICS_MAX = Metric.values().length;

  private QueryForm() {}

  /// @throws InvalidQuery naming the field that can't be used
  public static Query of(JsonNode form, int site, Instant now) {
    for (Iterator<String> names = form.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) throw new InvalidQuery(name + " is no field of a query");
    }
    ZoneId zone = TimeRange.zone(text(form, "zone"));
    TimeRange range = range(form.path("range"), "range", zone, now);
    List<Metric> metrics = new ArrayList<>();
    for (String name : texts(form, "metrics", METRICS_MAX)) metrics.add(metric(name));
    List<Dimension> dimensions = new ArrayList<>();
    String property = null;
    for (String name : texts(form, "dimensions", Query.DIMENSIONS_MAX)) {
      Named named = dimension("dimensions", name);
      dimensions.add(named.dimension);
      if (named.property != null) property = named.property;
    }
    List<Filter> filters = filters(form);
    String order = text(form, "order");
    return query(
        site,
        range,
        metrics,
        dimensions,
        property,
        filters,
        comparison(form.path("compare"), range, zone, now),
        order,
        number(form, "limit", Query.LIMIT_DEFAULT),
        number(form, "offset", 0));
  }

  /// The question of a panel, or one written out in the parameters `metrics`, `dimensions`,
  /// `filter` (any number of `country:is:DE|FR`), `range` or `from` and `to`, `zone`, `compare`,
  /// `order`, `limit`, `offset`.
  ///
  /// @param panel null if the parameters name metrics and dimensions
  /// @throws InvalidQuery naming the parameter that can't be used
  public static Query of(
      @Nullable Panel panel, Function<String, List<String>> parameters, int site, Instant now) {
    Function<String, @Nullable String> one =
        name -> {
          List<String> all = parameters.apply(name);
          return all.isEmpty() || all.getFirst().isEmpty() ? null : all.getFirst();
        };
    ZoneId zone = TimeRange.zone(one.apply("zone"));
    String from = one.apply("from");
    String to = one.apply("to");
    String named = one.apply("range");
    TimeRange range;
    if (from != null || to != null) {
      if (from == null || to == null) throw new InvalidQuery("from and to belong together");
      range = TimeRange.of(TimeRange.date("from", from), TimeRange.date("to", to), zone);
    } else {
      range = TimeRange.named(named == null ? "30d" : named, zone, now);
    }
    List<Metric> metrics = new ArrayList<>();
    List<Dimension> dimensions = new ArrayList<>();
    String property = null;
    String metricNames = one.apply("metrics");
    if (panel != null && metricNames == null) metrics.addAll(panel.metrics());
    for (String name : split(metricNames)) metrics.add(metric(name));
    if (panel != null) dimensions.addAll(panel.dimensions());
    for (String name : panel == null ? split(one.apply("dimensions")) : List.<String>of()) {
      Named d = dimension("dimensions", name);
      dimensions.add(d.dimension);
      if (d.property != null) property = d.property;
    }
    List<Filter> filters = new ArrayList<>();
    List<String> written = parameters.apply("filter");
    if (written.size() > Filter.FILTERS_MAX) {
      throw new InvalidQuery("filter may be given at most " + Filter.FILTERS_MAX + " times");
    }
    for (String filter : written) filters.add(filter(filter));
    String compare = one.apply("compare");
    return query(
        site,
        range,
        metrics,
        dimensions,
        property,
        filters,
        compare == null ? null : range.compared(comparison(compare), now),
        one.apply("order"),
        number("limit", one.apply("limit"), Query.LIMIT_DEFAULT),
        number("offset", one.apply("offset"), 0));
  }

  private static Query query(
      int site,
      TimeRange range,
      List<Metric> metrics,
      List<Dimension> dimensions,
      @Nullable String property,
      List<Filter> filters,
      @Nullable TimeRange comparedWith,
      @Nullable String order,
      int limit,
      int offset) {
    if (metrics.isEmpty()) throw new InvalidQuery("metrics must name at least one metric");
    boolean descending = order == null || order.startsWith("-");
    Metric orderBy =
        order == null
            ? metrics.getFirst()
            : metric("order", order.startsWith("-") ? order.substring(1) : order);
    return new Query(
        site,
        range,
        metrics,
        dimensions,
        property,
        filters,
        comparedWith,
        orderBy,
        descending,
        limit,
        offset);
  }

  /// The field `filters`.
  static List<Filter> filters(JsonNode form) {
    JsonNode list = form.path("filters");
    if (!list.isMissingNode() && !list.isArray()) {
      throw new InvalidQuery("filters must be a list");
    }
    if (list.size() > Filter.FILTERS_MAX) {
      throw new InvalidQuery("filters may be at most " + Filter.FILTERS_MAX);
    }
    List<Filter> filters = new ArrayList<>();
    for (JsonNode one : list) filters.add(filter(one));
    return filters;
  }

  /// The fields `range` and `zone`.
  static TimeRange range(JsonNode form, Instant now) {
    return range(form.path("range"), "range", TimeRange.zone(text(form, "zone")), now);
  }

  private static TimeRange range(JsonNode range, String field, ZoneId zone, Instant now) {
    if (range.isMissingNode()) return TimeRange.named("30d", zone, now);
    if (range.isTextual()) return TimeRange.named(range.asText(), zone, now);
    if (!range.path("from").isTextual() || !range.path("to").isTextual()) {
      throw new InvalidQuery(field + " must have from and to, dates such as 2026-11-22");
    }
    LocalDate from = TimeRange.date(field + ".from", range.path("from").asText());
    LocalDate to = TimeRange.date(field + ".to", range.path("to").asText());
    return TimeRange.of(from, to, zone);
  }

  private static @Nullable TimeRange comparison(
      JsonNode compare, TimeRange range, ZoneId zone, Instant now) {
    if (compare.isMissingNode() || compare.isNull()) return null;
    if (compare.isTextual()) return range.compared(comparison(compare.asText()), now);
    return range(compare, "compare", zone, now).cutLike(range, now);
  }

  private static Comparison comparison(String name) {
    for (Comparison c : Comparison.values()) {
      if (c.name().toLowerCase(Locale.ROOT).equals(name)) return c;
    }
    throw new InvalidQuery(
        "compare must be previous, year, weekdays, or {\"from\", \"to\"} with dates");
  }

  private static Metric metric(String name) {
    return metric("metrics", name);
  }

  private static Metric metric(String field, String name) {
    Metric metric = Metric.of(name);
    if (metric == null) throw new InvalidQuery(field + ": there is no metric " + shown(name));
    return metric;
  }

  private record Named(Dimension dimension, @Nullable String property) {}

  /// `property:plan` stands for the property `plan`.
  private static Named dimension(String field, String name) {
    String prefix = Dimension.PROPERTY.text() + ":";
    if (name.startsWith(prefix)) {
      return new Named(Dimension.PROPERTY, name.substring(prefix.length()));
    }
    Dimension dimension = Dimension.of(name);
    if (dimension == null) throw new InvalidQuery(field + ": there is no dimension " + shown(name));
    return new Named(dimension, null);
  }

  static Filter filter(JsonNode one) {
    String name = one.path("dimension").asText("");
    Named d = dimension("filters", name);
    Filter.Op op = null;
    List<String> values = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : one.properties()) {
      if (field.getKey().equals("dimension")) continue;
      Filter.Op found = Filter.Op.of(field.getKey());
      if (found == null || op != null) {
        throw new InvalidQuery(
            "filters: "
                + shown(name)
                + " must have one of is, is_not, contains, contains_not, matches, matches_not");
      }
      op = found;
      JsonNode value = field.getValue();
      if (value.size() > Filter.VALUES_MAX) {
        throw new InvalidQuery(
            "filters: " + shown(name) + " must have 1 to " + Filter.VALUES_MAX + " values");
      }
      if (value.isArray()) value.forEach(v -> values.add(v.isNull() ? "" : v.asText()));
      else values.add(value.isNull() ? "" : value.asText());
    }
    if (op == null) {
      throw new InvalidQuery("filters: " + shown(name) + " says nothing, such as {\"is\": [...]}");
    }
    return new Filter(d.dimension, d.property, op, values);
  }

  /// `country:is:DE|FR`, `property:plan:is:pro`.
  private static Filter filter(String text) {
    for (Filter.Op op : Filter.Op.values()) {
      int at = text.indexOf(":" + op.text() + ":");
      if (at < 0) continue;
      Named d = dimension("filter", text.substring(0, at));
      String values = text.substring(at + op.text().length() + 2);
      boolean pattern = op == Filter.Op.MATCHES || op == Filter.Op.MATCHES_NOT;
      return new Filter(
          d.dimension,
          d.property,
          op,
          pattern ? List.of(values) : List.of(values.split("\\|", -1)));
    }
    throw new InvalidQuery("filter must look like country:is:DE|FR");
  }

  private static List<String> split(@Nullable String text) {
    return text == null ? List.of() : List.of(text.split(",", -1));
  }

  private static @Nullable String text(JsonNode form, String field) {
    JsonNode value = form.path(field);
    if (value.isMissingNode() || value.isNull()) return null;
    if (!value.isTextual()) throw new InvalidQuery(field + " must be a text");
    return value.asText();
  }

  private static List<String> texts(JsonNode form, String field, int max) {
    JsonNode value = form.path(field);
    if (value.isMissingNode()) return List.of();
    if (!value.isArray() || value.size() > max) {
      throw new InvalidQuery(field + " must be a list of at most " + max + " names");
    }
    List<String> all = new ArrayList<>();
    value.forEach(v -> all.add(v.asText()));
    return all;
  }

  private static int number(JsonNode form, String field, int otherwise) {
    JsonNode value = form.path(field);
    if (value.isMissingNode()) return otherwise;
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw new InvalidQuery(field + " must be a whole number");
    }
    return value.asInt();
  }

  private static int number(String field, @Nullable String text, int otherwise) {
    if (text == null) return otherwise;
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw new InvalidQuery(field + " must be a whole number");
    }
  }

  /// A name from outside, short enough for a message.
  private static String shown(String name) {
    return name.length() <= 40 ? "'" + name + "'" : "'" + name.substring(0, 40) + "...'";
  }
}
