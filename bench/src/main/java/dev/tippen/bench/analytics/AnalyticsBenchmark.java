package dev.tippen.bench.analytics;

import dev.tippen.analytics.Analytics;
import dev.tippen.analytics.Dimension;
import dev.tippen.analytics.Filter;
import dev.tippen.analytics.Metric;
import dev.tippen.analytics.Panel;
import dev.tippen.analytics.Query;
import dev.tippen.analytics.Reports;
import dev.tippen.analytics.Reports.Base;
import dev.tippen.analytics.Reports.Per;
import dev.tippen.analytics.TimeRange;
import dev.tippen.analytics.VisitorTotals;
import dev.tippen.bench.BenchFailure;
import dev.tippen.config.Config;
import dev.tippen.event.ApiKey;
import dev.tippen.history.History;
import dev.tippen.history.History.Cancellation;
import dev.tippen.store.VisitorReads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/// Makes a history through the mover and times questions to it, each about another range of days,
/// without a cache of answers.
final class AnalyticsBenchmark {
  /// Panels of the main page.
  static final List<Panel> MAIN =
      List.of(
          Panel.TOTALS,
          Panel.DAYS,
          Panel.PAGES,
          Panel.ENTRY_PAGES,
          Panel.COMPANIES,
          Panel.SOURCES,
          Panel.CHANNELS,
          Panel.COUNTRIES,
          Panel.DEVICES);

  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final LocalDate END = LocalDate.of(2026, 11, 20);
  private static final int LARGE = 1;
  private static final int SMALL = 2;

  private final long events;
  private final int visitors;
  private final int runs;
  private final Path folder;
  private final Consumer<String> progress;

  /// @param millis of each run, the first one cold
  record Line(String what, String site, List<Double> millis) {
    double cold() {
      return millis.getFirst();
    }

    double median() {
      List<Double> warm = new ArrayList<>(millis.subList(1, millis.size()));
      warm.sort(Comparator.naturalOrder());
      return warm.get(warm.size() / 2);
    }

    double worst() {
      return millis.subList(1, millis.size()).stream().mapToDouble(d -> d).max().orElse(0);
    }
  }

  /// @param loadSeconds that the mover took
  record Outcome(long events, double loadSeconds, long fileBytes, List<Line> lines) {}

  AnalyticsBenchmark(long events, int visitors, int runs, Path folder, Consumer<String> progress) {
    this.events = events;
    this.visitors = visitors;
    this.runs = runs;
    this.folder = folder;
    this.progress = progress;
  }

