package dev.tippen.live;

import dev.tippen.config.Config;
import dev.tippen.event.ApiKey;
import dev.tippen.event.CompanyDetails;
import dev.tippen.event.UrlHost;
import dev.tippen.store.CommitListener;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketBase;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Folds committed events into who is on which site now and tells the dashboards. One thread owns
/// all boards; commits, sockets and clocks only hand it work.
///
/// Nothing here grows without a bound: commits wait for room in the queue, boards and lists have a
/// largest size, slow dashboards miss updates and get a fresh list, and sockets are counted.
public final class LiveHub implements CommitListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LiveHub.class);
  private static final int BATCHES_WAITING_MAX = 64;
  private static final int VISITORS_MAX_PER_KEY = 20_000;
  private static final long TICK_MS = 50;
  private static final long SWEEP_EVERY_MS = 1_000;
  private static final long PING_EVERY_MS = 25_000;
  private static final long SOCKET_SILENT_MAX_MS = 65_000;
  private static final short CLOSE_POLICY = 1008;

  private final Config.Live limits;
  private final Presence presence;
  private final InstantSource clock;
  private final LiveMessages messages;
  private final BlockingQueue<List<Committed>> batches =
      new ArrayBlockingQueue<>(BATCHES_WAITING_MAX);

  /// What sockets ask for; bounded by the number of sockets and the rate that each may send.
  private final ConcurrentLinkedQueue<Runnable> requests = new ConcurrentLinkedQueue<>();

  private final Map<Integer, Board> boards = new HashMap<>();
  private final Map<SocketKey, Set<VisitorSocket>> visitorSockets = new HashMap<>();
  private final AtomicInteger visitorSocketCount = new AtomicInteger();
  private final Map<Integer, AtomicInteger> dashboardCounts = new ConcurrentHashMap<>();

  /// Who is present under which key, for exits that name none. Written by the live thread.
  private final Map<String, List<PresentVisitor>> byVisitorId = new ConcurrentHashMap<>();

  private final Thread thread;
  private long sweptMs;
  private volatile boolean closing;

  private record SocketKey(int apiKeyId, String visitorId) {}

  /// @param companies details of a company by its id; called on the live thread, must not block
  public LiveHub(Config.Live limits, InstantSource clock, LongFunction<CompanyDetails> companies) {
    this.limits = limits;
    messages = new LiveMessages(companies::apply);
    this.clock = clock;
    presence =
        new Presence(limits.silentAfterSeconds() * 1_000L, limits.leaveGraceSeconds() * 1_000L);
    thread = Thread.ofPlatform().name("live").daemon(true).unstarted(this::run);
  }

  /// Starts the thread.
  ///
  /// @param recent events from before the start, oldest first: who was on the site is so again
  public void start(List<Committed> recent) {
    for (Committed c : recent) apply(c);
    sweep(clock.millis());
    thread.start();
  }

  /// Takes a batch over; waits only when boards lag far behind the commits.
  @Override
  public void committed(List<Committed> events) {
    try {
      while (!closing && !batches.offer(events, 1, TimeUnit.SECONDS)) {
        log.warn("live boards are behind, commits wait for them");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The key under which a visitor is on a site now, for exits that name none. Safe for all
  /// threads.
  ///
  /// @param siteHost host of the page, lower case
  /// @return null if the visitor is not there, or if two keys share the site
  public @Nullable ApiKey keyOf(String visitorId, String siteHost) {
    String host = UrlHost.withoutWww(siteHost);
    ApiKey found = null;
    for (PresentVisitor v : byVisitorId.getOrDefault(visitorId, List.of())) {
      if (!host.equals(siteOf(v))) continue;
      if (found != null && found.id() != v.key.id()) return null;
      found = v.key;
    }
    return found;
  }

  private static @Nullable String siteOf(PresentVisitor v) {
    String host = UrlHost.of(v.url);
    if (host == null) host = v.website;
    return host == null ? null : UrlHost.withoutWww(host);
  }

  /// Connects a dashboard. Call on the event loop of the socket, right after the handshake.
  public void dashboard(ApiKey key, WebSocketBase socket) {
    Context loop = Vertx.currentContext();
    if (loop == null) throw new IllegalStateException("not on an event loop");
    DashboardSocket d = new DashboardSocket(key, socket, loop, clock.millis(), this::requestList);
    dashboardCount(key).incrementAndGet();
    SocketInput.attach(socket, d, messages, clock, () -> requestList(d));
    requests.add(() -> board(key).open(d, clock.millis()));
    socket.closeHandler(v -> {
      dashboardCount(key).decrementAndGet();
      requests.add(() -> board(key).close(d));
    });
  }

  /// Connects a visitor's page. Call on the event loop of the socket, right after the handshake.
  public void visitor(ApiKey key, String visitorId, WebSocketBase socket) {
    Context loop = Vertx.currentContext();
    if (loop == null) throw new IllegalStateException("not on an event loop");
    VisitorSocket s = new VisitorSocket(key, visitorId, socket, loop, clock.millis());
    visitorSocketCount.incrementAndGet();
    SocketInput.attach(socket, s, messages, clock, () -> {});
    s.send(messages.connected(visitorId));
    requests.add(() -> open(s));
    socket.closeHandler(v -> {
      visitorSocketCount.decrementAndGet();
      requests.add(() -> close(s));
    });
  }

  /// Closes the sockets of keys that may no longer be used. Call when keys changed.
  public void closeSocketsExcept(Predicate<ApiKey> usable) {
    requests.add(() -> {
      for (Set<VisitorSocket> sockets : visitorSockets.values()) {
        for (VisitorSocket s : sockets) {
          if (!usable.test(s.key)) s.close(CLOSE_POLICY, "the key was revoked");
        }
      }
      for (Board board : boards.values()) board.closeExcept(usable);
    });
  }

  public boolean hasRoomForDashboard(ApiKey key) {
    return dashboardCount(key).get() < limits.dashboardsMaxPerKey();
  }

  public boolean hasRoomForVisitor() {
    return visitorSocketCount.get() < limits.visitorSocketsMax();
  }

  /// Open sockets of visitors' pages.
  public int visitorSockets() {
    return visitorSocketCount.get();
  }

  /// Open dashboards of all keys.
  public int dashboards() {
    return dashboardCounts.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  private AtomicInteger dashboardCount(ApiKey key) {
    return dashboardCounts.computeIfAbsent(key.id(), k -> new AtomicInteger());
  }

  private void requestList(DashboardSocket d) {
    requests.add(() -> board(d.key()).sendList(d, clock.millis()));
  }

  private void run() {
    List<List<Committed>> taken = new ArrayList<>();
    while (!closing) {
      try {
        List<Committed> first = batches.poll(TICK_MS, TimeUnit.MILLISECONDS);
        if (first != null) {
          taken.add(first);
          batches.drainTo(taken);
        }
        for (List<Committed> batch : taken) batch.forEach(this::apply);
        for (Runnable r = requests.poll(); r != null; r = requests.poll()) r.run();
        long nowMs = clock.millis();
        if (nowMs - sweptMs >= SWEEP_EVERY_MS || nowMs < sweptMs) sweep(nowMs);
        for (Board board : boards.values()) board.flush(nowMs);
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        log.error("a live board failed; the next event is taken as usual", e);
      } finally {
        taken.clear();
      }
    }
  }

  private Board board(ApiKey key) {
    return boards.computeIfAbsent(key.id(), k -> new Board(limits, presence, messages));
  }

  private void apply(Committed committed) {
    PresentVisitor v = board(committed.event().key()).apply(committed);
    if (v == null) return;
    Set<VisitorSocket> open = visitorSockets.get(new SocketKey(v.key.id(), v.visitorId));
    if (open != null) v.sockets.addAll(open);
    List<PresentVisitor> same = byVisitorId.getOrDefault(v.visitorId, List.of());
    if (!same.contains(v)) {
      List<PresentVisitor> more = new ArrayList<>(same);
      more.add(v);
      byVisitorId.put(v.visitorId, List.copyOf(more));
    }
  }

  private void open(VisitorSocket s) {
    Set<VisitorSocket> all =
        visitorSockets.computeIfAbsent(
            new SocketKey(s.key.id(), s.visitorId), k -> new LinkedHashSet<>(2));
    all.add(s);
    if (all.size() > limits.socketsMaxPerVisitor()) {
      all.iterator().next().close(CLOSE_POLICY, "too many sockets of one visitor");
    }
    PresentVisitor v = presentOf(s);
    if (v == null) return;
    v.sockets.add(s);
    board(v.key).changed(v);
  }

  private void close(VisitorSocket s) {
    SocketKey key = new SocketKey(s.key.id(), s.visitorId);
    Set<VisitorSocket> all = visitorSockets.get(key);
    if (all != null && all.remove(s) && all.isEmpty()) visitorSockets.remove(key);
    PresentVisitor v = presentOf(s);
    if (v == null) return;
    v.sockets.remove(s);
    v.socketClosedMs = clock.millis();
    board(v.key).changed(v);
  }

  private @Nullable PresentVisitor presentOf(VisitorSocket s) {
    for (PresentVisitor v : byVisitorId.getOrDefault(s.visitorId, List.of())) {
      if (v.key.id() == s.key.id()) return v;
    }
    return null;
  }

  private void sweep(long nowMs) {
    sweptMs = nowMs;
    for (Iterator<Board> i = boards.values().iterator(); i.hasNext(); ) {
      Board board = i.next();
      board.sweep(nowMs, VISITORS_MAX_PER_KEY).forEach(this::forget);
      board.keepAlive(nowMs, PING_EVERY_MS, SOCKET_SILENT_MAX_MS);
      if (board.isEmpty()) i.remove();
    }
    for (Set<VisitorSocket> sockets : visitorSockets.values()) {
      for (VisitorSocket s : sockets) s.keepAlive(nowMs, PING_EVERY_MS, SOCKET_SILENT_MAX_MS);
    }
  }

  private void forget(PresentVisitor v) {
    List<PresentVisitor> rest =
        byVisitorId.getOrDefault(v.visitorId, List.of()).stream().filter(o -> o != v).toList();
    if (rest.isEmpty()) byVisitorId.remove(v.visitorId);
    else byVisitorId.put(v.visitorId, rest);
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
  }
}
