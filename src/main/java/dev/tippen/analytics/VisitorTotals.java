package dev.tippen.analytics;

import dev.tippen.event.ApiKey;
import dev.tippen.history.History;
import dev.tippen.store.VisitorReads;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The questions that the table `visitor_sessions` answers with one statement each, answered from
/// its copy in columns: the same rows, without reading a million of them. What was just committed
/// follows within seconds. Calls block: use a platform thread.
public final class VisitorTotals {
  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final History history;
  private final VisitorReads visitors;

  /// Which visitors; null means: any.
  ///
  /// @param fromDay first seen on or after, UTC
  /// @param toDay first seen on or before, UTC
  /// @param company part of the name, whatever the case
  /// @param location part of the text, whatever the case
  /// @param visitorId beginning of the id
  public record Wanted(
      @Nullable LocalDate fromDay,
      @Nullable LocalDate toDay,
      @Nullable String company,
      @Nullable String location,
      @Nullable String visitorId) {}

  public VisitorTotals(History history, VisitorReads visitors) {
    this.history = history;
    this.visitors = visitors;
  }

  /// Rows of `visitor_sessions`, newest activity first.
  public List<Map<String, @Nullable Object>> newest(ApiKey key, int limit) {
    return visitors.visitors(key, limit, 0);
  }

  /// How many visitors there are.
  public long visitors(ApiKey key) {
    return number(SqlText.of("SELECT count(*) FROM visitors WHERE site = ?", key.id()));
  }

  /// All page views of all visitors.
  public long pageViews(ApiKey key) {
    return number(
        SqlText.of("SELECT coalesce(sum(page_views), 0) FROM visitors WHERE site = ?", key.id()));
  }

  /// Rows of visitors seen since a moment, newest activity first.
  public List<Map<String, @Nullable Object>> active(ApiKey key, Instant since, int limit) {
    return rows(
        key,
        SqlText.of(
            ROWS
                + " WHERE site = ? AND last_seen >= ? ORDER BY last_seen DESC, visitor DESC LIMIT ?",
            key.id(),
            since.getEpochSecond(),
            limit));
  }

  /// Rows of visitors as wanted, newest activity first.
  public List<Map<String, @Nullable Object>> find(
      ApiKey key, Wanted wanted, int limit, int offset) {
    SqlText sql = SqlText.of(ROWS + " WHERE site = ?", key.id());
    LocalDate from = wanted.fromDay();
    LocalDate to = wanted.toDay();
    String company = wanted.company();
    String location = wanted.location();
    String visitorId = wanted.visitorId();
    if (from != null) sql.add(" AND first_seen >= ?", second(from));
    if (to != null) sql.add(" AND first_seen < ?", second(to.plusDays(1)));
    if (company != null) sql.add(" AND " + history.dialect().contains("company", "?"), company);
    if (location != null) {
      sql.add(" AND " + history.dialect().contains("location", "?"), location);
    }
    if (visitorId != null) {
      sql.add(" AND substr(visitor_id, 1, ?) = ?", visitorId.length(), visitorId);
    }
    sql.add(" ORDER BY last_seen DESC, visitor DESC LIMIT ? OFFSET ?", limit, offset);
    return rows(key, sql);
  }

  private static long second(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }

  /// Companies as visitors have them, labels of the unknown among them, by visitors.
  public List<Map<String, Object>> topCompanies(ApiKey key, int limit) {
    SqlText sql =
        SqlText.of(
            "SELECT company, count(*), sum(page_views) FROM visitors"
                + " WHERE site = ? AND company IS NOT NULL GROUP BY company"
                + " ORDER BY 2 DESC, 1 LIMIT ?",
            key.id(),
            limit);
    return Rows.of(
        history,
        sql,
        r -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("company", r.getString(1));
          row.put("visits", r.getLong(2));
          row.put("total_views", r.getLong(3));
          return row;
        });
  }

  /// New visitors of each day and all their page views, newest day first.
  public List<Map<String, Object>> timeline(ApiKey key, int limit) {
    String day = history.dialect().whole("first_seen", "86400");
    SqlText sql =
        SqlText.of(
            "SELECT "
                + day
                + " AS d, count(*), sum(page_views) FROM visitors"
                + " WHERE site = ? GROUP BY "
                + day
                + " ORDER BY 1 DESC LIMIT ?",
            key.id(),
            limit);
    return Rows.of(
        history,
        sql,
        r -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("date", LocalDate.ofEpochDay(r.getLong(1)).toString());
          row.put("unique_visitors", r.getLong(2));
          row.put("page_views", r.getLong(3));
          return row;
        });
  }

  private static final String ROWS =
      "SELECT visitor, visitor_id, company, location, last_role, website, page_views, first_seen,"
          + " last_seen, total_time_seconds FROM visitors";

  private List<Map<String, @Nullable Object>> rows(ApiKey key, SqlText sql) {
    return Rows.of(
        history,
        sql,
        r -> {
          Map<String, @Nullable Object> row = new LinkedHashMap<>();
          row.put("id", r.getLong(1));
          row.put("api_key", key.text());
          row.put("visitor_id", r.getString(2));
          row.put("company", r.getString(3));
          row.put("location", r.getString(4));
          row.put("last_role", r.getString(5));
          row.put("website", r.getString(6));
          row.put("page_views", r.getLong(7));
          row.put("first_seen_at", TEXT.format(Instant.ofEpochSecond(r.getLong(8))));
          row.put("last_seen_at", TEXT.format(Instant.ofEpochSecond(r.getLong(9))));
          row.put("total_time_seconds", r.getLong(10));
          return row;
        });
  }

  private long number(SqlText sql) {
    return Rows.of(history, sql, r -> r.getLong(1)).getFirst();
  }
}