  Outcome run() throws BenchFailure, InterruptedException {
    Path data = folder.resolve("bench-analytics");
    delete(data);
    SyntheticHistory source =
        new SyntheticHistory(
            events, visitors, END.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
    Config.History d = Config.DEFAULTS.history();
    Config.History config =
        new Config.History(
            Config.HistoryEngine.DUCKDB,
            10,
            d.memoryMaxMb(),
            d.temporaryMaxMb(),
            d.threads(),
            d.queriesMax(),
            600,
            d.logKeptMinutes(),
            d.checkpointEverySeconds(),
            d.arrangeEvents());
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z"));
    try {
      long began = System.nanoTime();
      try (History history = new History(data, config, source, id -> null, clock)) {
        history.start();
        while (!history.awaitCaughtUp(Duration.ofSeconds(10))) {
          progress.accept("%,d of %,d events moved".formatted(history.state().events(), events));
          if (history.state().problem() != null) throw new BenchFailure(history.state().problem());
        }
        double loadSeconds = (System.nanoTime() - began) / 1e9;
        progress.accept("%,d events moved in %.0f s".formatted(events, loadSeconds));
        while (history.state().mixed() >= 2L * config.arrangeEvents()) Thread.sleep(100);
        Analytics analytics = new Analytics(history, clock);
        List<Line> lines = new ArrayList<>();
        panels(analytics, lines);
        filtered(analytics, lines);
        reports(new Reports(history), lines);
        totals(history, source, lines);
        history.close();
        return new Outcome(events, loadSeconds, size(data), lines);
      }
    } finally {
      delete(data);
    }
  }

  private void panels(Analytics analytics, List<Line> lines) {
    for (int site : new int[] {LARGE, SMALL}) {
      for (Panel panel : MAIN) {
        lines.add(
            timed(
                panel.text() + (panel == Panel.TOTALS ? ", compared" : ""),
                site,
                run -> ask(analytics, panel, site, List.of(), run, 30)));
      }
    }
    for (Panel panel : List.of(Panel.PAGES, Panel.DAYS, Panel.COMPANIES)) {
      lines.add(
          timed(
              panel.text() + ", 60 days",
              LARGE,
              run -> ask(analytics, panel, LARGE, List.of(), run, 60)));
    }
  }

  private void filtered(Analytics analytics, List<Line> lines) {
    List<Filter> two =
        List.of(
            new Filter(Dimension.COUNTRY, null, Filter.Op.IS, List.of("AU")),
            new Filter(Dimension.DEVICE, null, Filter.Op.IS, List.of("desktop")));
    for (Panel panel : MAIN) {
      lines.add(
          timed(
              panel.text() + ", two filters",
              LARGE,
              run -> ask(analytics, panel, LARGE, two, run, 30)));
    }
    List<Filter> page =
        List.of(new Filter(Dimension.PAGE, null, Filter.Op.CONTAINS, List.of("page-77")));
    lines.add(
        timed(
            "totals, page contains",
            LARGE,
            run -> ask(analytics, Panel.TOTALS, LARGE, page, run, 30)));
  }

  /// Over all the days that there are, less the few by which the runs differ.
  private void reports(Reports reports, List<Line> lines) {
    List<Filter> steps = new ArrayList<>();
    for (String part : List.of("/section-0/", "/section-1/", "/section-2/")) {
      steps.add(new Filter(Dimension.PAGE, null, Filter.Op.CONTAINS, List.of(part)));
    }
    for (Per per : List.of(Per.VISITOR, Per.COMPANY)) {
      lines.add(
          timed(
              "funnel of 3 steps per " + per.text() + ", 85 days",
              LARGE,
              run -> reports.funnel(base(run), steps, per, new Cancellation())));
      lines.add(
          timed(
              "retention per " + per.text() + ", 85 days",
              LARGE,
              run -> reports.retention(base(run), per, new Cancellation())));
    }
    lines.add(
        timed(
            "journeys, 85 days",
            LARGE,
            run -> reports.journeys(base(run), 100, new Cancellation())));
  }

  private static Base base(int run) {
    LocalDate to = END.minusDays(1 + run % 5);
    return new Base(LARGE, TimeRange.of(to.minusDays(84), to, ZONE), List.of());
  }

  private static void ask(
      Analytics analytics, Panel panel, int site, List<Filter> filters, int run, int days) {
    LocalDate to = END.minusDays(1 + run % 20);
    TimeRange range = TimeRange.of(to.minusDays(days - 1), to, ZONE);
    boolean compared = panel == Panel.TOTALS;
    TimeRange before =
        compared
            ? TimeRange.of(range.from().minusDays(days), range.from().minusDays(1), ZONE)
            : null;
    List<Metric> metrics = panel.metrics();
    Query query =
        new Query(
            site,
            range,
            metrics,
            panel.dimensions(),
            null,
            filters,
            before,
            metrics.getFirst(),
            true,
            10,
            0);
    if (analytics.ask(query, new Cancellation()).rows().isEmpty()) {
      throw new IllegalStateException("nothing found by " + panel);
    }
  }

  private void totals(History history, SyntheticHistory source, List<Line> lines) {
    VisitorReads none = new NoReads();
    VisitorTotals totals = new VisitorTotals(history, none);
    ApiKey key = source.key(LARGE);
    lines.add(timed("stats: unique visitors", LARGE, run -> totals.visitors(key)));
    lines.add(timed("stats: page views", LARGE, run -> totals.pageViews(key)));
    lines.add(
        timed(
            "stats: active",
            LARGE,
            run -> totals.active(key, Instant.parse("2026-11-19T00:00:00Z"), 100)));
    lines.add(timed("stats: top companies", LARGE, run -> totals.topCompanies(key, 10)));
    lines.add(timed("stats: timeline", LARGE, run -> totals.timeline(key, 30)));
  }

  private Line timed(String what, int site, IntConsumer question) {
    List<Double> millis = new ArrayList<>();
    for (int run = 0; run <= runs; run++) {
      long began = System.nanoTime();
      question.accept(run);
      millis.add((System.nanoTime() - began) / 1e6);
    }
    Line line = new Line(what, site == LARGE ? "largest" : "small", millis);
    progress.accept("%s (%s): %.1f ms".formatted(what, line.site(), line.median()));
    return line;
  }

  private static long size(Path folder) throws BenchFailure {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) bytes += Files.size(file);
      return bytes;
    } catch (IOException e) {
      throw new BenchFailure("The files can't be measured: " + e.getMessage());
    }
  }

  private static void delete(Path folder) throws BenchFailure {
    if (!Files.exists(folder)) return;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    } catch (IOException e) {
      throw new BenchFailure("The folder can't be emptied: " + e.getMessage());
    }
  }

  /// Nothing here asks for rows of SQLite.
  private static final class NoReads implements VisitorReads {
    @Override
    public List<java.util.Map<String, @org.jspecify.annotations.Nullable Object>> visitors(
        ApiKey key, int limit, int offset) {
      return List.of();
    }

    @Override
    public List<dev.tippen.event.TrackedEvent> eventsSince(
        long committedAtMs,
        int max,
        java.util.function.IntFunction<@org.jspecify.annotations.Nullable ApiKey> keys) {
      return List.of();
    }

    @Override
    public @org.jspecify.annotations.Nullable Known visitor(ApiKey key, String visitorId) {
      return null;
    }
  }
}
