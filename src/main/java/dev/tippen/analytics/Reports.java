package dev.tippen.analytics;

import dev.tippen.analytics.Dimension.Scope;
import dev.tippen.event.Channel;
import dev.tippen.event.DeviceClass;
import dev.tippen.event.EventKind;
import dev.tippen.history.History;
import dev.tippen.history.History.Cancellation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Questions that a table of figures can't answer: goals, funnels, retention, journeys, and what
/// one visitor or one company did. Safe for all threads; calls block: use a platform thread.
public final class Reports {
  public static final int STEPS_MAX = 8;
  public static final int GOALS_MAX = 20;
  public static final int WEEKS_MAX = 53;

  private static final int PAGE_VIEW = EventKind.PAGE_VIEW.ordinal();
  private static final int CUSTOM = EventKind.CUSTOM.ordinal();
  private static final Channel[] CHANNELS = Channel.values();
  private static final DeviceClass[] DEVICES = DeviceClass.values();
  private static final EventKind[] KINDS = EventKind.values();

  private final History history;

  /// Who goes through a funnel or comes back.
  public enum Per {
    VISIT,
    VISITOR,
    COMPANY;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// @return null if there is none of this name
    public static @Nullable Per of(String text) {
      for (Per p : values()) if (p.text().equals(text)) return p;
      return null;
    }
  }

  /// Which visits of which site.
  ///
  /// @param filters of visits
  public record Base(int site, TimeRange range, List<Filter> filters) {
    public Base {
      for (Filter f : filters) {
        if (f.dimension().scope() != Scope.VISIT) {
          throw new InvalidQuery(
              "filters of a report must be of visits, not " + f.dimension().text());
        }
      }
      if (filters.size() > Filter.FILTERS_MAX) {
        throw new InvalidQuery("filters may be at most " + Filter.FILTERS_MAX);
      }
    }

    private Query query() {
      return new Query(
          site,
          range,
          List.of(Metric.VISITS),
          List.of(),
          null,
          filters,
          null,
          Metric.VISITS,
          true,
          1,
          0);
    }
  }

  /// @param engagedSeconds of the visit at least, for a goal without a filter
  public record Goal(String name, @Nullable Filter filter, int engagedSeconds) {
    public Goal {
      if (filter != null) checkEvent(filter);
      if (filter == null && engagedSeconds < 1) {
        throw new InvalidQuery("goals: " + name + " needs a page, an event or engagedSeconds");
      }
    }
  }

  /// How many reached a goal.
  public record Reached(String name, long visits, long visitors, long companies) {}

  /// @param visits in the range, of all visitors and companies, what rates are divided by
  public record GoalsAnswer(List<Reached> goals, long visits, long visitors, long companies) {}

  public Reports(History history) {
    this.history = history;
  }

  private static void checkEvent(Filter filter) {
    if (filter.dimension().scope() != Scope.EVENT || filter.op().isNegative()) {
      throw new InvalidQuery("a step must be a page or an event that is, contains or matches");
    }
  }

  private static String kind(Filter filter) {
    boolean ofPages = filter.dimension() == Dimension.PAGE || filter.dimension() == Dimension.HOST;
    return "e.kind = " + (ofPages ? PAGE_VIEW : CUSTOM);
  }

  /// Visits, visitors and companies that reached each goal, and all of them.
  public GoalsAnswer goals(Base base, List<Goal> goals, Cancellation cancellation) {
    if (goals.isEmpty() || goals.size() > GOALS_MAX) {
      throw new InvalidQuery("goals must be 1 to " + GOALS_MAX);
    }
    return history.read(
        cancellation,
        c -> {
          QuerySql sql = sql(c, base);
          String counts =
              "SELECT count(*), count(DISTINCT v.visitor),"
                  + " count(DISTINCT CASE WHEN c.company > 0 THEN c.company END) FROM visits v"
                  + QuerySql.COMPANY_JOIN
                  + " WHERE ";
          List<Reached> reached = new ArrayList<>();
          for (Goal goal : goals) {
            SqlText one = SqlText.of(counts).add(sql.visitRange("v"));
            sql.visitConditions(one);
            Filter filter = goal.filter();
            if (filter == null) {
              one.add(" AND v.engaged_ms >= ?", goal.engagedSeconds() * 1_000L);
            } else {
              one.add(" AND v.id IN (SELECT e.visit FROM events e WHERE ")
                  .add(sql.eventRange())
                  .add(" AND " + kind(filter) + " AND ")
                  .add(sql.condition(filter))
                  .add(")");
            }
            reached.add(
                rows(
                        c,
                        one,
                        cancellation,
                        r -> new Reached(goal.name(), r.getLong(1), r.getLong(2), r.getLong(3)))
                    .getFirst());
          }
          SqlText all = SqlText.of(counts).add(sql.visitRange("v"));
          sql.visitConditions(all);
          return rows(
                  c,
                  all,
                  cancellation,
                  r -> new GoalsAnswer(reached, r.getLong(1), r.getLong(2), r.getLong(3)))
              .getFirst();
        });
  }

