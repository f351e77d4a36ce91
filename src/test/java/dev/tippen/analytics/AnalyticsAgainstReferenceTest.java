package dev.tippen.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.analytics.Analytics.Answer;
import dev.tippen.analytics.Analytics.Row;
import dev.tippen.analytics.Filter.Op;
import dev.tippen.config.Config.HistoryEngine;
import dev.tippen.event.Channel;
import dev.tippen.event.DeviceClass;
import dev.tippen.event.EventKind;
import dev.tippen.history.History;
import dev.tippen.history.History.Cancellation;
import dev.tippen.history.HistoryEvents;
import dev.tippen.history.HistoryFacts;
import dev.tippen.history.HistoryFixture;
import dev.tippen.history.ReferenceVisits.RefVisit;
import dev.tippen.store.HistorySource.SiteCompany;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every metric, told apart in every way, is what the reference says: in zones with odd offsets and
/// over changes of clocks, with and without filters, on both engines.
class AnalyticsAgainstReferenceTest {
  private static final long BEGIN_MS = Instant.parse("2026-09-21T00:00:00Z").toEpochMilli();
  private static final long DAY_MS = 24 * 3_600_000L;
  private static final int SITES = 3;
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("UTC"),
          ZoneId.of("Asia/Kathmandu"),
          ZoneId.of("Australia/Lord_Howe"),
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/New_York"));
  private static final List<Metric> VISIT_METRICS =
      List.of(
          Metric.VISITORS,
          Metric.COMPANIES,
          Metric.VISITS,
          Metric.PAGE_VIEWS,
          Metric.VIEWS_PER_VISIT,
          Metric.BOUNCE_RATE,
          Metric.VISIT_DURATION,
          Metric.ENGAGED_TIME);

  @TempDir Path folder;
  private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-12-24T12:00:00Z"));
  private @Nullable Reports reports;
  private final Map<Integer, List<RefVisit>> bySite = new HashMap<>();
  private final Map<Long, List<RefVisit>> byVisitor = new HashMap<>();

  @Test
  void onDuckDb() throws Exception {
    compare(HistoryEngine.DUCKDB, 3_000);
  }

  @Test
  void onSqlite() throws Exception {
    compare(HistoryEngine.SQLITE, 1_000);
  }

  private void compare(HistoryEngine kind, int visitors) throws Exception {
    HistoryEvents events = HistoryEvents.random(11, BEGIN_MS, 45 * DAY_MS, visitors, SITES);
    HistoryFixture.fill(folder.resolve(History.FOLDER), kind, events, companies(), 11);
    for (List<RefVisit> visits : events.visits().values()) {
      byVisitor.put(HistoryFacts.visitor(visits.getFirst()), visits);
      for (RefVisit v : visits) {
        if (HistoryFacts.site(v) == 2 && HistoryFacts.rawCompany(v) == 6) continue;
        bySite.computeIfAbsent(HistoryFacts.site(v), s -> new ArrayList<>()).add(v);
      }
    }
    try (History history =
        new History(
            folder,
            HistoryFixture.config(kind),
            HistoryFixture.emptySource(events.lastId(), 1),
            id -> null,
            clock)) {
      history.start();
      assertTrue(history.awaitCaughtUp(Duration.ofSeconds(60)));
      Analytics analytics = new Analytics(history, clock);
      reports = new Reports(history);
      SplittableRandom random = new SplittableRandom(5);
      for (int round = 0; round < 15; round++) round(analytics, random, round);
    }
  }

  private static List<SiteCompany> companies() {
    List<SiteCompany> all = new ArrayList<>();
    for (int site = 1; site <= SITES; site++) {
      for (int id = 1; id <= 12; id++) {
        long company = id == 3 ? 4 : id == 5 ? 0 : id;
        all.add(
            new SiteCompany(
                id,
                site,
                company,
                site == 2 && id == 6,
                "Company " + company,
                null,
                id % 2 == 0 ? "Software" : "Steel",
                null,
                null,
                null));
      }
    }
    return all;
  }

