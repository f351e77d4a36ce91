package dev.tippen.analytics;

import dev.tippen.analytics.Dimension.Kind;
import dev.tippen.analytics.Dimension.Scope;
import dev.tippen.event.EventKind;
import dev.tippen.history.Dialect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the SQL of a question. A question falls into parts, each over one table: figures of
/// visits from `visits`, figures of pages and events from `events`; [Analytics] puts the parts
/// together by the values of the dimensions.
final class QuerySql {
  private static final int PAGE_VIEW = EventKind.PAGE_VIEW.ordinal();
  private static final int CUSTOM = EventKind.CUSTOM.ordinal();

  /// No visit is longer.
  private static final long VISIT_MAX_MS = 24 * 3_600_000L;

  /// The company of the visit itself, else what was learned of the visitor later.
  static final String COMPANY_JOIN =
      " LEFT JOIN learned_companies l ON l.visitor = v.visitor AND v.company = 0"
          + " LEFT JOIN companies c ON c.site = v.site AND c.id ="
          + " CASE WHEN v.company <> 0 THEN v.company ELSE coalesce(l.company, 0) END";

  /// Rows of a series that is told apart by something else too.
  private static final int SERIES_ROWS_MAX = 20_000;

  private final Query query;
  private final Conditions conditions;
  private final boolean someHidden;
  private final Buckets buckets;
  private final long fromMs;
  private final long toMs;

  /// What a part is read from.
  enum Part {
    /// Visits that were active in the range.
    VISITS,
    /// The same, by the page on which they began.
    ENTRY,
    /// The same, by the page on which they ended.
    EXIT,
    /// Page views, and the engaged time on them if that is asked for.
    PAGES,
    /// Custom events.
    EVENTS,
    /// The greatest depth for each visit and page.
    SCROLL
  }

  /// @param someHidden whether the site has companies whose visits count nowhere
  QuerySql(Query query, Dialect dialect, boolean someHidden) {
    this.query = query;
    conditions = new Conditions(dialect);
    this.someHidden = someHidden;
    buckets = new Buckets(query.range(), dialect);
    fromMs = query.range().startMs();
    toMs = query.range().endMs();
  }

  /// The part that a metric comes from.
  Part part(Metric metric) {
    List<Dimension> dimensions = query.dimensions();
    if (dimensions.contains(Dimension.EVENT)
        || dimensions.contains(Dimension.PROPERTY)
        || dimensions.contains(Dimension.CURRENCY)) {
      return Part.EVENTS;
    }
    boolean ofPages = dimensions.contains(Dimension.PAGE) || dimensions.contains(Dimension.HOST);
    return switch (metric) {
      case EVENTS, REVENUE -> Part.EVENTS;
      case SCROLL_DEPTH -> Part.SCROLL;
      case TIME_ON_PAGE -> Part.PAGES;
      case ENTRIES -> Part.ENTRY;
      case EXITS, EXIT_RATE -> Part.EXIT;
      case PAGE_VIEWS -> ofPages || hasTime() || filtersEvents() ? Part.PAGES : Part.VISITS;
      case VISITORS, VISITS, COMPANIES, NEW_VISITORS, RETURNING_VISITORS ->
          ofPages ? Part.PAGES : Part.VISITS;
      case VIEWS_PER_VISIT, BOUNCE_RATE, VISIT_DURATION, ENGAGED_TIME ->
          ofPages ? Part.ENTRY : Part.VISITS;
    };
  }

  private boolean hasTime() {
    return query.dimensions().stream().anyMatch(d -> d.scope() == Scope.TIME);
  }

  private boolean filtersEvents() {
    return query.filters().stream().anyMatch(f -> f.dimension().scope() == Scope.EVENT);
  }

  /// A metric of a part that is simply its number of rows, null if it has none: no count of
  /// something different in these rows can be greater.
  static @Nullable Metric rowCount(Part part) {
    return switch (part) {
      case VISITS, ENTRY, EXIT -> Metric.VISITS;
      case PAGES -> Metric.PAGE_VIEWS;
      case EVENTS, SCROLL -> null;
    };
  }

  /// The statement of a part: first the columns of the dimensions, then those of the metrics.
  ///
  /// @param orderBy null for a part whose rows only complete those of another
  /// @param keys values of the first dimension that are wanted, null for all
  SqlText of(
      Part part, List<Metric> metrics, @Nullable Metric orderBy, @Nullable Collection<?> keys) {
    return switch (part) {
      case VISITS, ENTRY, EXIT -> visits(part, metrics, orderBy, keys);
      case PAGES, EVENTS -> events(part, metrics, orderBy, keys);
      case SCROLL -> scroll(keys);
    };
  }

