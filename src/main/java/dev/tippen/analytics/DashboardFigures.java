package dev.tippen.analytics;

import dev.tippen.event.ApiKey;
import dev.tippen.history.History;
import dev.tippen.store.CallReads;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answers that the published dashboard reads under `/api/analytics`, with its names. Days are
/// UTC. Numbers are never null, texts are empty instead, because that dashboard formats them as
/// they come. Calls block: use a platform thread.
public final class DashboardFigures {
  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final long ACTIVE_SECONDS = 300;
  private static final int ENGAGED_PAGE_VIEWS = 3;
  private static final int TOP = 10;

  /// `<host> Visitor` and the like are labels of the unknown: a host has no space.
  private static final String NAMED =
      " AND company IS NOT NULL AND company <> 'Unknown Company'"
          + " AND NOT (company LIKE '% Visitor' AND instr(company, ' ') = length(company) - 7)";

  private final History history;
  private final CallReads calls;
  private final InstantSource clock;

  public DashboardFigures(History history, CallReads calls, InstantSource clock) {
    this.history = history;
    this.calls = calls;
    this.clock = clock;
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private static long second(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }

  private static String text(LocalDate day) {
    return day + " 00:00:00";
  }

  /// Calls and new visitors of today.
  public Map<String, Object> today(ApiKey key) {
    CallReads.Totals t = calls.totals(key, text(today()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("totalOutboundCalls", t.calls());
    answer.put("connectionRate", share(t.connected(), t.calls()));
    answer.put("qualifiedLeads", t.qualifiedLeads());
    answer.put("avgCallDuration", Math.round(t.averageSeconds()));
    List<Map<String, Object>> visitors =
        Rows.of(
            history,
            SqlText.of(
                "SELECT count(*), coalesce(sum(CASE WHEN last_seen >= ? THEN 1 ELSE 0 END), 0)"
                    + " FROM visitors WHERE site = ? AND first_seen >= ?",
                now() - ACTIVE_SECONDS,
                key.id(),
                second(today())),
            r -> Map.<String, Object>of("all", r.getLong(1), "active", r.getLong(2)));
    answer.put("totalVisitors", visitors.getFirst().getOrDefault("all", 0));
    answer.put("activeVisitors", visitors.getFirst().getOrDefault("active", 0));
    return answer;
  }

  /// Companies by calls, then by visitors.
  public List<Map<String, Object>> topCompanies(ApiKey key, int limit) {
    Map<String, Map<String, Object>> companies = new LinkedHashMap<>();
    for (CallReads.OfCompany c : calls.byCompany(key, limit)) {
      Map<String, Object> row = company(c.company(), 0);
      row.put("total_video_calls", c.calls());
      row.put("successful_connections", c.connected());
      row.put("qualified_leads", c.qualifiedLeads());
      row.put("avg_session_duration_seconds", Math.round(c.averageSeconds()));
      companies.put(c.company(), row);
    }
    for (Map<String, Object> v :
        Rows.of(
            history,
            SqlText.of(
                "SELECT company, count(*) FROM visitors WHERE site = ?"
                    + NAMED
                    + " GROUP BY company ORDER BY 2 DESC, 1 LIMIT ?",
                key.id(),
                1_000),
            r -> Map.<String, Object>of("company", r.getString(1), "visits", r.getLong(2)))) {
      String name = String.valueOf(v.get("company"));
      Map<String, Object> known = companies.get(name);
      if (known == null && companies.size() >= limit) continue;
      if (known == null) {
        known = company(name, 0);
        companies.put(name, known);
      }
      known.put("total_visits", v.getOrDefault("visits", 0));
    }
    return List.copyOf(companies.values());
  }

  private static Map<String, Object> company(String name, long visits) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("company", name);
    row.put("total_visits", visits);
    row.put("total_video_calls", 0);
    row.put("successful_connections", 0);
    row.put("qualified_leads", 0);
    row.put("avg_session_duration_seconds", 0);
    return row;
  }

  /// Calls of the last days, oldest first; days without calls are absent.
  public List<Map<String, Object>> callVolume(ApiKey key, int days) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (CallReads.OfDay d : calls.byDay(key, text(today().minusDays(days - 1L)))) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("date", d.day());
      row.put("total_calls", d.calls());
      row.put("successful_calls", d.connected());
      all.add(row);
    }
    return all;
  }

