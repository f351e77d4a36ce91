package dev.tippen.analytics;

import dev.tippen.analytics.Dimension.Kind;
import dev.tippen.analytics.Dimension.Scope;
import dev.tippen.analytics.QuerySql.Part;
import dev.tippen.event.Channel;
import dev.tippen.event.DeviceClass;
import dev.tippen.history.History;
import dev.tippen.history.History.Cancellation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Answers questions about one site from the history. Safe for all threads; calls block, for at
/// most the query time-out of the history: use a platform thread.
public final class Analytics {
  static final String NEW = "new";
  static final String RETURNING = "returning";

  /// Values of a dimension that are counted in full for each row asked for, and some more.
  private static final int CANDIDATES_PER_ROW = 4;

  private static final int CANDIDATES_MORE = 40;

  private static final Channel[] CHANNELS = Channel.values();
  private static final DeviceClass[] DEVICES = DeviceClass.values();

  private final History history;
  private final InstantSource clock;

  /// @param values of the dimensions, null for the unknown
  /// @param ids of companies where a dimension is the company, else null
  /// @param metrics in the order of the question, null for a share of nothing
  /// @param compared the same in the range to compare with, null if there is none
  /// @param complete whether the bucket of a series is over
  public record Row(
      List<@Nullable String> values,
      @Nullable Long companyId,
      List<@Nullable Double> metrics,
      @Nullable List<@Nullable Double> compared,
      boolean complete) {}

  /// @param asOfMs all events committed before are counted, epoch milliseconds
  /// @param more whether there are rows after these
  public record Answer(Query query, long asOfMs, List<Row> rows, boolean more) {}

  public Analytics(History history, InstantSource clock) {
    this.history = history;
    this.clock = clock;
  }

  /// Asks one question.
  ///
  /// @throws InvalidQuery if it can't be asked
  /// @throws dev.tippen.history.HistoryException if it can't be answered
  public Answer ask(Query query, Cancellation cancellation) {
    return history.read(
        cancellation,
        c -> {
          // Before the first statement: what it sees is at least as new.
          long asOfMs = history.state().asOfMs();
          return new Asking(c, query, cancellation).answer(asOfMs);
        });
  }

  /// What is known while one question is answered.
  private final class Asking {
    private final Connection connection;
    private final Query query;
    private final Cancellation cancellation;
    private final boolean someHidden;

    Asking(Connection connection, Query query, Cancellation cancellation) throws SQLException {
      this.connection = connection;
      this.query = query;
      this.cancellation = cancellation;
      SqlText hidden =
          SqlText.of("SELECT 1 FROM companies WHERE site = ? AND hidden = 1 LIMIT 1", query.site());
      someHidden = !rows(hidden, 1).isEmpty();
    }

    Answer answer(long asOfMs) throws SQLException {
      Figures figures = figures(query, null);
      TimeRange other = query.comparedWith();
      Figures compared = null;
      if (other != null) {
        Query before = query.in(other);
        boolean all = hasSeries() || query.dimensions().isEmpty();
        compared = figures(before, all ? null : firstKeys(figures));
      }
      List<Key> keys = new ArrayList<>(figures.rows.keySet());
      boolean more = !hasSeries() && !query.dimensions().isEmpty() && keys.size() > query.limit();
      if (more) keys = keys.subList(0, query.limit());
      if (query.dimensions().isEmpty() && keys.isEmpty()) keys = List.of(new Key(List.of()));
      return new Answer(query, asOfMs, rows(keys, figures, compared), more);
    }

    private boolean hasSeries() {
      return query.dimensions().stream().anyMatch(d -> d.scope() == Scope.TIME);
    }

    private Collection<?> firstKeys(Figures figures) {
      return figures.rows.keySet().stream().map(k -> k.values.getFirst()).distinct().toList();
    }