  /// How many took the first step, then at some later moment the second, and so on; other events
  /// may lie between.
  ///
  /// @return one number for each step
  public List<Long> funnel(Base base, List<Filter> steps, Per per, Cancellation cancellation) {
    if (steps.size() < 2 || steps.size() > STEPS_MAX) {
      throw new InvalidQuery("steps must be 2 to " + STEPS_MAX);
    }
    steps.forEach(Reports::checkEvent);
    return history.read(
        cancellation,
        c -> {
          QuerySql sql = sql(c, base);
          SqlText text = SqlText.of("WITH hits AS MATERIALIZED (");
          for (int i = 0; i < steps.size(); i++) hits(text, sql, steps.get(i), i, per);
          text.add(")");
          for (int i = 0; i < steps.size(); i++) step(text, i);
          text.add(" SELECT ");
          for (int i = 0; i < steps.size(); i++) {
            text.add((i == 0 ? "" : ", ") + "(SELECT count(*) FROM s" + i + ")");
          }
          return rows(
                  c,
                  text,
                  cancellation,
                  r -> {
                    List<Long> counts = new ArrayList<>();
                    for (int i = 1; i <= steps.size(); i++) counts.add(r.getLong(i));
                    return counts;
                  })
              .getFirst();
        });
  }

  /// Who did what a step asks, and when. Companies are looked up for these few events alone.
  private static void hits(SqlText text, QuerySql sql, Filter step, int i, Per per) {
    boolean ofCompany = per == Per.COMPANY;
    text.add(i == 0 ? "" : " UNION ALL ");
    if (ofCompany) text.add("SELECT h.step, c.company AS k, h.t FROM (");
    text.add("SELECT " + i + " AS step, ");
    text.add(per == Per.VISITOR ? "e.visitor AS k" : "e.visit AS k");
    text.add(", e.at_ms AS t FROM events e WHERE ");
    text.add(sql.eventRange()).add(" AND " + kind(step) + " AND ").add(sql.condition(step));
    if (ofCompany) {
      text.add(") h JOIN visits v ON v.id = h.k").add(QuerySql.COMPANY_JOIN);
      text.add(" WHERE c.company > 0 AND ").add(sql.visitRange("v"));
      sql.visitConditions(text);
    } else {
      sql.ofVisits(text);
    }
  }

  /// The earliest moment at which each has come so far: whoever can go on at all, can from there.
  private static void step(SqlText text, int i) {
    text.add(", s" + i + " AS (SELECT h.k, min(h.t) AS t FROM hits h");
    if (i > 0) text.add(" JOIN s" + (i - 1) + " p ON p.k = h.k AND h.t > p.t");
    text.add(" WHERE h.step = " + i + " GROUP BY h.k)");
  }

  /// Those who came first in a week, and how many of them came in each week since.
  ///
  /// @param week its Monday
  /// @param came in the same week, the next, and so on; as many as have begun in the range
  public record Cohort(LocalDate week, long size, List<Long> came) {}

  /// Retention by weeks; a company's first week is that of its first visit ever.
  public List<Cohort> retention(Base base, Per per, Cancellation cancellation) {
    if (per == Per.VISIT) throw new InvalidQuery("per must be visitor or company");
    if (base.range().days() > 7L * WEEKS_MAX) {
      throw new InvalidQuery("range may have at most " + WEEKS_MAX + " weeks");
    }
    return history.read(
        cancellation,
        c -> {
          QuerySql sql = sql(c, base);
          Buckets buckets = new Buckets(base.range(), history.dialect());
          String week = buckets.number(Dimension.WEEK, "v.start_ms");
          String key = per == Per.COMPANY ? "c.company" : "v.visitor";
          String join = QuerySql.COMPANY_JOIN;
          SqlText text =
              SqlText.of("WITH came AS (SELECT " + key + " AS k, " + week + " AS w FROM visits v")
                  .add(join)
                  .add(" WHERE ")
                  .add(sql.visitRange("v"))
                  .add(" AND v.start_ms >= ?", base.range().startMs());
          sql.visitConditions(text);
          if (per == Per.COMPANY) text.add(" AND c.company > 0");
          text.add(" GROUP BY 1, 2), fresh AS (SELECT " + key + " AS k, min(" + week + ") AS w");
          text.add(", min(v.start_ms) AS t FROM visits v").add(join);
          text.add(
              " WHERE coalesce(c.hidden, 0) = 0 AND v.site = ? AND v.start_ms < ?",
              base.site(),
              base.range().endMs());
          if (per == Per.VISITOR) text.add(" AND v.is_new = 1");
          else text.add(" AND c.company > 0");
          text.add(" GROUP BY 1 HAVING min(v.start_ms) >= ?)", base.range().startMs());
          text.add(
              " SELECT f.w, g.w - f.w, count(*) FROM fresh f JOIN came g ON g.k = f.k"
                  + " GROUP BY 1, 2 ORDER BY 1, 2");
          long last = buckets.last(Dimension.WEEK);
          TreeMap<Long, long[]> cohorts = new TreeMap<>();
          rows(
              c,
              text,
              cancellation,
              r -> {
                long first = r.getLong(1);
                long after = r.getLong(2);
                long[] came =
                    cohorts.computeIfAbsent(first, w -> new long[(int) (last - first) + 1]);
                if (after >= 0 && after < came.length) came[(int) after] = r.getLong(3);
                return first;
              });
          List<Cohort> all = new ArrayList<>();
          cohorts.forEach((w, came) -> {
            List<Long> counts = new ArrayList<>();
            for (long n : came) counts.add(n);
            LocalDate monday = LocalDate.parse(Buckets.text(Dimension.WEEK, w));
            all.add(new Cohort(monday, came[0], counts));
          });
          return all;
        });
  }