  // ------------------------------------------------------------------------------------ visits

  private SqlText visits(
      Part part, List<Metric> metrics, @Nullable Metric orderBy, @Nullable Collection<?> keys) {
    SqlText sql = SqlText.of("SELECT ");
    List<String> groups = new ArrayList<>();
    Dimension series = null;
    for (Dimension d : query.dimensions()) {
      String value;
      if (d.scope() == Scope.TIME) {
        series = d;
        value = Buckets.folded(d, "(" + buckets.number(d, "v.start_ms") + " + s.n)");
      } else if (d == Dimension.PAGE) {
        value = part == Part.EXIT ? "v.exit_page" : "v.entry_page";
      } else {
        value = visitValue(d);
      }
      groups.add(value);
      sql.add(value).add(", ");
    }
    boolean edges = false;
    List<String> columns = new ArrayList<>();
    for (Metric m : metrics) {
      columns.add(visitMetric(m));
      edges |= m == Metric.PAGE_VIEWS;
    }
    if (edges) {
      int at = metrics.indexOf(Metric.PAGE_VIEWS);
      columns.set(
          at,
          "sum(CASE WHEN v.start_ms >= "
              + fromMs
              + " AND v.end_ms < "
              + toMs
              + " THEN v.page_views ELSE coalesce(p.n, 0) END)");
    }
    sql.add(String.join(", ", columns)).add(" FROM visits v");
    if (series != null) sql.add(reach(series));
    if (edges) sql.add(edgePageViews());
    if (needsCompany(metrics)) sql.add(COMPANY_JOIN);
    sql.add(" WHERE ").add(visitRange("v"));
    if (series != null) {
      String bucket = "(" + buckets.number(series, "v.start_ms") + " + s.n)";
      sql.add(" AND " + bucket + " <= " + buckets.number(series, "v.end_ms"));
      sql.add(" AND " + bucket + " >= " + buckets.first(series));
      sql.add(" AND " + bucket + " <= " + buckets.last(series));
      // A visit of nearly a day may come back to the hour in which it began: once is enough.
      if (series == Dimension.HOUR_OF_DAY) {
        sql.add(" AND (s.n < 24 OR " + bucket + " - 24 < " + buckets.first(series) + ")");
      }
    }
    if (part == Part.ENTRY || part == Part.EXIT) sql.add(" AND v.entry_event <> 0");
    visitConditions(sql);
    for (Filter f : query.filters()) {
      if (f.dimension().scope() == Scope.EVENT) sql.add(" AND ").add(visitsWithEvent(f));
    }
    return finished(sql, groups, metrics, orderBy, keys);
  }

  /// A visit is counted in each bucket from its first event to its last: its pauses are shorter
  /// than the shortest bucket, so it has an event in each of them.
  private static String reach(Dimension series) {
    StringBuilder n = new StringBuilder(" JOIN (SELECT 0 AS n");
    for (int i = 1; i <= Buckets.reach(series); i++) n.append(" UNION ALL SELECT ").append(i);
    return n.append(") s ON 1 = 1").toString();
  }

  /// Page views of visits that began before the range or ended after it, as far as they are in it.
  /// A visit is shorter than a day, so these events lie within a day of the range's ends; each end
  /// is asked by itself, so that what lies between them is skipped.
  private SqlText edgePageViews() {
    SqlText beganBefore =
        SqlText.of(
            "x.start_ms < ? AND x.end_ms >= ? AND x.start_ms > ?",
            fromMs,
            fromMs,
            fromMs - VISIT_MAX_MS);
    SqlText endedAfter =
        SqlText.of(
            "x.start_ms >= ? AND x.start_ms < ? AND x.end_ms >= ?",
            Math.max(fromMs, toMs - VISIT_MAX_MS),
            toMs,
            toMs);
    return SqlText.of(" LEFT JOIN (")
        .add(pageViews(fromMs, Math.min(toMs, fromMs + VISIT_MAX_MS), beganBefore))
        .add(" UNION ALL ")
        .add(pageViews(Math.max(fromMs, toMs - VISIT_MAX_MS), toMs, endedAfter))
        .add(") p ON p.visit = v.id");
  }