  /// Sums of the visitors of a range.
  ///
  /// @param range `active` (seen in the last five minutes), else by the first visit: `today`,
  ///   `yesterday`, `last7days`, `last30days`, `custom`
  /// @throws InvalidQuery if there is no such range
  public Map<String, Object> visitors(
      ApiKey key, String range, @Nullable LocalDate from, @Nullable LocalDate to) {
    SqlText where = SqlText.of(" WHERE site = ?", key.id());
    LocalDate today = today();
    switch (range) {
      case "active" -> where.add(" AND last_seen >= ?", now() - ACTIVE_SECONDS);
      case "today" -> days(where, today, today);
      case "yesterday" -> days(where, today.minusDays(1), today.minusDays(1));
      case "last7days" -> days(where, today.minusDays(6), today);
      case "last30days" -> days(where, today.minusDays(29), today);
      case "custom" -> {
        if (from == null || to == null) {
          throw new InvalidQuery("range custom needs start_date and end_date");
        }
        if (to.isBefore(from)) throw new InvalidQuery("end_date must not be before start_date");
        days(where, from, to);
      }
      default ->
          throw new InvalidQuery(
              "range must be active, today, yesterday, last7days, last30days or custom");
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.putAll(sums(key, where));
    answer.put("topVisitors", topVisitors(where));
    answer.put("visitorActivityByHour", byHour(where));
    answer.put("locationBreakdown", byLocation(where));
    return answer;
  }

  private static void days(SqlText where, LocalDate from, LocalDate to) {
    where.add(" AND first_seen >= ? AND first_seen < ?", second(from), second(to.plusDays(1)));
  }

  private Map<String, Object> sums(ApiKey key, SqlText where) {
    Map<String, Object> sums =
        Rows.of(
                history,
                SqlText.of(
                        "SELECT count(*), coalesce(sum(page_views), 0),"
                            + " coalesce(sum(CASE WHEN page_views >= ? THEN 1 ELSE 0 END), 0),"
                            + " coalesce(avg(total_time_seconds), 0) FROM visitors",
                        ENGAGED_PAGE_VIEWS)
                    .add(where),
                r -> {
                  long all = r.getLong(1);
                  Map<String, Object> row = new LinkedHashMap<>();
                  row.put("totalVisitors", all);
                  row.put("activeVisitors", 0);
                  row.put("totalPageViews", r.getLong(2));
                  row.put(
                      "avgPageViewsPerVisitor", round((double) r.getLong(2) / Math.max(all, 1)));
                  row.put("engagementRate", share(r.getLong(3), all));
                  row.put("avgTimeOnSite", Math.round(r.getDouble(4)));
                  return row;
                })
            .getFirst();
    long active =
        Rows.of(
                history,
                SqlText.of(
                    "SELECT count(*) FROM visitors WHERE site = ? AND last_seen >= ?",
                    key.id(),
                    now() - ACTIVE_SECONDS),
                r -> r.getLong(1))
            .getFirst();
    sums.put("activeVisitors", active);
    return sums;
  }

  private List<Map<String, Object>> topVisitors(SqlText where) {
    return Rows.of(
        history,
        new SqlText()
            .add(
                "SELECT visitor_id, company, location, last_role, page_views, total_time_seconds,"
                    + " last_seen FROM visitors")
            .add(where)
            .add(" ORDER BY page_views DESC, visitor LIMIT " + TOP),
        r -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("visitor_id", r.getString(1));
          row.put("company", orEmpty(r.getString(2)));
          row.put("location", orEmpty(r.getString(3)));
          row.put("last_role", orEmpty(r.getString(4)));
          row.put("page_views", r.getLong(5));
          row.put("total_time_seconds", r.getLong(6));
          row.put("last_seen_at", Instant.ofEpochSecond(r.getLong(7)).toString());
          return row;
        });
  }