  /// One page and the next within a visit, in the range if the next was opened in it.
  ///
  /// @param to null if the visit ended; then in the range if the page was opened in it
  public record Passage(@Nullable String from, @Nullable String to, long times) {}

  /// The most frequent ways from one page to the next. The same page again is no way.
  public List<Passage> journeys(Base base, int limit, Cancellation cancellation) {
    return history.read(
        cancellation,
        c -> {
          QuerySql sql = sql(c, base);
          SqlText text =
              SqlText.of("SELECT e.previous_page, e.page, count(*) FROM events e WHERE ")
                  .add(sql.eventRange())
                  .add(" AND e.kind = " + PAGE_VIEW + " AND e.page <> 0")
                  .add(" AND e.previous_page <> 0 AND e.previous_page <> e.page");
          sql.ofVisits(text);
          text.add(" GROUP BY 1, 2 UNION ALL SELECT v.exit_page, 0, count(*) FROM visits v")
              .add(QuerySql.COMPANY_JOIN)
              .add(" WHERE ")
              .add(sql.visitRange("v"))
              .add(" AND v.exit_page <> 0 AND v.exit_ms >= ?", base.range().startMs())
              .add(" AND v.exit_ms < ?", base.range().endMs());
          sql.visitConditions(text);
          text.add(" GROUP BY 1 ORDER BY 3 DESC, 1, 2 LIMIT ?", limit);
          List<long[]> found =
              rows(
                  c,
                  text,
                  cancellation,
                  r -> new long[] {r.getLong(1), r.getLong(2), r.getLong(3)});
          List<Integer> numbers = new ArrayList<>();
          for (long[] row : found) {
            numbers.add((int) row[0]);
            numbers.add((int) row[1]);
          }
          Map<Integer, String> texts = history.texts(c, numbers);
          List<Passage> all = new ArrayList<>();
          for (long[] row : found) {
            all.add(new Passage(texts.get((int) row[0]), texts.get((int) row[1]), row[2]));
          }
          return all;
        });
  }

  /// The visits of a company, newest first, each with its visitor.
  public List<Map<String, @Nullable Object>> companyVisits(
      int site, long company, int limit, int offset, Cancellation cancellation) {
    SqlText where = SqlText.of("v.site = ? AND c.company = ?", site, company);
    return visits(where, limit, offset, cancellation);
  }

  /// The visits of a visitor, newest first.
  public List<Map<String, @Nullable Object>> visitorVisits(
      int site, String visitorId, int limit, int offset, Cancellation cancellation) {
    SqlText where =
        SqlText.of(
            "v.site = ? AND v.visitor IN (SELECT w.visitor FROM visitors w WHERE w.site = ? AND"
                + " w.visitor_id = ?)",
            site,
            site,
            visitorId);
    return visits(where, limit, offset, cancellation);
  }

  private List<Map<String, @Nullable Object>> visits(
      SqlText where, int limit, int offset, Cancellation cancellation) {
    return history.read(
        cancellation,
        c -> {
          SqlText text =
              SqlText.of(
                      "SELECT v.id, u.visitor_id, v.start_ms, v.end_ms, v.page_views, v.engaged_ms,"
                          + " v.interactions, v.is_new, v.channel, v.device, v.entry_page,"
                          + " v.exit_page, v.source, v.country, v.city, v.browser, v.system, c.company,"
                          + " c.name FROM visits v JOIN visitors u ON u.visitor = v.visitor")
                  .add(QuerySql.COMPANY_JOIN)
                  .add(" WHERE ")
                  .add(where)
                  .add(" ORDER BY v.start_ms DESC, v.id DESC LIMIT ? OFFSET ?", limit, offset);
          List<Map<String, @Nullable Object>> all = rows(c, text, cancellation, Reports::visit);
          List<String> named =
              List.of("entryPage", "exitPage", "source", "country", "city", "browser", "system");
          List<Integer> numbers = new ArrayList<>();
          for (Map<String, @Nullable Object> v : all) {
            for (String name : named) {
              if (v.get(name) instanceof Integer n) numbers.add(n);
            }
          }
          Map<Integer, String> texts = history.texts(c, numbers);
          for (Map<String, @Nullable Object> v : all) {
            for (String name : named) {
              if (v.get(name) instanceof Integer n) v.put(name, texts.get(n));
            }
          }
          return all;
        });
  }