  private SqlText pageViews(long startMs, long endMs, SqlText visits) {
    return SqlText.of(
            "SELECT e.visit, count(*) AS n FROM events e WHERE e.site = ? AND e.kind = "
                + PAGE_VIEW
                + " AND e.at_ms >= ? AND e.at_ms < ?"
                + " AND e.visit IN (SELECT x.id FROM visits x WHERE x.site = ? AND ",
            query.site(),
            startMs,
            endMs,
            query.site())
        .add(visits)
        .add(") GROUP BY e.visit");
  }

  /// Visits of the site that were active in the range.
  SqlText visitRange(String v) {
    return SqlText.of(
        "%s.site = ? AND %s.start_ms < ? AND %s.end_ms >= ? AND %s.start_ms > ?"
            .formatted(v, v, v, v),
        query.site(),
        toMs,
        fromMs,
        fromMs - VISIT_MAX_MS);
  }

  /// What a filter asks, see [Conditions#of].
  SqlText condition(Filter f) {
    return conditions.of(f);
  }

  /// What filters ask of visits `v`, and no visits of hidden companies.
  void visitConditions(SqlText sql) {
    if (someHidden) sql.add(" AND coalesce(c.hidden, 0) = 0");
    if (query.dimensions().stream().anyMatch(QuerySql::isOfCompany)) sql.add(" AND c.company > 0");
    for (Filter f : query.filters()) {
      if (f.dimension().scope() == Scope.VISIT) sql.add(" AND ").add(condition(f));
    }
  }

  private boolean needsCompany(List<Metric> metrics) {
    return someHidden
        || metrics.contains(Metric.COMPANIES)
        || query.dimensions().stream().anyMatch(QuerySql::isOfCompany)
        || filtersCompany();
  }

  private boolean filtersCompany() {
    return query.filters().stream().anyMatch(f -> isOfCompany(f.dimension()));
  }

  private static boolean isOfCompany(Dimension d) {
    return d.kind() == Kind.COMPANY || d.kind() == Kind.COMPANY_TEXT;
  }

  private static String visitValue(Dimension d) {
    return switch (d.kind()) {
      case COMPANY -> "c.company";
      case COMPANY_TEXT -> "coalesce(c." + d.column() + ", '')";
      default -> "v." + d.column();
    };
  }

  private static String visitMetric(Metric m) {
    return switch (m) {
      case VISITORS -> "count(DISTINCT v.visitor)";
      case COMPANIES -> "count(DISTINCT CASE WHEN c.company > 0 THEN c.company END)";
      case VISITS, ENTRIES, EXITS, EXIT_RATE -> "count(*)";
      case PAGE_VIEWS -> "sum(v.page_views)";
      case VIEWS_PER_VISIT ->
          "sum(v.page_views) * 1.0 / nullif(sum(CASE WHEN v.page_views > 0 THEN 1 ELSE 0 END), 0)";
      case BOUNCE_RATE ->
          "sum(CASE WHEN v.page_views = 1 AND v.engaged_ms < 10000 AND v.interactions = 0"
              + " THEN 1 ELSE 0 END) * 100.0"
              + " / nullif(sum(CASE WHEN v.page_views > 0 THEN 1 ELSE 0 END), 0)";
      case VISIT_DURATION -> "avg((v.end_ms - v.start_ms) / 1000.0)";
      case ENGAGED_TIME -> "avg(CASE WHEN v.page_views > 0 THEN v.engaged_ms / 1000.0 END)";
      case NEW_VISITORS -> "count(DISTINCT CASE WHEN v.is_new = 1 THEN v.visitor END)";
      case RETURNING_VISITORS -> "count(DISTINCT CASE WHEN v.is_new = 0 THEN v.visitor END)";
      default -> throw new IllegalArgumentException(m + " is no figure of visits");
    };
  }

  // ------------------------------------------------------------------------------------ events

