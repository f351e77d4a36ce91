package dev.tippen;

import dev.tippen.account.Access;
import dev.tippen.account.Accounts;
import dev.tippen.account.Passwords;
import dev.tippen.account.SetUpLink;
import dev.tippen.admission.Admission;
import dev.tippen.admission.RateLimits;
import dev.tippen.analytics.Analytics;
import dev.tippen.analytics.DashboardFigures;
import dev.tippen.analytics.Reports;
import dev.tippen.analytics.VisitorTotals;
import dev.tippen.analytics.export.EventExport;
import dev.tippen.analytics.export.TableExport;
import dev.tippen.cli.RunningServer;
import dev.tippen.cli.ServerOptions;
import dev.tippen.config.Config;
import dev.tippen.demo.DemoTraffic;
import dev.tippen.enrich.Enrichment;
import dev.tippen.enrich.address.IpAddress;
import dev.tippen.enrich.address.PublicAddresses;
import dev.tippen.enrich.place.AddressDirectory;
import dev.tippen.enrich.place.FileStatus;
import dev.tippen.enrich.source.OwnerRules;
import dev.tippen.event.ApiKey;
import dev.tippen.event.TrackedEvent;
import dev.tippen.history.History;
import dev.tippen.http.IdentificationRoutes;
import dev.tippen.http.StartInfo;
import dev.tippen.http.WebServer;
import dev.tippen.identify.Companies;
import dev.tippen.identify.CompanyCorrections;
import dev.tippen.identify.Identification;
import dev.tippen.identify.Lookups;
import dev.tippen.identify.MatchRate;
import dev.tippen.identify.PrefixNames;
import dev.tippen.identify.Source;
import dev.tippen.identify.Sources;
import dev.tippen.ingest.CookielessIds;
import dev.tippen.ingest.ExcludedEvents;
import dev.tippen.ingest.Importing;
import dev.tippen.ingest.Ingest;
import dev.tippen.ingest.Replay;
import dev.tippen.live.LiveHub;
import dev.tippen.observe.Ledger;
import dev.tippen.observe.Metrics;
import dev.tippen.observe.StepTimes;
import dev.tippen.store.BatchWriter;
import dev.tippen.store.CommitListener.Committed;
import dev.tippen.store.DailyCounts;
import dev.tippen.store.EventLog;
import dev.tippen.store.ImportStore;
import dev.tippen.store.KeyDirectory;
import dev.tippen.store.KeyStore;
import dev.tippen.store.StoreHealth;
import dev.tippen.store.VisitorReads;
import dev.tippen.store.VisitorReads.Known;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.SqliteAccountStore;
import dev.tippen.store.sqlite.SqliteCallReads;
import dev.tippen.store.sqlite.SqliteCompanyStore;
import dev.tippen.store.sqlite.SqliteCountStore;
import dev.tippen.store.sqlite.SqliteHistorySource;
import dev.tippen.store.sqlite.SqliteImportStore;
import dev.tippen.store.sqlite.SqliteKeyStore;
import dev.tippen.store.sqlite.SqliteLookupStore;
import dev.tippen.store.sqlite.SqliteSaltStore;
import dev.tippen.store.sqlite.SqliteSecretKeyStore;
import dev.tippen.store.sqlite.SqliteSpoolReads;
import dev.tippen.store.sqlite.SqliteStore;
import dev.tippen.store.sqlite.SqliteVisitorReads;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One server, wired by hand in the order of the flow: store, live boards, keys, ingest, accounts,
/// HTTP. Whatever was opened is closed in the reverse order.
public final class TippenServer implements RunningServer {
  private static final Logger log = LoggerFactory.getLogger(TippenServer.class);
  private static final int RECENT_EVENTS_MAX = 200_000;
  private static final Duration PASSWORD_WAIT = Duration.ofSeconds(2);

  /// Reading the owner's files takes longer only if a disk hangs; events don't wait for that.
  private static final Duration FILES_WAIT = Duration.ofSeconds(5);

  private static final int LOOKUPS_AT_A_TIME = 64;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final URI uri;
  private @Nullable StoreHealth health;
  private boolean stopped;
  private volatile @Nullable Throwable broken;