  private static Map<String, @Nullable Object> visit(ResultSet r) throws SQLException {
    Map<String, @Nullable Object> v = new LinkedHashMap<>();
    v.put("id", r.getLong(1));
    v.put("visitorId", r.getString(2));
    v.put("startedAt", Instant.ofEpochMilli(r.getLong(3)).toString());
    v.put("endedAt", Instant.ofEpochMilli(r.getLong(4)).toString());
    v.put("pageViews", r.getInt(5));
    v.put("engagedSeconds", r.getLong(6) / 1_000.0);
    v.put("events", r.getInt(7));
    v.put("visitorType", r.getInt(8) == 1 ? Analytics.NEW : Analytics.RETURNING);
    v.put("channel", CHANNELS[r.getInt(9)].label());
    v.put("device", DEVICES[r.getInt(10)].text());
    v.put("entryPage", r.getInt(11));
    v.put("exitPage", r.getInt(12));
    v.put("source", r.getInt(13));
    v.put("country", r.getInt(14));
    v.put("city", r.getInt(15));
    v.put("browser", r.getInt(16));
    v.put("system", r.getInt(17));
    long company = r.getLong(18);
    v.put("companyId", company == 0 ? null : company);
    v.put("company", company == 0 ? null : r.getString(19));
    return v;
  }

  /// The events of a visitor, newest first.
  public List<Map<String, @Nullable Object>> visitorEvents(
      int site, String visitorId, int limit, int offset, Cancellation cancellation) {
    return history.read(
        cancellation,
        c -> {
          SqlText text =
              SqlText.of(
                  "SELECT e.id, e.visit, e.at_ms, e.kind, e.name, e.host, e.page, e.title,"
                      + " e.engaged_ms, e.scroll_pct, e.details FROM events e WHERE e.site = ? AND"
                      + " e.visitor IN (SELECT w.visitor FROM visitors w WHERE w.site = ? AND"
                      + " w.visitor_id = ?) ORDER BY e.at_ms DESC, e.id DESC LIMIT ? OFFSET ?",
                  site,
                  site,
                  visitorId,
                  limit,
                  offset);
          List<Map<String, @Nullable Object>> all =
              rows(
                  c,
                  text,
                  cancellation,
                  r -> {
                    Map<String, @Nullable Object> e = new LinkedHashMap<>();
                    e.put("id", r.getLong(1));
                    e.put("visit", r.getLong(2));
                    e.put("at", Instant.ofEpochMilli(r.getLong(3)).toString());
                    e.put("kind", KINDS[r.getInt(4)].name().toLowerCase(Locale.ROOT));
                    e.put("name", r.getInt(5));
                    e.put("host", r.getInt(6));
                    e.put("page", r.getInt(7));
                    e.put("title", r.getInt(8));
                    e.put("engagedMs", r.getInt(9));
                    e.put("scrollPct", r.getInt(10));
                    e.put("details", r.getString(11));
                    return e;
                  });
          List<Integer> numbers = new ArrayList<>();
          List<String> named = List.of("name", "host", "page", "title");
          for (Map<String, @Nullable Object> e : all) {
            for (String name : named) if (e.get(name) instanceof Integer n) numbers.add(n);
          }
          Map<Integer, String> texts = history.texts(c, numbers);
          for (Map<String, @Nullable Object> e : all) {
            for (String name : named) {
              if (e.get(name) instanceof Integer n) e.put(name, texts.get(n));
            }
          }
          return all;
        });
  }

  private QuerySql sql(Connection c, Base base) throws SQLException {
    SqlText hidden =
        SqlText.of("SELECT 1 FROM companies WHERE site = ? AND hidden = 1 LIMIT 1", base.site());
    boolean someHidden = !rows(c, hidden, new Cancellation(), r -> 1).isEmpty();
    return new QuerySql(base.query(), history.dialect(), someHidden);
  }

  private <T extends @Nullable Object> List<T> rows(
      Connection c, SqlText sql, Cancellation cancellation, Rows.Row<T> row) throws SQLException {
    return Rows.of(history, c, sql, cancellation, row);
  }
}