  private SqlText events(
      Part part, List<Metric> metrics, @Nullable Metric orderBy, @Nullable Collection<?> keys) {
    boolean custom = part == Part.EVENTS;
    boolean reading = metrics.contains(Metric.TIME_ON_PAGE);
    boolean joined = joinsVisits(metrics);
    SqlText sql = SqlText.of("SELECT ");
    List<String> groups = new ArrayList<>();
    for (Dimension d : query.dimensions()) {
      SqlText value = eventValue(d);
      // The value of a property has a parameter, which GROUP BY can't repeat: by its place.
      groups.add(d == Dimension.PROPERTY ? Integer.toString(groups.size() + 1) : value.text());
      sql.add(value).add(", ");
    }
    sql.add(String.join(", ", metrics.stream().map(m -> eventMetric(m, reading)).toList()));
    sql.add(" FROM events e");
    if (joined) {
      sql.add(" JOIN visits v ON v.id = e.visit");
      if (needsCompany(metrics)) sql.add(COMPANY_JOIN);
    }
    sql.add(" WHERE ").add(eventRange());
    if (custom) {
      sql.add(" AND e.kind = " + CUSTOM);
    } else if (reading) {
      sql.add(" AND (e.kind = " + PAGE_VIEW + " OR e.engaged_ms > 0)");
    } else {
      sql.add(" AND e.kind = " + PAGE_VIEW);
    }
    if (query.dimensions().contains(Dimension.PAGE)) sql.add(" AND e.page <> 0");
    if (query.dimensions().contains(Dimension.CURRENCY)) {
      sql.add(" AND " + conditions.revenue("currency") + " IS NOT NULL");
    }
    if (joined) {
      sql.add(" AND ").add(visitRange("v"));
      visitConditions(sql);
    } else {
      ofVisits(sql);
    }
    for (Filter f : query.filters()) {
      if (f.dimension().scope() != Scope.EVENT) continue;
      boolean ofRow = custom || f.dimension() == Dimension.PAGE || f.dimension() == Dimension.HOST;
      sql.add(" AND ").add(ofRow ? condition(f) : visitsWithEvent(f, "e.visit"));
    }
    return finished(sql, groups, metrics, orderBy, keys);
  }

  private boolean joinsVisits(List<Metric> metrics) {
    return metrics.contains(Metric.COMPANIES)
        || metrics.contains(Metric.NEW_VISITORS)
        || metrics.contains(Metric.RETURNING_VISITORS)
        || query.dimensions().stream().anyMatch(d -> d.scope() == Scope.VISIT);
  }

  /// Events of the site in the range, as `e`.
  SqlText eventRange() {
    return SqlText.of("e.site = ? AND e.at_ms >= ? AND e.at_ms < ?", query.site(), fromMs, toMs);
  }

  /// Restricts events to those of visits that the filters accept.
  void ofVisits(SqlText sql) {
    boolean filtered = query.filters().stream().anyMatch(f -> f.dimension().scope() == Scope.VISIT);
    if (!filtered && !someHidden) return;
    sql.add(" AND e.visit IN (SELECT v.id FROM visits v");
    if (someHidden || filtersCompany()) sql.add(COMPANY_JOIN);
    sql.add(" WHERE ").add(visitRange("v"));
    if (someHidden) sql.add(" AND coalesce(c.hidden, 0) = 0");
    for (Filter f : query.filters()) {
      if (f.dimension().scope() == Scope.VISIT) sql.add(" AND ").add(condition(f));
    }
    sql.add(")");
  }

  private SqlText eventValue(Dimension d) {
    if (d.scope() == Scope.TIME) {
      return SqlText.of(Buckets.folded(d, buckets.number(d, "e.at_ms")));
    }
    if (d == Dimension.PROPERTY) return conditions.property(query.property());
    if (d == Dimension.CURRENCY) return SqlText.of(conditions.revenue("currency"));
    return SqlText.of(d.scope() == Scope.VISIT ? visitValue(d) : "e." + d.column());
  }

  /// @param reading whether there are rows that are no page views, which count in nothing else
  private String eventMetric(Metric m, boolean reading) {
    String view = reading ? "e.kind = " + PAGE_VIEW : "true";
    return switch (m) {
      case VISITORS -> different("e.visitor", view, reading);
      case VISITS -> different("e.visit", view, reading);
      case COMPANIES -> different("c.company", view + " AND c.company > 0", true);
      case NEW_VISITORS -> different("e.visitor", view + " AND v.is_new = 1", true);
      case RETURNING_VISITORS -> different("e.visitor", view + " AND v.is_new = 0", true);
      case PAGE_VIEWS, EVENTS -> views(view);
      case REVENUE -> "sum(CAST(" + conditions.revenue("amount") + " AS DOUBLE))";
      case TIME_ON_PAGE -> "sum(e.engaged_ms) / 1000.0 / nullif(" + views(view) + ", 0)";
      default -> throw new IllegalArgumentException(m + " is no figure of events");
    };
  }