    /// @param keys values of the first dimension that are wanted, null for those that come first
    private Figures figures(Query q, @Nullable Collection<?> keys) throws SQLException {
      QuerySql sql = new QuerySql(q, history.dialect(), someHidden);
      Map<Part, List<Metric>> parts = new EnumMap<>(Part.class);
      for (Metric m : q.metrics()) {
        parts.computeIfAbsent(sql.part(m), p -> new ArrayList<>()).add(m);
      }
      // The share of exits needs the visits of the page beside them.
      boolean exitRate = q.metrics().contains(Metric.EXIT_RATE);
      if (exitRate) {
        List<Metric> pages = parts.computeIfAbsent(Part.PAGES, p -> new ArrayList<>());
        if (!pages.contains(Metric.VISITS)) pages.add(Metric.VISITS);
      }
      Part first = exitRate && q.orderBy() == Metric.EXIT_RATE ? Part.PAGES : sql.part(q.orderBy());
      Metric order = first == sql.part(q.orderBy()) ? q.orderBy() : Metric.VISITS;
      List<Metric> firstMetrics = parts.getOrDefault(first, List.of());
      boolean limited = keys == null && !hasSeries() && !q.dimensions().isEmpty();
      Figures figures = new Figures();
      Metric orderBy = first == Part.SCROLL || !limited ? null : order;
      Candidates candidates = limited ? candidates(q, first, order) : null;
      if (candidates != null) {
        figures.add(sql.of(first, firstMetrics, orderBy, candidates.keys), firstMetrics, true);
        if (!candidates.hold(figures, order, q)) {
          figures = new Figures();
          candidates = null;
        }
      }
      // The time on pages needs more rows than their views: it is read for the rows that are shown.
      List<Metric> later =
          candidates == null && limited && order != Metric.TIME_ON_PAGE
              ? firstMetrics.stream().filter(m -> m == Metric.TIME_ON_PAGE).toList()
              : List.of();
      if (candidates == null) {
        List<Metric> now = firstMetrics.stream().filter(m -> !later.contains(m)).toList();
        figures.add(sql.of(first, now, orderBy, keys), now, true);
      }
      Collection<?> wanted = limited ? firstKeys(figures) : keys;
      if (limited && wanted != null && wanted.isEmpty()) return figures;
      if (!later.isEmpty()) figures.add(sql.of(first, later, null, wanted), later, false);
      for (Map.Entry<Part, List<Metric>> part : parts.entrySet()) {
        if (part.getKey() == first) continue;
        figures.add(
            sql.of(part.getKey(), part.getValue(), null, wanted), part.getValue(), hasSeries());
      }
      if (exitRate) figures.exitRates();
      return figures;
    }

    /// The values with the most rows, if looking at them first can spare counting different
    /// visitors for each of thousands of values.
    private @Nullable Candidates candidates(Query q, Part part, Metric order) throws SQLException {
      Metric rowCount = QuerySql.rowCount(part);
      int asked = q.offset() + q.limit() + 1;
      int most = CANDIDATES_PER_ROW * asked + CANDIDATES_MORE;
      if (rowCount == null
          || order.unit() != Metric.Unit.COUNT
          || !q.descending()
          || q.dimensions().size() > 1
          || !q.dimensions().getFirst().hasManyValues()
          // Of few visits all is counted in the time that finding them takes.
          || q.filters().stream().anyMatch(f -> f.dimension().scope() == Scope.VISIT)
          || most > Query.LIMIT_MAX) {
        return null;
      }
      QuerySql sql = new QuerySql(q.first(most, rowCount), history.dialect(), someHidden);
      List<Object> keys = new ArrayList<>();
      double others = 0;
      for (@Nullable Object[] row : rows(sql.of(part, List.of(rowCount), rowCount, null), 2)) {
        if (keys.size() < most && row[0] != null) keys.add(row[0]);
        else if (row[1] instanceof Number n) others = n.doubleValue();
      }
      return new Candidates(keys, others);
    }

    /// @param others the most rows that any other value has, 0 if there are no others
    private record Candidates(List<Object> keys, double others) {
      /// Whether the rows found among the candidates are the first of all values: no other can have
      /// as many as the last of them.
      boolean hold(Figures figures, Metric order, Query q) {
        if (others == 0) return true;
        if (figures.rows.size() <= q.limit()) return false;
        Double least = figures.rows.lastEntry().getValue().get(order);
        return least != null && least > others;
      }
    }

