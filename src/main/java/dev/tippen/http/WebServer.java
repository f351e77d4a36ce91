package dev.tippen.http;

import dev.tippen.account.Access;
import dev.tippen.account.Accounts;
import dev.tippen.admission.Admission;
import dev.tippen.analytics.Analytics;
import dev.tippen.analytics.DashboardFigures;
import dev.tippen.analytics.Reports;
import dev.tippen.analytics.VisitorTotals;
import dev.tippen.analytics.export.EventExport;
import dev.tippen.analytics.export.TableExport;
import dev.tippen.config.Config;
import dev.tippen.enrich.address.ClientAddress;
import dev.tippen.event.Problem;
import dev.tippen.ingest.Importing;
import dev.tippen.ingest.Ingest;
import dev.tippen.live.LiveHub;
import dev.tippen.observe.Metrics;
import dev.tippen.store.ImportStore;
import dev.tippen.store.KeyDirectory;
import dev.tippen.store.StoreException;
import dev.tippen.store.StoreHealth;
import dev.tippen.store.VisitorReads;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP and WebSocket server: one router an event loop, limits on everything, and the one place
/// where failures become answers.
public final class WebServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WebServer.class);
  private static final int BACKLOG = 4096;
  private static final int SOCKET_MESSAGE_MAX_BYTES = 4 * 1024;
  private static final int INITIAL_LINE_MAX_BYTES = 8 * 1024;
  private static final int BLOCKING_THREADS = 8;
  private static final int SIGN_IN_THREADS = 4;
  private static final long DRAIN_SECONDS = 5;

  private final Vertx vertx;
  private final Blocking blocking = new Blocking(BLOCKING_THREADS);

  /// Password hashes take long and come in crowds: they must not hold up reads. Questions to the
  /// history take longer than all else: nobody waits behind them.
  private final Blocking questions;

  private final Semaphore exporting = ExportRoutes.limit();

  private final Blocking signIns = new Blocking(SIGN_IN_THREADS);

  private final Parts parts;
  private final Config config;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private final int loops;
  private final int port;

  /// What the routes call.
  public record Parts(
      Ingest ingest,
      Admission admission,
      Access access,
      KeyDirectory keys,
      VisitorReads visitors,
      IdentificationRoutes.Parts identification,
      Analytics analytics,
      VisitorTotals totals,
      DashboardFigures figures,
      Reports reports,
      EventExport events,
      TableExport tables,
      Importing importing,
      ImportStore imports,
      LiveHub live,
      Accounts accounts,
      Metrics metrics,
      InstantSource clock,
      StoreHealth health,
      Supplier<StartInfo> start,
      Supplier<List<String>> warnings) {}

  private WebServer(Config config, Parts parts) throws IOException {
    this.config = config;
    this.parts = parts;
    questions = new Blocking(config.history().queriesMax());
    parts
        .metrics()
        .gauge("tippen_http_connections", "Open HTTP connections and sockets", connections::get);
    port = port(config.server());
    loops =
        config.http().eventLoops() > 0
            ? config.http().eventLoops()
            : Runtime.getRuntime().availableProcessors();
    vertx =
        Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops));
  }

  /// Starts to listen; when this returns, requests are answered.
  ///
  /// @throws java.net.BindException if the address is in use
  public static WebServer start(Config config, Parts parts) throws Exception {
    WebServer server = new WebServer(config, parts);
    try {
      server.listen();
      return server;
    } catch (Exception e) {
      server.close();
      throw e;
    }
  }

  /// All event loops must listen on one port, so a free one is found before the first of them does.
  private static int port(Config.Server server) throws IOException {
    if (server.port() != 0) return server.port();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(server.host()))) {
      return free.getLocalPort();
    }
  }

  private void listen() throws Exception {
    if (config.dev().noopTracking()) {
      log.warn("/track/noop acknowledges events that are not stored (dev.noopTracking)");
    }
    try {
      vertx
          .deployVerticle(Loop::new, new DeploymentOptions().setInstances(loops))
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Exception cause) throw cause;
      throw e;
    }
  }

  public int port() {
    return port;
  }

  /// Everything that runs on one event loop.
  private final class Loop extends VerticleBase {
    @Override
    public Future<?> start() {
      HttpServer server = vertx.createHttpServer(options());
      servers.add(server);
      Config.Http http = config.http();
      Deadlines deadlines =
          new Deadlines(vertx, http.requestTimeoutSeconds(), http.idleTimeoutSeconds());
      WellFormed wellFormed = new WellFormed(router(vertx, context));
      return server
          .connectionHandler(c -> accept(c, deadlines))
          .requestHandler(r -> {
            deadlines.began(r);
            wellFormed.handle(r);
          })
          .invalidRequestHandler(WellFormed::refuse)
          .listen();
    }
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setHost(config.server().host())
        .setPort(port)
        .setAcceptBacklog(BACKLOG)
        .setIdleTimeout(config.http().idleTimeoutSeconds())
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setMaxHeaderSize(config.http().headerMaxBytes())
        .setMaxInitialLineLength(INITIAL_LINE_MAX_BYTES)
        .setMaxWebSocketFrameSize(SOCKET_MESSAGE_MAX_BYTES)
        .setMaxWebSocketMessageSize(SOCKET_MESSAGE_MAX_BYTES)
        // Compression state would cost every socket more memory than its messages.
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        // Browsers speak HTTP/2 over TLS only, which is the proxy's job.
        .setHttp2ClearTextEnabled(false)
        .setTcpNoDelay(true);
  }

  private void accept(HttpConnection connection, Deadlines deadlines) {
    connection.closeHandler(v -> {
      connections.decrementAndGet();
      deadlines.closed(connection);
    });
    deadlines.opened(connection);
    KnownVersions.require(connection);
    if (connections.incrementAndGet() > config.http().connectionsMax()) connection.close();
  }

  private Router router(Vertx vertx, Context context) {
    Router router = Router.router(vertx);
    router.route().handler(WebServer::securityHeaders);
    // A script tag whose address ends in a slash asks for //track/visitor.
    router
        .routeWithRegex("//+.*")
        .handler(c -> c.reroute(String.valueOf(c.request().path()).replaceFirst("^/+", "/")));
    Cors cors = new Cors(config.server().allowedOrigins());
    Proofs proofs = new Proofs(config.server().publicUrl());
    Config.Proxies proxies = config.proxies();
    ClientAddress clientAddress =
        new ClientAddress(proxies.trusted(), proxies.clientAddressHeader());
    TrackRoutes track =
        new TrackRoutes(
            parts.ingest(), clientAddress, proxies.countryHeader(), context, config.http());
    track.mount(router);
    if (config.dev().noopTracking()) track.mountNoop(router);
    new SocketRoutes(parts.access(), parts.admission(), parts.live(), proofs, blocking)
        .mount(router);
    Guard guard = new Guard(parts.access(), proofs, blocking);
    Guard questions = new Guard(parts.access(), proofs, this.questions);
    new ReadRoutes(guard, questions, parts.visitors(), parts.totals(), cors).mount(router);
    TableAnswers tables = new TableAnswers(parts.tables());
    new AnalyticsRoutes(questions, parts.analytics(), parts.totals(), tables, parts.clock())
        .mount(router);
    new ExportRoutes(questions, parts.events(), parts.clock(), exporting).mount(router);
    new ImportRoutes(guard, parts.importing(), parts.imports()).mount(router);
    new ReportRoutes(questions, parts.reports(), tables, parts.clock()).mount(router);
    new DashboardFiguresRoutes(questions, parts.figures(), cors).mount(router);
    new IdentificationRoutes(guard, parts.identification()).mount(router);
    new AuthRoutes(
            parts.accounts(), proofs, signIns, c -> addressOf(c, clientAddress), parts.clock())
        .mount(router);
    new StartRoutes(parts.health(), parts.start(), parts.warnings(), blocking).mount(router);
    new MetricsRoutes(parts.metrics(), parts.access(), blocking).mount(router);
    new PageRoutes(new Assets(config.dev().assetsDir()), parts.keys()).mount(router);
    router.errorHandler(400, c -> fail(c, Problem.BODY_MALFORMED));
    router.errorHandler(404, c -> fail(c, Problem.NOT_FOUND));
    router.errorHandler(405, c -> fail(c, Problem.METHOD_NOT_ALLOWED));
    router.errorHandler(417, c -> fail(c, Problem.REQUEST_MALFORMED));
    router.errorHandler(413, c -> fail(c, Problem.BODY_TOO_LARGE));
    router.errorHandler(500, WebServer::fault);
    return router;
  }

  private static String addressOf(RoutingContext context, ClientAddress clientAddress) {
    var peer = context.request().remoteAddress();
    var client =
        clientAddress.of(
            peer == null ? null : peer.hostAddress(), context.request().headers()::getAll);
    return client.address() == null ? "" : client.address().toString();
  }

  private static void securityHeaders(RoutingContext context) {
    context
        .response()
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer");
    context.next();
  }

  private static void fail(RoutingContext context, Problem problem) {
    // A page of any site may have asked: without the header it would see only a network failure.
    if (!context.response().headers().contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
      context.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }
    Answers.problem(context.response(), problem);
  }

  private static void fault(RoutingContext context) {
    log.error(
        "{} {} failed", context.request().method(), context.request().path(), context.failure());
    boolean store = context.failure() instanceof StoreException;
    fail(context, store ? Problem.STORE_FAILED : Problem.SERVER_FAULT);
  }

  /// Refuses new connections, lets running requests end, then closes the rest.
  @Override
  public void close() {
    List<Future<?>> draining = new ArrayList<>();
    for (HttpServer server : servers)
      draining.add(server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS));
    try {
      Future.join(draining)
          .transform(r -> vertx.close())
          .toCompletionStage()
          .toCompletableFuture()
          .get(2 * DRAIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.warn("the HTTP server did not close in time: {}", e.toString());
    }
    blocking.close();
    questions.close();
    signIns.close();
  }
}