  private void round(Analytics analytics, SplittableRandom random, int round) {
    ZoneId zone = ZONES.get(round % ZONES.size());
    int site = 1 + random.nextInt(SITES);
    LocalDate from = LocalDate.of(2026, 9, 20).plusDays(random.nextInt(40));
    TimeRange range = TimeRange.of(from, from.plusDays(random.nextInt(16)), zone);
    Filtered filtered = filtered(random, site);
    Ask ask = new Ask(analytics, site, range, filtered);
    ask.totals();
    for (Dimension d :
        List.of(
            Dimension.DAY,
            Dimension.WEEK,
            Dimension.MONTH,
            Dimension.HOUR,
            Dimension.HOUR_OF_DAY,
            Dimension.WEEKDAY)) {
      ask.series(d);
    }
    for (String text :
        List.of(
            "entry_page",
            "exit_page",
            "source",
            "referrer",
            "utm_source",
            "utm_campaign",
            "browser",
            "system",
            "country",
            "city")) {
      ask.texts(text);
    }
    ask.constants();
    ask.companies();
    ask.newAndReturning();
    ask.pages();
    ask.events();
    ask.revenue();
    ask.twoDimensions();
    ask.compared();
    reports(random, site, range);
  }

  private void reports(SplittableRandom random, int site, TimeRange range) {
    Reports asked = java.util.Objects.requireNonNull(reports);
    String country = HistoryFixture.text(1 + random.nextInt(7));
    boolean filtered = random.nextBoolean();
    List<Filter> filters =
        filtered
            ? List.of(new Filter(Dimension.COUNTRY, null, Op.IS_NOT, List.of(country)))
            : List.of();
    Reports.Base base = new Reports.Base(site, range, filters);
    ReferenceReports reference =
        new ReferenceReports(
            bySite.getOrDefault(site, List.of()).stream()
                .filter(v -> !filtered || !country.equals(text(v, "country")))
                .toList(),
            range);
    List<Filter> steps = new ArrayList<>();
    List<Set<String>> wanted = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<String> pages = new ArrayList<>();
      for (int p = 0; p < 8; p++) pages.add(HistoryFixture.text(1 + random.nextInt(40)));
      steps.add(new Filter(Dimension.PAGE, null, Op.IS, pages));
      wanted.add(Set.copyOf(pages));
    }
    String where = "site " + site + " in " + range + " with " + filters;
    for (Reports.Per per : Reports.Per.values()) {
      assertEquals(
          reference.funnel(wanted, per),
          asked.funnel(base, steps, per, new Cancellation()),
          "funnel per " + per + " of " + where);
    }
    for (Reports.Per per : List.of(Reports.Per.VISITOR, Reports.Per.COMPANY)) {
      assertEquals(
          reference.retention(per, byVisitor, bySite.getOrDefault(site, List.of())),
          asked.retention(base, per, new Cancellation()),
          "retention per " + per + " of " + where);
    }
    assertEquals(
        reference.journeys(),
        asked.journeys(base, 1_000, new Cancellation()).stream()
            .map(p -> p.from() + " > " + p.to() + " " + p.times())
            .sorted()
            .toList(),
        "journeys of " + where);
    Reports.GoalsAnswer goals =
        asked.goals(
            base,
            List.of(
                new Reports.Goal("page", steps.getFirst(), 0), new Reports.Goal("read", null, 15)),
            new Cancellation());
    assertEquals(reference.goal(wanted.getFirst(), 0), goals.goals().get(0), where);
    assertEquals(reference.goal(null, 15), goals.goals().get(1), where);
  }

  /// A random filter and what it means.
  private record Filtered(
      List<Filter> filters, Predicate<RefVisit> visits, Predicate<HistoryFacts> pages) {}

  private Filtered filtered(SplittableRandom random, int site) {
    String country = HistoryFixture.text(1 + random.nextInt(7));
    String page = HistoryFixture.text(1 + random.nextInt(40));
    return switch (random.nextInt(6)) {
      case 0 ->
          new Filtered(
              List.of(new Filter(Dimension.COUNTRY, null, Op.IS, List.of(country, ""))),
              v -> Set.of(country, "").contains(text(v, "country")),
              e -> true);
      case 1 ->
          new Filtered(
              List.of(
                  new Filter(Dimension.COUNTRY, null, Op.IS_NOT, List.of(country)),
                  new Filter(Dimension.BROWSER, null, Op.CONTAINS, List.of("TEXT/2", "text/3"))),
              v ->
                  !country.equals(text(v, "country"))
                      && (text(v, "browser").contains("text/2")
                          || text(v, "browser").contains("text/3")),
              e -> true);
      case 2 ->
          new Filtered(
              List.of(new Filter(Dimension.PAGE, null, Op.IS, List.of(page))),
              v -> true,
              e -> page.equals(e.page()));
      case 3 ->
          new Filtered(
              List.of(
                  new Filter(Dimension.CHANNEL, null, Op.IS, List.of("organic_search")),
                  new Filter(Dimension.ENTRY_PAGE, null, Op.MATCHES, List.of("/[13]$"))),
              v ->
                  v.channel() == Channel.ORGANIC_SEARCH.ordinal()
                      && text(v, "entry_page").matches(".*/[13]"),
              e -> true);
      case 4 ->
          new Filtered(
              List.of(new Filter(Dimension.COMPANY, null, Op.IS, List.of("Company 4", "7"))),
              v -> HistoryFacts.company(v) == 4 || HistoryFacts.company(v) == 7,
              e -> true);
      default -> new Filtered(List.of(), v -> true, e -> true);
    };
  }

  private static String text(RefVisit v, String name) {
    return HistoryFacts.texts(v).getOrDefault(name, "");
  }

  /// The questions of one round, each beside what the reference says.
  private final class Ask {
    private final Analytics analytics;
    private final int site;
    private final TimeRange range;
    private final Filtered filtered;
    private final ReferenceAnswers reference;
    private final Predicate<RefVisit> wanted;

    Ask(Analytics analytics, int site, TimeRange range, Filtered filtered) {
      this.analytics = analytics;
      this.site = site;
      this.range = range;
      this.filtered = filtered;
      reference = new ReferenceAnswers(bySite.getOrDefault(site, List.of()), range);
      boolean byPage = filtered.filters.stream().anyMatch(f -> f.dimension() == Dimension.PAGE);
      wanted = v -> filtered.visits.test(v) && (!byPage || sawPage(v));
    }

    private boolean sawPage(RefVisit v) {
      return HistoryFacts.of(v).stream()
          .anyMatch(e ->
              e.kind() == EventKind.PAGE_VIEW
                  && e.atMs() >= range.startMs()
                  && e.atMs() < range.endMs()
                  && filtered.pages.test(e));
    }

    private Map<String, Row> ask(List<Metric> metrics, Dimension... dimensions) {
      Query query =
          new Query(
              site,
              range,
              metrics,
              List.of(dimensions),
              null,
              filtered.filters,
              null,
              metrics.getFirst(),
              true,
              1_000,
              0);
      Answer answer = analytics.ask(query, new Cancellation());
      Map<String, Row> rows = new TreeMap<>();
      for (Row row : answer.rows()) {
        List<String> values = new ArrayList<>();
        for (String v : row.values()) values.add(v == null ? "" : v);
        rows.put(String.join("|", values), row);
      }
      return rows;
    }

    private void same(
        String what,
        List<Metric> metrics,
        Map<String, List<@Nullable Double>> expected,
        Map<String, Row> actual) {
      String where = what + " of site " + site + " in " + range + " with " + filtered.filters;
      // A group without a page view in the range has none to show by page views; zeros are no rows.
      assertEquals(expected.keySet(), actual.keySet(), where);
      expected.forEach((key, figures) -> {
        Row row = actual.get(key);
        for (int i = 0; i < metrics.size(); i++) {
          Double want = figures.get(i);
          Double have = row == null ? null : row.metrics().get(i);
          String at = metrics.get(i) + " of " + key + " by " + where;
          if (want == null || have == null) assertEquals(want, have, at);
          else assertEquals(want, have, Math.abs(want) * 1e-9 + 1e-9, at);
        }
      });
    }

    /// Views are those of the filtered page only; all else is of the visits that saw it.
    private @Nullable Double figure(Metric m, List<RefVisit> visits) {
      if (m != Metric.PAGE_VIEWS) return reference.ofVisits(m, visits);
      long n = 0;
      for (RefVisit v : visits) {
        for (HistoryFacts e : HistoryFacts.of(v)) {
          if (e.kind() == EventKind.PAGE_VIEW
              && e.atMs() >= range.startMs()
              && e.atMs() < range.endMs()
              && filtered.pages.test(e)) {
            n++;
          }
        }
      }
      return (double) n;
    }

    private Map<String, List<@Nullable Double>> figures(
        List<Metric> metrics, Map<String, List<RefVisit>> groups) {
      Map<String, List<@Nullable Double>> all = new TreeMap<>();
      groups.forEach((key, visits) -> {
        List<@Nullable Double> figures = new ArrayList<>();
        for (Metric m : metrics) figures.add(figure(m, visits));
        all.put(key, figures);
      });
      return all;
    }

    void totals() {
      Map<String, List<RefVisit>> groups = new TreeMap<>(Map.of("", new ArrayList<>()));
      groups.putAll(reference.groups(wanted, v -> Set.of("")));
      same("totals", VISIT_METRICS, figures(VISIT_METRICS, groups), ask(VISIT_METRICS));
    }

    void series(Dimension d) {
      List<Metric> metrics =
          List.of(Metric.VISITORS, Metric.VISITS, Metric.BOUNCE_RATE, Metric.COMPANIES);
      Map<String, List<RefVisit>> groups = reference.groups(wanted, v -> reference.times(v, d));
      Map<String, Row> rows = ask(metrics, d);
      // Buckets without visits are there too, with nothing in them.
      rows.keySet().forEach(k -> groups.computeIfAbsent(k, x -> List.of()));
      same(d.text(), metrics, figures(metrics, groups), rows);
      views(d);
    }

    private void views(Dimension d) {
      Map<String, List<@Nullable Double>> expected = new TreeMap<>();
      reference
          .eventGroups(
              wanted,
              e -> e.kind() == EventKind.PAGE_VIEW && filtered.pages.test(e),
              e -> reference.time(e.atMs(), d))
          .forEach((key, events) -> expected.put(key, List.of((double) events.size())));
      Map<String, Row> rows = ask(List.of(Metric.PAGE_VIEWS), d);
      rows.keySet().forEach(k -> expected.computeIfAbsent(k, x -> List.of(0.0)));
      same("views by " + d.text(), List.of(Metric.PAGE_VIEWS), expected, rows);
    }

    void texts(String name) {
      Dimension d = java.util.Objects.requireNonNull(Dimension.of(name));
      Map<String, List<RefVisit>> groups = reference.groups(wanted, v -> Set.of(text(v, name)));
      same(name, VISIT_METRICS, figures(VISIT_METRICS, groups), ask(VISIT_METRICS, d));
    }

    void constants() {
      Map<String, List<RefVisit>> channels =
          reference.groups(wanted, v -> Set.of(Channel.values()[v.channel()].label()));
      same(
          "channel",
          VISIT_METRICS,
          figures(VISIT_METRICS, channels),
          ask(VISIT_METRICS, Dimension.CHANNEL));
      Map<String, List<RefVisit>> devices =
          reference.groups(
              wanted,
              v -> Set.of(DeviceClass.values()[Integer.parseInt(text(v, "device"))].text()));
      same(
          "device",
          VISIT_METRICS,
          figures(VISIT_METRICS, devices),
          ask(VISIT_METRICS, Dimension.DEVICE));
    }

    void companies() {
      Map<String, List<RefVisit>> companies =
          reference.groups(
              wanted,
              v ->
                  HistoryFacts.company(v) == 0
                      ? Set.of()
                      : Set.of("Company " + HistoryFacts.company(v)));
      same(
          "company",
          VISIT_METRICS,
          figures(VISIT_METRICS, companies),
          ask(VISIT_METRICS, Dimension.COMPANY));
    }

    void newAndReturning() {
      Map<String, List<RefVisit>> types =
          reference.groups(
              wanted,
              v ->
                  Set.of(
                      HistoryFacts.isNew(
                              v, byVisitor.getOrDefault(HistoryFacts.visitor(v), List.of()))
                          ? "new"
                          : "returning"));
      List<Metric> metrics = List.of(Metric.VISITORS, Metric.VISITS);
      same("type", metrics, figures(metrics, types), ask(metrics, Dimension.VISITOR_TYPE));
      Row totals =
          ask(List.of(Metric.NEW_VISITORS, Metric.RETURNING_VISITORS)).values().iterator().next();
      for (int i = 0; i < 2; i++) {
        List<RefVisit> visits = types.getOrDefault(i == 0 ? "new" : "returning", List.of());
        assertEquals(reference.ofVisits(Metric.VISITORS, visits), totals.metrics().get(i));
      }
    }

    void pages() {
      List<Metric> metrics =
          List.of(
              Metric.PAGE_VIEWS,
              Metric.VISITORS,
              Metric.VISITS,
              Metric.TIME_ON_PAGE,
              Metric.ENTRIES,
              Metric.EXITS,
              Metric.EXIT_RATE,
              Metric.BOUNCE_RATE,
              Metric.SCROLL_DEPTH);
      Map<String, List<HistoryFacts>> events =
          reference.eventGroups(filtered.visits, filtered.pages, HistoryFacts::page);
      Map<String, List<RefVisit>> entered =
          reference.groups(
              v -> wanted.test(v) && v.entry() != null, v -> Set.of(text(v, "entry_page")));
      Map<String, List<RefVisit>> left =
          reference.groups(
              v -> wanted.test(v) && v.exit() != null, v -> Set.of(text(v, "exit_page")));
      Map<String, List<@Nullable Double>> expected = new TreeMap<>();
      events.forEach((page, all) -> {
        List<HistoryFacts> views =
            all.stream().filter(e -> e.kind() == EventKind.PAGE_VIEW).toList();
        double engaged = all.stream().mapToLong(HistoryFacts::engagedMs).sum() / 1000.0;
        if (views.isEmpty()) return;
        double visits = new HashSet<>(views.stream().map(HistoryFacts::visit).toList()).size();
        double exits = left.getOrDefault(page, List.of()).size();
        List<@Nullable Double> figures = new ArrayList<>();
        figures.add((double) views.size());
        figures.add((double) views.stream().map(HistoryFacts::visitor).distinct().count());
        figures.add(visits);
        figures.add(views.isEmpty() ? null : engaged / views.size());
        figures.add((double) entered.getOrDefault(page, List.of()).size());
        figures.add(exits);
        figures.add(visits == 0 ? null : 100 * exits / visits);
        figures.add(reference.ofVisits(Metric.BOUNCE_RATE, entered.getOrDefault(page, List.of())));
        figures.add(depth(all));
        expected.put(page, figures);
      });
      same("page", metrics, expected, ask(metrics, Dimension.PAGE));
    }

    private static @Nullable Double depth(List<HistoryFacts> events) {
      Map<RefVisit, Integer> deepest = new HashMap<>();
      for (HistoryFacts e : events) {
        if (e.scrollPct() > 0) deepest.merge(e.visit(), e.scrollPct(), Math::max);
      }
      return deepest.isEmpty()
          ? null
          : deepest.values().stream().mapToInt(Integer::intValue).average().orElse(0);
    }

    void events() {
      List<Metric> metrics = List.of(Metric.EVENTS, Metric.VISITORS, Metric.VISITS);
      Map<String, List<@Nullable Double>> expected = new TreeMap<>();
      reference
          .eventGroups(
              filtered.visits,
              e -> e.kind() == EventKind.CUSTOM && filtered.pages.test(e),
              HistoryFacts::name)
          .forEach((name, all) ->
              expected.put(
                  name,
                  List.of(
                      (double) all.size(),
                      (double) all.stream().map(HistoryFacts::visitor).distinct().count(),
                      (double)
                          new HashSet<>(all.stream().map(HistoryFacts::visit).toList()).size())));
      same("event", metrics, expected, ask(metrics, Dimension.EVENT));
    }

    void revenue() {
      List<Metric> metrics = List.of(Metric.REVENUE, Metric.EVENTS, Metric.VISITORS);
      Map<String, List<@Nullable Double>> expected = new TreeMap<>();
      reference
          .eventGroups(
              filtered.visits,
              e ->
                  e.kind() == EventKind.CUSTOM
                      && !e.currency().isEmpty()
                      && filtered.pages.test(e),
              HistoryFacts::currency)
          .forEach((currency, all) ->
              expected.put(
                  currency,
                  List.of(
                      all.stream().mapToDouble(HistoryFacts::amount).sum(),
                      (double) all.size(),
                      (double) all.stream().map(HistoryFacts::visitor).distinct().count())));
      same("currency", metrics, expected, ask(metrics, Dimension.CURRENCY));
    }

    /// The range before gives the same as a question of its own.
    void compared() {
      TimeRange before =
          TimeRange.of(range.from().minusDays(5), range.from().minusDays(1), range.zone());
      for (List<Dimension> by :
          List.of(List.<Dimension>of(), List.of(Dimension.COUNTRY), List.of(Dimension.PAGE))) {
        List<Metric> metrics = List.of(Metric.VISITS, Metric.PAGE_VIEWS);
        Query query =
            new Query(
                site,
                range,
                metrics,
                by,
                null,
                filtered.filters,
                before,
                Metric.VISITS,
                true,
                20,
                0);
        Answer both = analytics.ask(query, new Cancellation());
        Query alone =
            new Query(
                site,
                before,
                metrics,
                by,
                null,
                filtered.filters,
                null,
                Metric.VISITS,
                true,
                1_000,
                0);
        Map<List<@Nullable String>, List<@Nullable Double>> then = new HashMap<>();
        for (Row row : analytics.ask(alone, new Cancellation()).rows()) {
          then.put(row.values(), row.metrics());
        }
        for (Row row : both.rows()) {
          assertEquals(
              then.getOrDefault(row.values(), List.of(0.0, 0.0)),
              row.compared(),
              row.values() + " by " + by + " in " + before + " with " + filtered.filters);
        }
      }
    }

    void twoDimensions() {
      Map<String, List<RefVisit>> groups =
          reference.groups(wanted, v -> Set.of(text(v, "country") + "|" + text(v, "browser")));
      same(
          "country and browser",
          VISIT_METRICS,
          figures(VISIT_METRICS, groups),
          ask(VISIT_METRICS, Dimension.COUNTRY, Dimension.BROWSER));
    }
  }
}