    /// Rows by the values of their dimensions.
    private final class Figures {
      private final LinkedHashMap<Key, Map<Metric, @Nullable Double>> rows = new LinkedHashMap<>();

      /// @param makes whether a row may be new
      void add(SqlText sql, List<Metric> metrics, boolean makes) throws SQLException {
        int dimensions = query.dimensions().size();
        for (@Nullable Object[] row : rows(sql, dimensions + metrics.size())) {
          Key key = new Key(Arrays.asList(Arrays.copyOf(row, dimensions)));
          Map<Metric, @Nullable Double> figures = rows.get(key);
          if (figures == null) {
            if (!makes) continue;
            figures = new HashMap<>();
            rows.put(key, figures);
          }
          for (int i = 0; i < metrics.size(); i++) {
            Object value = row[dimensions + i];
            figures.put(metrics.get(i), value == null ? null : ((Number) value).doubleValue());
          }
        }
      }

      void exitRates() {
        for (Map<Metric, @Nullable Double> row : rows.values()) {
          Double exits = row.get(Metric.EXIT_RATE);
          Double visits = row.get(Metric.VISITS);
          row.put(
              Metric.EXIT_RATE,
              visits == null || visits == 0 ? null : 100 * (exits == null ? 0 : exits) / visits);
        }
      }

      List<@Nullable Double> of(Key key, List<Metric> metrics) {
        Map<Metric, @Nullable Double> row = rows.getOrDefault(key, Map.of());
        List<@Nullable Double> all = new ArrayList<>();
        for (Metric m : metrics) {
          Double value = row.get(m);
          boolean count = m.unit() == Metric.Unit.COUNT;
          all.add(value == null && count ? Double.valueOf(0) : value);
        }
        return all;
      }
    }

    private List<Row> rows(List<Key> keys, Figures figures, @Nullable Figures compared)
        throws SQLException {
      int series = series();
      if (series >= 0) return seriesRows(series, figures, compared);
      Labels labels = labels(keys);
      List<Row> all = new ArrayList<>();
      for (Key key : keys) {
        all.add(
            new Row(
                labels.of(key),
                companyId(key),
                figures.of(key, query.metrics()),
                compared == null ? null : compared.of(key, query.metrics()),
                true));
      }
      return all;
    }

    private int series() {
      for (int i = 0; i < query.dimensions().size(); i++) {
        if (query.dimensions().get(i).scope() == Scope.TIME) return i;
      }
      return -1;
    }

    /// In the order of time; a series alone has a row for each bucket, also for those without
    /// events.
    private List<Row> seriesRows(int at, Figures figures, @Nullable Figures compared)
        throws SQLException {
      Dimension d = query.dimensions().get(at);
      Instant now = clock.instant();
      Buckets buckets = new Buckets(query.range(), history.dialect());
      TreeMap<Long, List<Key>> byBucket = new TreeMap<>();
      for (Key key : figures.rows.keySet()) {
        byBucket.computeIfAbsent(key.number(at), b -> new ArrayList<>()).add(key);
      }
      boolean alone = query.dimensions().size() == 1;
      long first = d.isSeries() ? buckets.first(d) : 0;
      if (alone) {
        long last = last(d, buckets);
        for (long b = first; b <= last; b++) {
          byBucket.computeIfAbsent(b, k -> List.of(new Key(List.of(k))));
        }
      }
      long otherFirst = first;
      TimeRange other = query.comparedWith();
      if (other != null && d.isSeries()) {
        otherFirst = new Buckets(other, history.dialect()).first(d);
      }
      Labels labels = labels(byBucket.values().stream().flatMap(List::stream).toList());
      List<Row> all = new ArrayList<>();
      for (Map.Entry<Long, List<Key>> bucket : byBucket.entrySet()) {
        List<Key> keys = new ArrayList<>(bucket.getValue());
        keys.sort(byMetric(figures));
        for (Key key : keys) {
          Key before = key.with(at, bucket.getKey() - first + otherFirst);
          all.add(
              new Row(
                  labels.of(key),
                  companyId(key),
                  figures.of(key, query.metrics()),
                  compared == null ? null : compared.of(before, query.metrics()),
                  !d.isSeries() || buckets.isOver(d, bucket.getKey(), now)));
        }
      }
      return all;
    }