  /// What tests may change of a server.
  ///
  /// @param eventLog wraps the event log, to plant a fault
  /// @param writer wraps the engine under the event log, to slow it down
  /// @param publicAddresses which addresses others may be asked about; tests have none of their own
  public record Hooks(
      UnaryOperator<EventLog> eventLog,
      UnaryOperator<BatchWriter> writer,
      PublicAddresses publicAddresses) {
    public static final Hooks NONE =
        new Hooks(UnaryOperator.identity(), UnaryOperator.identity(), PublicAddresses.STANDARD);
  }

  /// Starts a server; when this returns it answers.
  ///
  /// @param eventLog wraps the event log, for tests that plant a fault
  public static TippenServer start(
      Config config, ServerOptions options, UnaryOperator<EventLog> eventLog)
      throws IOException, InterruptedException {
    return start(config, options, eventLog, UnaryOperator.identity());
  }

  /// @param writer wraps the engine under the event log, for tests that slow it down
  public static TippenServer start(
      Config config,
      ServerOptions options,
      UnaryOperator<EventLog> eventLog,
      UnaryOperator<BatchWriter> writer)
      throws IOException, InterruptedException {
    return start(config, options, new Hooks(eventLog, writer, PublicAddresses.STANDARD));
  }

  public static TippenServer start(Config config, ServerOptions options, Hooks hooks)
      throws IOException, InterruptedException {
    return new TippenServer(config, options, hooks);
  }