  private List<Map<String, Object>> byHour(SqlText where) {
    String hour = "(" + history.dialect().whole("first_seen", "3600") + " % 24)";
    return Rows.of(
        history,
        new SqlText()
            .add("SELECT " + hour + " AS h, count(*) FROM visitors")
            .add(where)
            .add(" GROUP BY " + hour + " ORDER BY 1"),
        r -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("hour", "%02d".formatted(r.getLong(1)));
          row.put("visitor_count", r.getLong(2));
          return row;
        });
  }

  private List<Map<String, Object>> byLocation(SqlText where) {
    return Rows.of(
        history,
        new SqlText()
            .add("SELECT coalesce(location, 'Unknown Location'), count(*) FROM visitors")
            .add(where)
            .add(" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT " + TOP),
        r -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("location", r.getString(1));
          row.put("visitor_count", r.getLong(2));
          return row;
        });
  }

  /// The newest calls.
  ///
  /// @param status null for any
  public Map<String, Object> sessions(ApiKey key, @Nullable String status, int limit) {
    List<Map<String, @Nullable Object>> sessions = new ArrayList<>();
    for (CallReads.Call c : calls.newest(key, status, limit)) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("id", c.id());
      row.put("visitor_id", c.visitorId());
      row.put("session_id", c.sessionId());
      row.put("company", orEmpty(c.company()));
      row.put("visitor_role", orEmpty(c.visitorRole()));
      row.put("status", c.status());
      row.put("invited_at", iso(c.invitedAt()));
      row.put("connected_at", iso(c.connectedAt()));
      row.put("ended_at", iso(c.endedAt()));
      row.put("duration_seconds", c.durationSeconds());
      row.put("connection_time_seconds", c.connectionTimeSeconds());
      row.put("is_qualified_lead", c.qualifiedLead() ? 1 : 0);
      row.put("lead_quality_score", c.leadQualityScore());
      row.put("lead_quality", c.leadQuality());
      row.put("notes", orEmpty(c.notes()));
      sessions.add(row);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("success", true);
    answer.put("sessions", sessions);
    answer.put("total", calls.count(key, status));
    return answer;
  }

  private static @Nullable String iso(@Nullable String text) {
    return text == null ? null : TEXT.parse(text, Instant::from).toString();
  }

  /// Visitors with what is known of their companies, newest first.
  ///
  /// @param enrichedOnly only those whose company has a domain
  public Map<String, Object> enriched(ApiKey key, boolean enrichedOnly, int limit) {
    String from =
        " FROM visitors v LEFT JOIN companies c ON c.site = v.site AND c.id = v.company_id";
    String known = "c.company > 0 AND c.domain IS NOT NULL AND c.domain <> ''";
    Map<String, Object> stats =
        Rows.of(
                history,
                SqlText.of(
                    "SELECT count(*), coalesce(sum(CASE WHEN "
                        + known
                        + " THEN 1 ELSE 0 END), 0),"
                        + " count(DISTINCT CASE WHEN "
                        + known
                        + " THEN c.industry END)"
                        + from
                        + " WHERE v.site = ?",
                    key.id()),
                r -> {
                  Map<String, Object> row = new LinkedHashMap<>();
                  row.put("totalVisitors", r.getLong(1));
                  row.put("enrichedVisitors", r.getLong(2));
                  row.put("uniqueIndustries", r.getLong(3));
                  row.put(
                      "enrichmentRate",
                      r.getLong(1) == 0 ? 0 : Math.round(100.0 * r.getLong(2) / r.getLong(1)));
                  return row;
                })
            .getFirst();
    List<Map<String, Object>> visitors =
        Rows.of(
            history,
            SqlText.of(
                "SELECT v.visitor_id, v.company, c.domain, c.industry, c.revenue, c.employees,"
                    + " v.location, v.last_role, v.website, v.page_views, v.first_seen,"
                    + " v.last_seen, coalesce(c.company, 0)"
                    + from
                    + " WHERE v.site = ?"
                    + (enrichedOnly ? " AND " + known : "")
                    + " ORDER BY v.last_seen DESC, v.visitor DESC LIMIT ?",
                key.id(),
                limit),
            DashboardFigures::enrichedVisitor);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("success", true);
    answer.put("visitors", visitors);
    answer.put("total", visitors.size());
    answer.put("stats", stats);
    return answer;
  }

  private static Map<String, Object> enrichedVisitor(ResultSet r) throws SQLException {
    String lastSeen = Instant.ofEpochSecond(r.getLong(12)).toString();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("visitorId", r.getString(1));
    row.put("company", orEmpty(r.getString(2)));
    row.put("domain", orEmpty(r.getString(3)));
    row.put("industry", orEmpty(r.getString(4)));
    row.put("revenue", orEmpty(r.getString(5)));
    String staff = orEmpty(r.getString(6));
    // A number or nothing: that dashboard formats it.
    if (staff.matches("[0-9]{1,9}")) {
      row.put("staff", Integer.valueOf(staff));
      row.put("employees", Integer.valueOf(staff));
    }
    row.put("enrichedLocation", orEmpty(r.getString(7)));
    row.put("location", orEmpty(r.getString(7)));
    row.put("lastRole", orEmpty(r.getString(8)));
    row.put("website", orEmpty(r.getString(9)));
    row.put("pageViews", r.getLong(10));
    row.put("firstSeenAt", Instant.ofEpochSecond(r.getLong(11)).toString());
    row.put("lastSeenAt", lastSeen);
    row.put("timestamp", lastSeen);
    row.put("lastActivity", lastSeen);
    row.put("_enrichmentSource", r.getLong(13) > 0 ? "company" : "fallback");
    row.put("_cached", false);
    row.put("enrichedAt", lastSeen);
    row.put("status", "active");
    return row;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /// In percent; 0 of nothing.
  private static Number share(long part, long whole) {
    return whole == 0 ? Long.valueOf(0) : round(100.0 * part / whole);
  }

  /// To one decimal, a whole number without one.
  private static Number round(double value) {
    double rounded = Math.round(value * 10) / 10.0;
    if (rounded == Math.rint(rounded)) return (long) rounded;
    return rounded;
  }
}