    private static long last(Dimension d, Buckets buckets) {
      return switch (d) {
        case HOUR_OF_DAY -> 23;
        case WEEKDAY -> 6;
        default -> buckets.last(d);
      };
    }

    private Comparator<Key> byMetric(Figures figures) {
      int at = query.metrics().indexOf(query.orderBy());
      Comparator<Key> ascending =
          Comparator.comparingDouble(k -> {
            Double value = figures.of(k, query.metrics()).get(at);
            return value == null ? -1 : value;
          });
      return query.descending() ? ascending.reversed() : ascending;
    }

    private @Nullable Long companyId(Key key) {
      int at = query.dimensions().indexOf(Dimension.COMPANY);
      return at < 0 ? null : key.number(at);
    }

    private Labels labels(Collection<Key> keys) throws SQLException {
      List<Integer> texts = new ArrayList<>();
      List<Long> companies = new ArrayList<>();
      for (int i = 0; i < query.dimensions().size(); i++) {
        Kind kind = query.dimensions().get(i).kind();
        for (Key key : keys) {
          if (kind == Kind.TEXT) texts.add((int) key.number(i));
          if (kind == Kind.COMPANY) companies.add(key.number(i));
        }
      }
      return new Labels(
          query.dimensions(), history.texts(connection, texts), companyNames(companies));
    }

    private Map<Long, String> companyNames(List<Long> ids) throws SQLException {
      Map<Long, String> names = new HashMap<>();
      if (ids.isEmpty()) return names;
      SqlText sql =
          SqlText.of("SELECT id, name FROM companies WHERE site = ? AND id IN ", query.site())
              .list(ids);
      for (@Nullable Object[] row : rows(sql, 2)) {
        if (row[0] instanceof Number id && row[1] instanceof String name) {
          names.put(id.longValue(), name);
        }
      }
      return names;
    }

    private List<@Nullable Object[]> rows(SqlText sql, int columns) throws SQLException {
      return Rows.of(
          history,
          connection,
          sql,
          cancellation,
          r -> {
            @Nullable Object[] row = new @Nullable Object[columns];
            for (int i = 0; i < columns; i++) row[i] = r.getObject(i + 1);
            return row;
          });
    }
  }

  /// The values of a row's dimensions as the database has them; whole numbers are longs.
  private static final class Key {
    private final List<@Nullable Object> values;

    Key(List<? extends @Nullable Object> raw) {
      List<@Nullable Object> all = new ArrayList<>();
      for (Object value : raw) all.add(value instanceof Number n ? (Object) n.longValue() : value);
      values = all;
    }

    long number(int at) {
      return values.get(at) instanceof Number n ? n.longValue() : 0;
    }

    Key with(int at, long number) {
      List<@Nullable Object> other = new ArrayList<>(values);
      other.set(at, number);
      return new Key(other);
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Key k && k.values.equals(values);
    }

    @Override
    public int hashCode() {
      return values.hashCode();
    }
  }

  /// What people read for the numbers in a row.
  private record Labels(
      List<Dimension> dimensions, Map<Integer, String> texts, Map<Long, String> companies) {

    List<@Nullable String> of(Key key) {
      List<@Nullable String> all = new ArrayList<>();
      for (int i = 0; i < dimensions.size(); i++) all.add(label(dimensions.get(i), key, i));
      return all;
    }

    private @Nullable String label(Dimension d, Key key, int at) {
      long number = key.number(at);
      return switch (d.kind()) {
        case TEXT -> texts.get((int) number);
        case CHANNEL -> CHANNELS[(int) number].label();
        case DEVICE -> DEVICES[(int) number].text();
        case COMPANY -> companies.get(number);
        case NEW -> number == 1 ? NEW : RETURNING;
        case TIME -> Buckets.text(d, number);
        case COMPANY_TEXT, PROPERTY, CURRENCY -> {
          Object value = key.values.get(at);
          yield value == null || value.toString().isEmpty() ? null : value.toString();
        }
      };
    }
  }
}
