package dev.tippen.identify;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tippen.config.Config;
import dev.tippen.identify.Flights.Flight;
import dev.tippen.store.LookupStore;
import dev.tippen.store.LookupStore.Counts;
import dev.tippen.store.LookupStore.Length;
import dev.tippen.store.LookupStore.Saved;
import dev.tippen.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the companies of addresses by asking sources outside, each network once, and remembers
/// what they said in memory and in the database. The tracking path only reads the memory
/// ([#cached]) and leaves a wish behind ([#request]); everything else happens on threads of this
/// class. Safe for all threads.
///
/// Sources are asked one after the other, in their order, until one knows the company. The rest of
/// what they said is kept as evidence. A company whose time is over stays on show, marked stale,
/// until somebody answers.
public final class Lookups implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lookups.class);

  private static final int FLIGHTS_MAX = 64;
  private static final int BATCH_MAX = 64;
  private static final int UNSAVED_MAX = 20_000;
  private static final int PURGE_MAX = 1_000;
  private static final long IDLE_MS = 250;
  private static final long SAVE_EVERY_MS = 1_000;
  private static final long PURGE_EVERY_MS = TimeUnit.HOURS.toMillis(1);
  private static final long PARK_MAX_MS = TimeUnit.HOURS.toMillis(1);
  private static final long AGAIN_MS = TimeUnit.MINUTES.toMillis(1);
  private static final long CLOSE_MS = 5_000;

  /// A company may be shown as stale for so long after its time is over; then the row is deleted.
  static final long STALE_MS = TimeUnit.DAYS.toMillis(30);

  static final int COUNTS_KEPT_DAYS = 400;

  private final List<Lane> lanes;
  private final Map<String, Lane> lanesBySource = new HashMap<>();
  private final LookupStore store;
  private final PrefixNames names;
  private final Predicate<InetAddress> mayBeAsked;
  private final Limits limits;
  private final InstantSource clock;
  private final Cache<Prefix, Resolution> resolved;
  private final Cache<Key, Outcome> outcomes;
  private final Cache<Key, Integer> failures;
  private final Set<Length> widths = new CopyOnWriteArraySet<>();
  private final LongAdder overflowed = new LongAdder();
  private final LongAdder notAskable = new LongAdder();

  private final Object lock = new Object();
  private final Flights flights;
  private final Map<Key, Saved> unsaved = new LinkedHashMap<>();
  private boolean closing;

  private final ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
  private final Executor calls;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private long version;
  private boolean saveFailing;

  private record Key(String source, Prefix prefix) {}

  private record Known(Outcome outcome, boolean fromDisk) {}

  /// @param queueMax networks that wait to be asked about; beyond it the oldest wish is dropped
  /// @param cacheMax networks in memory
  /// @param storedMax answers in the database
  /// @param flightsMax networks that are being asked about at a time
  public record Limits(int queueMax, int cacheMax, int storedMax, int flightsMax) {}

  /// How one source is doing.
  ///
  /// @param state `ready`, or the status that wishes get without asking: `rate_limited`, `quota`,
  ///   `invalid` (the key was refused), `failed` (it is left alone because it fails)
  /// @param running calls under way
  /// @param sinceStart of this process
  public record SourceState(
      String source,
      String title,
      String host,
      String state,
      int running,
      long dayCredits,
      long monthCredits,
      Counts sinceStart) {}

  /// @param waiting networks that wait to be asked about
  /// @param flying networks that are being asked about
  /// @param parked networks about which a source wants to be asked again later
  /// @param overflowed wishes that were dropped because too many waited
  /// @param notAskable wishes about addresses that nobody may be asked about
  public record State(int waiting, int flying, int parked, long overflowed, long notAskable) {}

  /// For the sources of a configuration. Blocks on the database; call [#start] next. Where no
  /// source is enabled, neither the folder nor the store is touched.
  ///
  /// @param folder the data folder, for the key of [PrefixNames]
  /// @param networks decides whether the owner of a network may be taken for a company
  /// @param mayBeAsked false for private, reserved and suppressed addresses: these never leave
  /// @throws IOException if the key in the folder can't be used
  public static Lookups open(
      Config.Identify config,
      Path folder,
      LookupStore store,
      NetworkNames networks,
      Predicate<InetAddress> mayBeAsked,
      InstantSource clock,
      SecureRandom random)
      throws IOException {
    List<Source> sources = Sources.of(config, networks, clock);
    PrefixNames names =
        sources.isEmpty() ? new PrefixNames(new byte[1]) : PrefixNames.of(folder, random);
    Limits limits =
        new Limits(config.queueMax(), config.cacheMax(), config.storedMax(), FLIGHTS_MAX);
    return new Lookups(sources, store, names, mayBeAsked, limits, clock, random);
  }

  /// Reads the counts of this month; blocks on the database. Call [#start] next.
  ///
  /// @param sources in the order of asking
  /// @param mayBeAsked false for private, reserved and suppressed addresses: these never leave
  public Lookups(
      List<Source> sources,
      LookupStore store,
      PrefixNames names,
      Predicate<InetAddress> mayBeAsked,
      Limits limits,
      InstantSource clock,
      RandomGenerator random) {
    this(sources, store, names, mayBeAsked, limits, clock, random, null);
  }

  /// @param calls runs one flight each, null: virtual threads
  Lookups(
      List<Source> sources,
      LookupStore store,
      PrefixNames names,
      Predicate<InetAddress> mayBeAsked,
      Limits limits,
      InstantSource clock,
      RandomGenerator random,
      @Nullable Executor calls) {
    this.store = store;
    this.names = names;
    this.mayBeAsked = mayBeAsked;
    this.limits = limits;
    this.clock = clock;
    this.calls = calls == null ? virtual : calls;
    this.flights = new Flights(limits.queueMax(), limits.flightsMax());
    this.resolved = Caffeine.newBuilder().maximumSize(limits.cacheMax()).build();
    this.outcomes = Caffeine.newBuilder().maximumSize(limits.cacheMax()).build();
    this.failures = Caffeine.newBuilder().maximumSize(limits.cacheMax()).build();
    this.lanes = sources.isEmpty() ? List.of() : lanes(sources, new Lifetimes(random));
    for (Lane lane : lanes) lanesBySource.put(lane.source(), lane);
    if (!lanes.isEmpty()) {
      version = store.version();
      for (Length l : store.lengths()) addWidth(l);
    }
  }

  private List<Lane> lanes(List<Source> sources, Lifetimes lifetimes) {
    long now = clock.millis();
    LocalDate today = Budget.utcDay(now);
    List<Counts> month = store.counts(today.withDayOfMonth(1).toEpochDay(), today.toEpochDay());
    List<Lane> made = new ArrayList<>();
    for (Source source : sources) {
      Provider provider = source.provider();
      long dayCredits = 0;
      long monthCredits = 0;
      for (Counts c : month) {
        if (!c.source().equals(provider.source())) continue;
        monthCredits += c.creditsUsed();
        if (c.day() == today.toEpochDay()) dayCredits += c.creditsUsed();
      }
      Budget budget = new Budget(source.allowance(), dayCredits, monthCredits, now);
      Gate gate = new Gate(provider.title(), source.allowance(), budget, clock);
      made.add(new Lane(provider, gate, new Tally(provider.source()), lifetimes, clock));
    }
    return List.copyOf(made);
  }

  /// Starts the threads. Without sources there is nothing to do.
  public void start() {
    if (lanes.isEmpty()) return;
    for (Lane lane : lanes) {
      log.info(
          "companies are looked up at {} ({})", lane.provider().title(), lane.provider().host());
    }
    threads.add(Thread.ofPlatform().name("lookups").daemon(true).start(this::dispatch));
    threads.add(Thread.ofPlatform().name("lookups-save").daemon(true).start(this::keepSaving));
  }

  /// Whether anybody may be asked at all.
  public boolean isOn() {
    return !lanes.isEmpty();
  }

  /// What is known about the address, from memory, and counts it as a question that need not be
  /// asked. Call it once for a visit; [#peek] answers the same without counting. Takes some hundred
  /// nanoseconds and never blocks.
  ///
  /// @return null if nothing is in memory; then, or if [#isDue], call [#request]
  public @Nullable Resolution cached(InetAddress address) {
    Resolution known = peek(address);
    if (known == null) return null;
    long now = clock.millis();
    for (Outcome o : known.evidence()) {
      boolean answered = o.isFound() || o.status() == Status.NOT_FOUND;
      Lane lane = answered && now < o.expiresAtMs() ? lanesBySource.get(o.source()) : null;
      if (lane != null) lane.tally().memoryHit(o.creditsUsed());
    }
    return known;
  }

  /// What is known about the address, from memory.
  public @Nullable Resolution peek(InetAddress address) {
    if (lanes.isEmpty()) return null;
    Prefix prefix = Prefix.of(address);
    Resolution known = resolved.getIfPresent(prefix);
    if (known == null) return null;
    Outcome elected = known.elected();
    if (!elected.isFound() || elected.stale() || clock.millis() < elected.expiresAtMs()) {
      return known;
    }
    Resolution stale = new Resolution(elected.asStale(), known.evidence(), known.checkAgainAtMs());
    // Not if a newer answer has come meanwhile.
    resolved.asMap().replace(prefix, known, stale);
    return stale;
  }

  /// Whether the visitor's return is a reason to ask again: the answer is no longer fresh.
  public boolean isDue(Resolution known) {
    return clock.millis() >= known.checkAgainAtMs();
  }

  /// Wishes to know the company of an address. Never blocks. The listener hears of it once there is
  /// an answer, also if that is that nobody was asked; it hears nothing only if more than
  /// [Flights#LISTENERS_MAX] wait for the same network.
  public void request(InetAddress address, Listener listener) {
    if (lanes.isEmpty()) {
      tell(List.of(listener), nobody("No look-up service is switched on."));
      return;
    }
    if (!mayBeAsked.test(address)) {
      notAskable.increment();
      tell(List.of(listener), nobody("Nobody is asked about addresses of this kind."));
      return;
    }
    Prefix prefix = Prefix.of(address);
    Resolution known;
    Flight dropped = null;
    synchronized (lock) {
      if (flights.join(prefix, listener)) return;
      known = resolved.getIfPresent(prefix);
      if (known == null || isDue(known)) {
        known = null;
        dropped = flights.add(prefix, address, listener);
        lock.notifyAll();
      }
    }
    if (known != null) tell(List.of(listener), known);
    if (dropped != null) {
      overflowed.increment();
      tell(dropped.listeners(), nobody("Too many addresses waited to be looked up."));
    }
  }

  private Resolution nobody(String reason) {
    long now = clock.millis();
    Outcome skipped = Outcome.skipped(Outcome.NOBODY, reason, now, now);
    return new Resolution(skipped, List.of(), now + AGAIN_MS);
  }

  private static void tell(Collection<Listener> listeners, Resolution resolution) {
    for (Listener listener : listeners) {
      try {
        listener.resolved(resolution);
      } catch (RuntimeException e) {
        log.error("an answer could not be passed on", e);
      }
    }
  }

  private void dispatch() {
    while (true) {
      synchronized (lock) {
        try {
          if (!closing && !flights.isReady(clock.millis())) lock.wait(IDLE_MS);
        } catch (InterruptedException _) {
          return;
        }
        if (closing) return;
      }
      step();
    }
  }

  /// Starts what can be started. On the thread `lookups` only.
  ///
  /// @return flights that were started
  int step() {
    List<Flight> batch;
    synchronized (lock) {
      batch = flights.take(BATCH_MAX, clock.millis());
    }
    if (batch.isEmpty()) return 0;
    Map<Prefix, List<Saved>> rows;
    try {
      rows = rows(batch);
    } catch (StoreException e) {
      // Without the cache every question could be one that was paid for already.
      log.warn("stored look-ups can't be read, nobody is asked: {}", e.getMessage());
      Resolution unreadable = nobody("Earlier answers can't be read at the moment.");
      for (Flight f : batch) land(f, unreadable);
      return batch.size();
    }
    for (Flight f : batch) {
      try {
        calls.execute(() -> fly(f, rows));
      } catch (java.util.concurrent.RejectedExecutionException _) {
        land(f, nobody("The server is shutting down."));
      }
    }
    return batch.size();
  }

  private Map<Prefix, List<Saved>> rows(List<Flight> batch) {
    Map<String, Prefix> wanted = new HashMap<>();
    for (Flight f : batch) for (Prefix p : around(f.prefix)) wanted.put(names.of(p), p);
    Map<Prefix, List<Saved>> rows = new HashMap<>();
    for (Saved row : store.find(wanted.keySet())) {
      Prefix prefix = wanted.get(row.prefix());
      if (prefix != null) rows.computeIfAbsent(prefix, _ -> new ArrayList<>()).add(row);
    }
    return rows;
  }

  /// The network itself and the wider ones of lengths of which answers are known, narrow ones
  /// first.
  private List<Prefix> around(Prefix unit) {
    List<Prefix> all = new ArrayList<>();
    all.add(unit);
    for (Length l : widths) {
      if (l.ipv6() == unit.ipv6() && l.bits() < unit.length()) all.add(unit.widened(l.bits()));
    }
    all.sort(java.util.Comparator.comparingInt(Prefix::length).reversed());
    return all;
  }

  private void addWidth(Length length) {
    boolean usable =
        length.bits() >= (length.ipv6() ? Prefix.IPV6_WIDEST : Prefix.IPV4_WIDEST)
            && length.bits() < Prefix.unit(length.ipv6());
    if (usable) widths.add(length);
  }

  private void fly(Flight flight, Map<Prefix, List<Saved>> rows) {
    Resolution resolution = nobody("The look-up broke off.");
    try {
      resolution = resolve(flight, rows);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("a look-up failed", e);
    } finally {
      land(flight, resolution);
    }
  }

  private void land(Flight flight, Resolution landed) {
    Resolution resolution = keepingCompany(flight.prefix, landed);
    long retryAtMs = resolution.isFound() ? 0 : retryAtMs(resolution);
    List<Listener> listeners;
    synchronized (lock) {
      resolved.put(flight.prefix, resolution);
      listeners = flight.listeners();
      if (retryAtMs > 0 && retryAtMs - clock.millis() <= PARK_MAX_MS) {
        flights.park(flight, retryAtMs);
      } else {
        flights.land(flight);
      }
      lock.notifyAll();
    }
    tell(listeners, resolution);
  }

  /// Where nobody could be asked, a company that was known before stays on show.
  private Resolution keepingCompany(Prefix prefix, Resolution landed) {
    Resolution before = resolved.getIfPresent(prefix);
    if (!landed.evidence().isEmpty() || before == null || !before.isFound()) return landed;
    Outcome company = before.elected();
    return new Resolution(
        isOver(company) ? company.asStale() : company, before.evidence(), landed.checkAgainAtMs());
  }

  /// When the first open source wants to be asked again, 0 if none is open.
  private static long retryAtMs(Resolution resolution) {
    long first = 0;
    for (Outcome o : resolution.evidence()) {
      if (!o.status().isOpen() || o.retryAtMs() == 0) continue;
      first = first == 0 ? o.retryAtMs() : Math.min(first, o.retryAtMs());
    }
    return first;
  }

  private Resolution resolve(Flight flight, Map<Prefix, List<Saved>> rows)
      throws InterruptedException {
    Map<String, Known> known = known(flight.prefix, rows);
    List<Outcome> evidence = new ArrayList<>();
    long checkAgainAtMs = Long.MAX_VALUE;
    boolean ended = false;
    for (Lane lane : lanes) {
      Known before = known.get(lane.source());
      if (ended) {
        if (before != null && holds(before.outcome) && before.outcome.isFound()) {
          evidence.add(before.outcome);
        }
        continue;
      }
      Outcome outcome;
      if (before != null && holds(before.outcome)) {
        outcome = before.outcome;
        if (before.fromDisk) lane.tally().diskHit(outcome.creditsUsed(), clock.millis());
        checkAgainAtMs = Math.min(checkAgainAtMs, freshUntilMs(outcome));
      } else {
        Outcome asked = ask(lane, flight);
        outcome = asked;
        boolean refused = !asked.isFound() && asked.status() != Status.NOT_FOUND;
        if (refused && before != null && before.outcome.isFound()) {
          outcome = isOver(before.outcome) ? before.outcome.asStale() : before.outcome;
          checkAgainAtMs = Math.min(checkAgainAtMs, clock.millis() + lane.failedMs());
        } else {
          checkAgainAtMs = Math.min(checkAgainAtMs, freshUntilMs(outcome));
        }
      }
      evidence.add(outcome);
      ended = outcome.isFound() || outcome.status() == Status.PENDING;
    }
    return new Resolution(Resolution.elect(evidence), evidence, checkAgainAtMs);
  }

  /// Whether the outcome need not be asked for: its time is not over, for a company not nearly.
  private boolean holds(Outcome o) {
    return clock.millis() < freshUntilMs(o);
  }

  private boolean isOver(Outcome o) {
    return clock.millis() >= o.expiresAtMs();
  }

  private static long freshUntilMs(Outcome o) {
    return o.isFound() ? Math.min(Lifetimes.refreshAtMs(o), o.expiresAtMs()) : o.expiresAtMs();
  }

  /// What memory and database know, by source: of several networks the narrowest.
  private Map<String, Known> known(Prefix unit, Map<Prefix, List<Saved>> rows) {
    Map<String, Known> known = new HashMap<>();
    for (Prefix prefix : around(unit)) {
      String matched = prefix.isUnit() ? null : prefix.text();
      for (Lane lane : lanes) {
        Outcome o = outcomes.getIfPresent(new Key(lane.source(), prefix));
        if (o != null) known.putIfAbsent(lane.source(), new Known(o, false));
      }
      for (Saved row : rows.getOrDefault(prefix, List.of())) {
        if (!lanesBySource.containsKey(row.source())) continue;
        if (known.containsKey(row.source())) continue;
        Outcome o = OutcomeRows.outcome(row, matched);
        if (o == null) continue;
        known.put(row.source(), new Known(o, true));
        outcomes.put(new Key(row.source(), prefix), o);
      }
    }
    return known;
  }

  private Outcome ask(Lane lane, Flight flight) throws InterruptedException {
    Key unit = new Key(lane.source(), flight.prefix);
    Integer failed = failures.getIfPresent(unit);
    int pendings = flight.pendings.getOrDefault(lane.source(), 0);
    Lane.Asked asked = lane.ask(flight.address, pendings, failed == null ? 0 : failed);
    Outcome outcome = asked.outcome();
    if (!asked.asked()) return outcome;
    if (outcome.status() == Status.PENDING) flight.pendings.merge(lane.source(), 1, Integer::sum);
    if (outcome.status() == Status.FAILED) {
      failures.put(unit, failed == null ? 1 : failed + 1);
    } else if (failed != null) {
      failures.invalidate(unit);
    }
    return remember(lane, flight.prefix, outcome, asked.matched());
  }

  private Outcome remember(Lane lane, Prefix unit, Outcome outcome, @Nullable Prefix matched) {
    boolean wide = matched != null && matched.contains(unit) && !matched.isUnit();
    Prefix prefix = wide && matched != null ? matched : unit;
    Outcome kept = wide ? outcome.matching(prefix.text()) : outcome;
    switch (kept.status()) {
      case FOUND, NOT_FOUND -> save(lane, prefix, kept);
      // A refused key says nothing about the address; the source is paused anyway.
      case INVALID, FAILED, SKIPPED -> outcomes.put(new Key(lane.source(), prefix), kept);
      case PENDING, QUOTA, RATE_LIMITED -> {}
    }
    return kept;
  }

  private void save(Lane lane, Prefix prefix, Outcome outcome) {
    Key key = new Key(lane.source(), prefix);
    addWidth(new Length(prefix.ipv6(), prefix.length()));
    outcomes.put(key, outcome);
    Saved row = OutcomeRows.row(outcome, prefix, names.of(prefix));
    synchronized (lock) {
      unsaved.remove(key);
      unsaved.put(key, row);
      if (unsaved.size() > UNSAVED_MAX) unsaved.remove(unsaved.keySet().iterator().next());
    }
  }

  private void keepSaving() {
    long purgedAt = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(PURGE_EVERY_MS);
    while (!isClosedWithin(SAVE_EVERY_MS)) {
      saveAndFollow();
      long now = System.nanoTime();
      if (now - purgedAt >= TimeUnit.MILLISECONDS.toNanos(PURGE_EVERY_MS)) {
        purgedAt = now;
        purge();
      }
    }
  }

  private boolean isClosedWithin(long ms) {
    try {
      return closed.await(ms, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      return true;
    }
  }

  /// Writes what is new, and forgets the memory if somebody made stored answers expire. On the
  /// thread `lookups-save` only.
  void saveAndFollow() {
    if (lanes.isEmpty()) return;
    if (!save()) return;
    try {
      long now = store.version();
      if (now == version) return;
      version = now;
      resolved.invalidateAll();
      outcomes.invalidateAll();
      failures.invalidateAll();
    } catch (StoreException e) {
      log.warn("changes of stored look-ups are not seen: {}", e.getMessage());
    }
  }

  private boolean save() {
    Map<Key, Saved> rows;
    synchronized (lock) {
      rows = new LinkedHashMap<>(unsaved);
      unsaved.clear();
    }
    List<Counts> counts = new ArrayList<>();
    for (Lane lane : lanes) counts.addAll(lane.tally().take(clock.millis()).values());
    if (rows.isEmpty() && counts.isEmpty()) return true;
    try {
      store.save(rows.values(), counts);
      saveFailing = false;
      return true;
    } catch (StoreException e) {
      if (!saveFailing) log.warn("look-ups can't be stored: {}", e.getMessage());
      saveFailing = true;
      putBack(rows, counts);
      return false;
    }
  }

  private void putBack(Map<Key, Saved> rows, List<Counts> counts) {
    synchronized (lock) {
      rows.forEach((key, row) -> {
        if (unsaved.size() < UNSAVED_MAX) unsaved.putIfAbsent(key, row);
      });
    }
    for (Counts c : counts) {
      Lane lane = lanesBySource.get(c.source());
      if (lane != null) lane.tally().giveBack(c);
    }
  }

  /// Deletes what is too old. On the thread `lookups-save` only.
  void purge() {
    long now = clock.millis();
    long oldestDay = Tally.day(now) - COUNTS_KEPT_DAYS;
    try {
      int deleted = PURGE_MAX;
      for (int i = 0; i < 100 && deleted >= PURGE_MAX; i++) {
        deleted = store.purge(now - STALE_MS, limits.storedMax(), oldestDay, PURGE_MAX);
      }
    } catch (StoreException e) {
      log.warn("old look-ups could not be deleted: {}", e.getMessage());
    }
  }

  /// How each source is doing, in the order of asking.
  public List<SourceState> sources() {
    List<SourceState> states = new ArrayList<>();
    for (Lane lane : lanes) {
      Gate.Health h = lane.gate().health();
      states.add(
          new SourceState(
              lane.source(),
              lane.provider().title(),
              lane.provider().host(),
              h.state(),
              h.running(),
              h.dayCredits(),
              h.monthCredits(),
              lane.tally().total()));
    }
    return states;
  }

  public State state() {
    synchronized (lock) {
      return new State(
          flights.waiting(),
          flights.flying(),
          flights.parked(),
          overflowed.sum(),
          notAskable.sum());
    }
  }

  /// Cuts what is being asked and writes what is new. The store must still be open.
  @Override
  public void close() {
    synchronized (lock) {
      closing = true;
      lock.notifyAll();
    }
    closed.countDown();
    virtual.shutdownNow();
    try {
      for (Thread t : threads) t.join(CLOSE_MS);
      virtual.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    for (Lane lane : lanes) lane.provider().close();
    if (!lanes.isEmpty()) save();
  }
}