  private static String different(String what, String where, boolean some) {
    return "count(DISTINCT "
        + (some ? "CASE WHEN " + where + " THEN " + what + " END" : what)
        + ")";
  }

  private static String views(String where) {
    return where.equals("true") ? "count(*)" : "sum(CASE WHEN " + where + " THEN 1 ELSE 0 END)";
  }

  private SqlText scroll(@Nullable Collection<?> keys) {
    SqlText inner = SqlText.of("SELECT ");
    List<String> names = new ArrayList<>();
    List<String> groups = new ArrayList<>();
    for (Dimension d : query.dimensions()) {
      String name = "k" + names.size();
      SqlText value = eventValue(d);
      inner.add(value).add(" AS " + name + ", ");
      names.add(name);
      groups.add(value.text());
    }
    boolean joined = joinsVisits(List.of());
    inner.add("max(e.scroll_pct) AS depth FROM events e");
    if (joined) {
      inner.add(" JOIN visits v ON v.id = e.visit");
      if (needsCompany(List.of())) inner.add(COMPANY_JOIN);
    }
    inner.add(" WHERE ").add(eventRange()).add(" AND e.scroll_pct > 0");
    if (joined) {
      inner.add(" AND ").add(visitRange("v"));
      visitConditions(inner);
    } else {
      ofVisits(inner);
    }
    for (Filter f : query.filters()) {
      if (f.dimension().scope() != Scope.EVENT) continue;
      boolean ofRow = f.dimension() == Dimension.PAGE || f.dimension() == Dimension.HOST;
      inner.add(" AND ").add(ofRow ? condition(f) : visitsWithEvent(f, "e.visit"));
    }
    groups.add("e.visit");
    groups.add("e.page");
    inner.add(" GROUP BY " + String.join(", ", groups));
    SqlText sql = SqlText.of("SELECT ");
    for (String name : names) sql.add(name + ", ");
    sql.add("avg(depth) FROM (").add(inner).add(") d");
    if (keys != null) sql.add(" WHERE k0 IN ").list(keys);
    if (!names.isEmpty()) sql.add(" GROUP BY " + String.join(", ", names));
    return sql.add(" LIMIT " + SERIES_ROWS_MAX);
  }

  private SqlText visitsWithEvent(Filter f) {
    return visitsWithEvent(f, "v.id");
  }

  /// Visits that have such an event; for a negative filter, that have none.
  private SqlText visitsWithEvent(Filter f, String visit) {
    Filter positive = f;
    String in = " IN (";
    if (f.op().isNegative()) {
      in = " NOT IN (";
      positive = new Filter(f.dimension(), f.property(), Conditions.positive(f.op()), f.values());
    }
    boolean ofPages = f.dimension() == Dimension.PAGE || f.dimension() == Dimension.HOST;
    return SqlText.of(visit + in + "SELECT e.visit FROM events e WHERE ")
        .add(eventRange())
        .add(" AND e.kind = " + (ofPages ? PAGE_VIEW : CUSTOM) + " AND ")
        .add(condition(positive))
        .add(")");
  }

  // ------------------------------------------------------------------------------------- ends

  private SqlText finished(
      SqlText sql,
      List<String> groups,
      List<Metric> metrics,
      @Nullable Metric orderBy,
      @Nullable Collection<?> keys) {
    if (keys != null) sql.add(" AND " + groups.getFirst() + " IN ").list(keys);
    if (groups.isEmpty()) return sql;
    sql.add(" GROUP BY " + String.join(", ", groups));
    if (metrics.contains(Metric.TIME_ON_PAGE)) {
      // What was read on before the range and not seen again in it is no row.
      sql.add(" HAVING " + views("e.kind = " + PAGE_VIEW) + " > 0");
    }
    if (orderBy == null || hasTime()) return sql.add(" LIMIT " + SERIES_ROWS_MAX);
    int column = query.dimensions().size() + 1 + metrics.indexOf(orderBy);
    sql.add(" ORDER BY " + column + (query.descending() ? " DESC" : " ASC") + " NULLS LAST");
    for (int i = 1; i <= query.dimensions().size(); i++) sql.add(", " + i);
    // One more than asked for tells whether there are more.
    return sql.add(" LIMIT ? OFFSET ?", query.limit() + 1, query.offset());
  }
}
