package dev.tippen.analytics;

import dev.tippen.analytics.TimeRange.Comparison;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question about one site.
///
/// @param site id of the key
/// @param property for [Dimension#PROPERTY] among the dimensions
/// @param comparedWith the range to compare with, null for none
/// @param orderBy one of the metrics; rows of a series are in the order of time
/// @param limit of rows; a series is never cut
public record Query(
    int site,
    TimeRange range,
    List<Metric> metrics,
    List<Dimension> dimensions,
    @Nullable String property,
    List<Filter> filters,
    @Nullable TimeRange comparedWith,
    Metric orderBy,
    boolean descending,
    int limit,
    int offset) {
  public static final int LIMIT_DEFAULT = 100;
  public static final int LIMIT_MAX = 1_000;
  public static final int OFFSET_MAX = 100_000;
  public static final int DIMENSIONS_MAX = 3;

  private static final int HOURS_MAX_DAYS = 62;

  /// @throws InvalidQuery naming the field
  public Query {
    metrics = List.copyOf(new LinkedHashSet<>(metrics));
    dimensions = List.copyOf(dimensions);
    filters = List.copyOf(filters);
    if (metrics.isEmpty()) throw new InvalidQuery("metrics must name at least one metric");
    if (dimensions.size() > DIMENSIONS_MAX) {
      throw new InvalidQuery("dimensions may be at most " + DIMENSIONS_MAX);
    }
    if (new LinkedHashSet<>(dimensions).size() < dimensions.size()) {
      throw new InvalidQuery("dimensions must differ");
    }
    if (dimensions.contains(Dimension.PROPERTY) && property == null) {
      throw new InvalidQuery("dimensions: property needs a name, such as property:plan");
    }
    if (filters.size() > Filter.FILTERS_MAX) {
      throw new InvalidQuery("filters may be at most " + Filter.FILTERS_MAX);
    }
    if (!metrics.contains(orderBy)) throw new InvalidQuery("order must name one of the metrics");
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new InvalidQuery("limit must be a number from 1 to " + LIMIT_MAX);
    }
    if (offset < 0 || offset > OFFSET_MAX) {
      throw new InvalidQuery("offset must be a number from 0 to " + OFFSET_MAX);
    }
    if (dimensions.contains(Dimension.HOUR) && range.days() > HOURS_MAX_DAYS) {
      throw new InvalidQuery("range may have at most " + HOURS_MAX_DAYS + " days by hour");
    }
    for (Metric m : metrics) check(m, dimensions);
    if (metrics.contains(Metric.REVENUE)
        && !dimensions.contains(Dimension.CURRENCY)
        && filters.stream().noneMatch(Query::namesOneCurrency)) {
      throw new InvalidQuery(
          "metrics: revenue needs the dimension currency, or a filter on one currency");
    }
  }

  private static boolean namesOneCurrency(Filter f) {
    return f.dimension() == Dimension.CURRENCY
        && f.op() == Filter.Op.IS
        && f.values().size() == 1;
  }

  private static void check(Metric m, List<Dimension> dimensions) {
    boolean ofPages = m == Metric.ENTRIES || m == Metric.EXITS || m == Metric.EXIT_RATE;
    if (ofPages && !dimensions.equals(List.of(Dimension.PAGE))) {
      throw new InvalidQuery("metrics: " + m.text() + " needs the dimension page alone");
    }
    boolean ofEvents =
        dimensions.contains(Dimension.EVENT)
            || dimensions.contains(Dimension.PROPERTY)
            || dimensions.contains(Dimension.CURRENCY);
    boolean counts =
        m == Metric.EVENTS
            || m == Metric.REVENUE
            || m == Metric.VISITORS
            || m == Metric.VISITS
            || m == Metric.COMPANIES;
    if (ofEvents && !counts) {
      throw new InvalidQuery(
          "metrics: "
              + m.text()
              + " can't be told by event; events, revenue, visitors, visits, companies"
              + " can");
    }
    boolean ofVisits =
        m == Metric.VIEWS_PER_VISIT
            || m == Metric.BOUNCE_RATE
            || m == Metric.VISIT_DURATION
            || m == Metric.ENGAGED_TIME;
    if (ofVisits && dimensions.contains(Dimension.HOST)) {
      throw new InvalidQuery("metrics: " + m.text() + " can't be told by host");
    }
    if (ofVisits && dimensions.contains(Dimension.PAGE) && dimensions.size() > 1) {
      throw new InvalidQuery("metrics: " + m.text() + " needs the dimension page alone");
    }
  }

  /// The first rows of the same question by one metric alone.
  Query first(int rows, Metric metric) {
    return new Query(
        site, range, List.of(metric), dimensions, property, filters, null, metric, true, rows, 0);
  }

  /// The same question about another range.
  Query in(TimeRange other) {
    return new Query(
        site,
        other,
        metrics,
        dimensions,
        property,
        filters,
        null,
        orderBy,
        descending,
        limit,
        offset);
  }

  static @Nullable TimeRange compared(
      TimeRange range, @Nullable Comparison with, java.time.Instant now) {
    return with == null ? null : range.compared(with, now);
  }
}