  private TippenServer(Config config, ServerOptions options, Hooks hooks)
      throws IOException, InterruptedException {
    try {
      InstantSource clock = InstantSource.system();
      AddressDirectory addresses =
          opened(new AddressDirectory(config.places(), hooks.publicAddresses(), clock));
      Database database = Database.open(config.data());
      SqliteStore store =
          opened(SqliteStore.open(database, config.store(), config.visit().gapMaxSeconds()));
      health = store.health();
      Companies companies = new Companies(new SqliteCompanyStore(store), clock);
      SecureRandom random = new SecureRandom();
      Lookups lookups = lookups(config, store, addresses, hooks.publicAddresses(), clock, random);
      LiveHub live = opened(new LiveHub(config.live(), clock, companies::details));
      DailyCounts counts = new DailyCounts(new SqliteCountStore(store), clock);
      Identification identification =
          new Identification(companies, lookups, addresses, new MatchRate(counts), clock);
      EventLog events =
          hooks
              .eventLog()
              .apply(
                  store.start(
                      config.store(),
                      hooks.writer(),
                      List.of(live, identification),
                      clock,
                      this::giveUp));
      opened(counts);
      opened(lookups);
      opened(identification);

      KeyStore keyStore = new SqliteKeyStore(store);
      if (config.demo()) makeDemoKey(keyStore);
      KeyDirectory keys = opened(new KeyDirectory(keyStore));
      keys.onChange(() -> live.closeSocketsExcept(k -> isActive(keys, k)));
      CompanyCorrections corrections =
          opened(new CompanyCorrections(companies, keys::byId, identification::append, clock));
      VisitorReads visitors = new SqliteVisitorReads(store);
      live.start(
          recentEvents(
              visitors, keys, clock.millis() - config.live().silentAfterSeconds() * 1_000L));

      if (!config.rateLimits().enabled()) {
        log.warn("rate limits are off: anybody who knows a key can fill the disk");
      }
      RateLimits limits = new RateLimits(config.rateLimits(), System::nanoTime);
      Admission admission = new Admission(keys, limits, live::keyOf);
      Ledger ledger = new Ledger();
      StepTimes times = new StepTimes();
      CookielessIds cookielessIds =
          opened(new CookielessIds(new SqliteSaltStore(store, random), clock));
      Enrichment enrichment = new Enrichment(addresses, sourceRules(config), clock);
      Ingest ingest =
          new Ingest(
              new Ingest.Parts(
                  admission,
                  enrichment,
                  events,
                  cookielessIds,
                  identification,
                  new ExcludedEvents(counts),
                  config.privacy().storedAddress(),
                  ledger,
                  times,
                  clock),
              config.http().bodyMaxBytes());
      ImportStore imports = new SqliteImportStore(store);
      Importing importing = new Importing(enrichment, companies, imports, clock);
      Replay replay =
          opened(
              new Replay(
                  new SqliteSpoolReads(store, clock),
                  events,
                  enrichment,
                  identification,
                  keys::byId));
      History history =
          new History(
              config.data(),
              config.history(),
              new SqliteHistorySource(store, store::idsSyncedTo),
              keys::byId,
              clock);
      opened(history);
      Metrics metrics = metrics(ledger, times, store, config, live);
      lookupMetrics(metrics, lookups, identification);
      historyMetrics(metrics, history);
      metrics.gauge(
          "tippen_imported_rows", "Rows of files counted since the start", importing::counted);

      SqliteAccountStore accountStore = new SqliteAccountStore(store);
      SetUpLink setUpLink = new SetUpLink(random);
      Accounts accounts =
          new Accounts(
              accountStore,
              keys,
              new Passwords(Passwords.Cost.PRODUCTION, random, PASSWORD_WAIT),
              setUpLink,
              clock,
              random,
              config.account().openSignUp());
      Access access = new Access(keys, new SqliteSecretKeyStore(store), accountStore, clock);

      // Look-ups begin when everything that hears of them is there.
      addresses.awaitLoaded(FILES_WAIT);
      lookups.start();
      identification.start(events);
      WebServer web =
          opened(
              WebServer.start(
                  config,
                  new WebServer.Parts(
                      ingest,
                      admission,
                      access,
                      keys,
                      visitors,
                      new IdentificationRoutes.Parts(
                          companies, corrections, lookups, addresses, counts, replay, random),
                      new Analytics(history, clock),
                      new VisitorTotals(history, visitors),
                      new DashboardFigures(history, new SqliteCallReads(store), clock),
                      new Reports(history),
                      new EventExport(history),
                      new TableExport(history),
                      importing,
                      imports,
                      live,
                      accounts,
                      metrics,
                      clock,
                      store.health(),
                      () -> startInfo(config, keys, accounts),
                      () -> warnings(addresses, history))));
      // Last: nobody has to wait for it.
      history.start();
      uri = URI.create("http://" + uriHost(config.server().host()) + ":" + web.port());
      if (!config.demo() && accounts.needsSetUp()) {
        String origin =
            config.server().publicUrl() == null ? uri.toString() : config.server().publicUrl();
        options.notice().accept("Set up: " + setUpLink.url(origin));
      }
      if (options.traffic()) opened(DemoTraffic.start(uri, ApiKey.DEMO_TEXT));
    } catch (IOException | InterruptedException | RuntimeException e) {
      stop();
      throw e;
    } catch (Exception e) {
      stop();
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Lookups lookups(
      Config config,
      SqliteStore store,
      AddressDirectory addresses,
      PublicAddresses publicAddresses,
      InstantSource clock,
      SecureRandom random)
      throws IOException {
    Config.Identify identify = config.identify();
    List<Source> sources = Sources.of(identify, addresses::isCompanyName, clock);
    return new Lookups(
        sources,
        new SqliteLookupStore(store),
        sources.isEmpty() ? PrefixNames.unused() : PrefixNames.of(config.data(), random),
        address -> {
          IpAddress ip = IpAddress.ofSocket(address.getHostAddress());
          return ip != null && publicAddresses.mayBeLookedUp(ip);
        },
        new Lookups.Limits(
            identify.queueMax(), identify.cacheMax(), identify.storedMax(), LOOKUPS_AT_A_TIME),
        clock,
        random);
  }

  private static void historyMetrics(Metrics metrics, History history) {
    metrics.gauge("tippen_history_events", "Events in the history", () -> history.state().events());
    metrics.gauge(
        "tippen_history_lag_ms",
        "How far the history is behind the event log, in milliseconds",
        () -> history.state().lagMs());
  }

  /// Everybody may read this: names of files without their folders.
  private static List<String> warnings(AddressDirectory addresses, History history) {
    List<String> warnings = new ArrayList<>();
    if (history.state().problem() != null) {
      warnings.add("the history is not up to date; the log says why");
    }
    for (FileStatus file : addresses.status()) {
      if (file.problem() == null && !file.old()) continue;
      String what = file.problem() == null ? "is old" : "can't be used in its newest version";
      warnings.add(Path.of(file.file()).getFileName() + " " + what);
    }
    return warnings;
  }

  private static OwnerRules sourceRules(Config config) throws IOException {
    Path rules = config.sources().rules();
    return rules == null ? OwnerRules.NONE : OwnerRules.read(rules);
  }

  private static void lookupMetrics(
      Metrics metrics, Lookups lookups, Identification identification) {
    if (!lookups.isOn()) return;
    metrics.gauge(
        "tippen_lookups_waiting",
        "Networks that wait to be asked about",
        () -> lookups.state().waiting());
    metrics.gauge(
        "tippen_lookups_flying",
        "Networks that are being asked about",
        () -> lookups.state().flying());
    metrics.gauge(
        "tippen_lookups_overflowed",
        "Wishes to know a company that were dropped because too many waited",
        () -> lookups.state().overflowed() + identification.dropped());
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.push(part);
    return part;
  }

  private static void makeDemoKey(KeyStore keys) {
    if (keys.all().stream().anyMatch(k -> k.text().equals(ApiKey.DEMO_TEXT))) return;
    keys.create(
        new KeyStore.NewKey(
            ApiKey.DEMO_TEXT,
            ApiKey.Type.TEST,
            "Demo",
            null,
            null,
            List.of(),
            /* openRead= */ true,
            null,
            "Made by --demo; anybody who can reach the server can read its visitors"));
  }

  private static boolean isActive(KeyDirectory keys, ApiKey key) {
    ApiKey now = keys.byId(key.id());
    return now != null && now.active();
  }

  private static Metrics metrics(
      Ledger ledger, StepTimes times, SqliteStore store, Config config, LiveHub live) {
    Metrics metrics = new Metrics(ledger, times, store.stats(), version());
    metrics.gauge("tippen_queue_events", "Events that wait for a commit", store::waiting);
    metrics.gauge(
        "tippen_queue_max_events",
        "Events that may wait; more are refused",
        () -> config.store().queueMaxEvents());
    metrics.gauge("tippen_visitor_sockets", "Pages with a live connection", live::visitorSockets);
    metrics.gauge(
        "tippen_dashboard_sockets", "Dashboards with a live connection", live::dashboards);
    return metrics;
  }

  private static StartInfo startInfo(Config config, KeyDirectory keys, Accounts accounts) {
    ApiKey demo = config.demo() ? keys.find(ApiKey.DEMO_TEXT) : null;
    boolean open = demo != null && demo.active() && demo.openRead();
    return new StartInfo(
        config.demo(),
        accounts.needsSetUp(),
        open ? ApiKey.DEMO_TEXT : null,
        config.account().openSignUp(),
        version());
  }

  /// From the jar's manifest; there is none where classes run from a folder.
  private static String version() {
    String version = TippenServer.class.getPackage().getImplementationVersion();
    return version == null ? "unpacked" : version;
  }

  /// Who was on the sites when the server stopped, from the spool, so that a restart shows them.
  private static List<Committed> recentEvents(
      VisitorReads visitors, KeyDirectory keys, long sinceMs) {
    Map<List<String>, Known> known = new HashMap<>();
    List<Committed> recent = new ArrayList<>();
    for (TrackedEvent e : visitors.eventsSince(sinceMs, RECENT_EVENTS_MAX, keys::byId)) {
      Known v =
          known.computeIfAbsent(
              List.of(e.key().text(), e.visitorId()),
              id -> {
                Known found = visitors.visitor(e.key(), e.visitorId());
                return found == null ? new Known(0, e.receivedAtMs()) : found;
              });
      recent.add(new Committed(0, e, v.pageViews(), v.firstSeenMs()));
    }
    return recent;
  }

  private static String uriHost(String host) {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }

  /// The disk failed. Nothing is acknowledged any more; only a restart can tell what is stored.
  private void giveUp(Throwable cause) {
    broken = cause;
    if (health != null) health.broken();
    ended.countDown();
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public void awaitStop() throws IOException, InterruptedException {
    ended.await();
    Throwable cause = broken;
    if (cause != null) {
      throw new IOException("the database could not be written: " + cause.getMessage(), cause);
    }
  }

  @Override
  public synchronized void stop() {
    if (stopped) return;
    stopped = true;
    if (health != null) health.closing();
    while (!opened.isEmpty()) {
      AutoCloseable part = opened.pop();
      try {
        part.close();
      } catch (Exception e) {
        log.warn("{} did not close: {}", part.getClass().getSimpleName(), e.getMessage());
      }
    }
    ended.countDown();
  }
}
