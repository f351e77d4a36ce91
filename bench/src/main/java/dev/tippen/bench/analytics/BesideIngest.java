package dev.tippen.bench.analytics;

import dev.tippen.analytics.Panel;
import dev.tippen.bench.BenchFailure;
import dev.tippen.bench.load.Load;
import dev.tippen.bench.load.Load.Shape;
import dev.tippen.bench.load.Load.Target;
import dev.tippen.bench.load.Tally;
import dev.tippen.bench.load.Visitors;
import dev.tippen.bench.server.Checkout;
import dev.tippen.bench.server.DataFolder;
import dev.tippen.bench.server.ServerProcess;
import dev.tippen.config.Config;
import dev.tippen.event.ApiKey;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.SqliteStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Asks a real server, on the history that was made, over HTTP; in turns with and without events
/// coming in, and events come in with and without anybody asking. Asking is one question after the
/// other, without a pause.
final class BesideIngest {
  private static final int CONNECTIONS = 64;
  private static final int VISITORS = 10_000;
  private static final int ROUNDS_WARM = 2;
  private static final Duration DRAIN = Duration.ofSeconds(60);

  private final Checkout checkout;
  private final DataFolder folder;
  private final double eventsPerSecond;
  private final int turns;
  private final LocalDate end;
  private final Consumer<String> progress;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private int asked;

  /// @param alone median milliseconds of each panel
  /// @param beside the same while events come in
  /// @param ingestAlone 99th percentile of the answers to events, a figure a turn
  /// @param ingestBeside the same while somebody asks
  /// @param rates events that were answered 200 a second, a figure a turn of both kinds
  record Outcome(
      double eventsPerSecond,
      Map<Panel, List<Double>> alone,
      Map<Panel, List<Double>> beside,
      List<Double> ingestAlone,
      List<Double> ingestBeside,
      List<Double> rates) {}

  /// @param folder whose data folder holds the history
  /// @param end of the days that are asked about
  BesideIngest(
      Checkout checkout,
      DataFolder folder,
      double eventsPerSecond,
      int turns,
      LocalDate end,
      Consumer<String> progress) {
    this.checkout = checkout;
    this.folder = folder;
    this.eventsPerSecond = eventsPerSecond;
    this.turns = turns;
    this.end = end;
    this.progress = progress;
  }

  /// @param lastId of the last event in the history
  Outcome run(long lastId) throws BenchFailure, InterruptedException {
    logThatGoesOn(lastId);
    Outcome all =
        new Outcome(
            eventsPerSecond,
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    try (ServerProcess server = ServerProcess.start(checkout, folder)) {
      for (int i = 0; i < ROUNDS_WARM; i++) ask(server.uri(), new LinkedHashMap<>());
      events(server, all, false);
      all.ingestAlone().clear();
      all.rates().clear();
      for (int turn = 1; turn <= turns; turn++) {
        ask(server.uri(), all.alone());
        events(server, all, false);
        events(server, all, true);
        progress.accept("beside ingest: turn %d of %d".formatted(turn, turns));
      }
    } catch (IOException e) {
      throw new BenchFailure("beside ingest: " + e.getMessage(), e);
    }
    return all;
  }

  /// The event log of a server that has moved all these events and forgotten them.
  private void logThatGoesOn(long lastId) throws BenchFailure {
    Database database = Database.open(folder.data());
    int gapMaxSeconds = Config.DEFAULTS.visit().gapMaxSeconds();
    try {
      SqliteStore.open(database, Config.DEFAULTS.store(), gapMaxSeconds).close();
      try (Connection c = database.writer();
          Statement s = c.createStatement()) {
        s.executeUpdate("UPDATE spool_state SET last_id = " + lastId + ", states_to = " + lastId);
      }
    } catch (SQLException e) {
      throw new BenchFailure("the event log can't be made: " + e.getMessage(), e);
    }
  }

  private void ask(URI server, Map<Panel, List<Double>> into)
      throws IOException, InterruptedException {
    for (Panel panel : AnalyticsBenchmark.MAIN) {
      LocalDate to = end.minusDays(1 + asked++ % 20);
      URI uri =
          server.resolve(
              "/api/v1/panels/%s?from=%s&to=%s&zone=Europe/Berlin&limit=10&apiKey=%s%s"
                  .formatted(
                      panel.text(),
                      to.minusDays(29),
                      to,
                      ApiKey.DEMO_TEXT,
                      panel == Panel.TOTALS ? "&compare=previous" : ""));
      long began = System.nanoTime();
      HttpResponse<String> answer =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      double ms = (System.nanoTime() - began) / 1e6;
      if (answer.statusCode() != 200 || !answer.body().contains("\"metrics\":[")) {
        throw new IOException(uri.getPath() + " answers " + answer.body());
      }
      into.computeIfAbsent(panel, p -> new ArrayList<>()).add(ms);
    }
  }

  /// Lets events come in for as long as all panels take three times, or for ten seconds.
  private void events(ServerProcess server, Outcome all, boolean asking)
      throws IOException, InterruptedException, BenchFailure {
    Target target = new Target(server.address(), "/track/visitor", ApiKey.DEMO_TEXT);
    Shape shape = new Shape(CONNECTIONS, 1, eventsPerSecond);
    try (Load load = Load.start(target, shape, Visitors.uniform(VISITORS))) {
      Thread.sleep(1_000);
      load.measure();
      if (asking) for (int i = 0; i < 3; i++) ask(server.uri(), all.beside());
      else Thread.sleep(10_000);
      load.check();
      server.check();
      load.stop();
      Tally tally = load.await(DRAIN);
      if (!tally.errors().isEmpty()) {
        throw new BenchFailure("events were refused: " + tally.errors());
      }
      (asking ? all.ingestBeside() : all.ingestAlone()).add(tally.latencyMs(99));
      all.rates().add(tally.acknowledgedInWindow() / load.measuredSeconds());
    }
  }

  static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  /// The part of the page.
  static String page(Outcome o) {
    StringBuilder page = new StringBuilder();
    page.append(
        """

        ## While events come in

        The same history under a real server, asked over HTTP, one question after the other without a pause. In %d turns: asked alone; %,.0f events a second of %,d visitors over %d connections alone (open loop); both. %,.0f events a second were answered (median).

        | question, 30 days, largest site | alone, median ms | while events come in, median ms |
        |:---|---:|---:|
        """
            .formatted(
                o.ingestAlone.size(), o.eventsPerSecond, VISITORS, CONNECTIONS, median(o.rates)));
    o.alone.forEach((panel, ms) ->
        page.append(
            "| %s | %.1f | %.1f |\n"
                .formatted(panel.text(), median(ms), median(o.beside.getOrDefault(panel, ms)))));
    page.append(
        """

        Answers to events, 99th percentile, median of the turns: %.1f ms alone, %.1f ms while somebody asks.
        """
            .formatted(median(o.ingestAlone), median(o.ingestBeside)));
    return page.toString();
  }
}
