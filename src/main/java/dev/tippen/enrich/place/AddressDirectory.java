package dev.tippen.enrich.place;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tippen.config.Config;
import dev.tippen.enrich.address.IpAddress;
import dev.tippen.enrich.address.PublicAddresses;
import dev.tippen.enrich.address.RangeTable;
import dev.tippen.enrich.place.FileStatus.Attribution;
import dev.tippen.enrich.place.FileStatus.Use;
import dev.tippen.event.NetworkClass;
import dev.tippen.event.PlaceSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What files of the owner know of an address, in memory. Follows changes of the files within two
/// polls of [#POLL_MS]; a file that is missing or broken never stops an event, [#status] tells of
/// it. Safe for all threads; look-ups don't block, and an address that came before costs one look
/// into a cache.
public final class AddressDirectory implements AutoCloseable {
  /// Data that is older gives wrong places more and more often; the free editions come monthly.
  public static final Duration OLD_AFTER = Duration.ofDays(60);

  static final long POLL_MS = 3_000;

  /// Not while the server starts.
  private static final long WARM_UP_AFTER_MS = 5_000;

  private static final int CACHE_MAX_ADDRESSES = 50_000;
  private static final Logger log = LoggerFactory.getLogger(AddressDirectory.class);

  private final PublicAddresses publicAddresses;
  private final NetworkNames names;
  private final InstantSource clock;
  private final Countries countries = new Countries();
  private final Places places = new Places(countries);
  private final List<WatchedFile<MmdbFile>> databases;
  private final @Nullable WatchedFile<RangeTable<Network>> networkRanges;
  private final @Nullable WatchedFile<RangeTable<DeclaredRange>> declaredRanges;
  private final CountDownLatch loaded = new CountDownLatch(1);
  private final ScheduledExecutorService background =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("place-files").daemon(true).factory());
  private volatile Sources sources;

  /// One state of all files. Its cache goes with it, so that what an old file said can't come back.
  private record Sources(
      List<MmdbFile> databases,
      RangeTable<Network> networks,
      RangeTable<DeclaredRange> declared,
      Cache<IpAddress, Surroundings> cache) {
    Sources(
        List<MmdbFile> databases,
        RangeTable<Network> networks,
        RangeTable<DeclaredRange> declared) {
      this(
          databases,
          networks,
          declared,
          Caffeine.newBuilder().maximumSize(CACHE_MAX_ADDRESSES).build());
    }
  }

  /// Begins to load the files and returns; [#awaitLoaded] waits for them.
  ///
  /// @param clock tells how old the data is
  public AddressDirectory(
      Config.Places files, PublicAddresses publicAddresses, InstantSource clock) {
    this(files, publicAddresses, clock, POLL_MS);
  }

  AddressDirectory(
      Config.Places files, PublicAddresses publicAddresses, InstantSource clock, long pollMs) {
    this.publicAddresses = publicAddresses;
    this.clock = clock;
    names = new NetworkNames();
    MmdbSchema schema = new MmdbSchema(countries, names);
    databases =
        files.files().stream()
            .map(f -> new WatchedFile<>(Path.of(f), path -> MmdbFile.open(path, schema)))
            .toList();
    Path networks = files.networkRanges();
    networkRanges =
        networks == null
            ? null
            : new WatchedFile<>(networks, path -> NetworkRanges.read(path, schema, names));
    Path declared = files.declaredRanges();
    declaredRanges = declared == null ? null : new WatchedFile<>(declared, DeclaredRanges::read);
    sources = new Sources(List.of(), RangeTable.empty(), RangeTable.empty());
    background.schedule(countries::warmUp, WARM_UP_AFTER_MS, TimeUnit.MILLISECONDS);
    boolean hasFiles = !databases.isEmpty() || networkRanges != null || declaredRanges != null;
    if (hasFiles) {
      background.execute(this::loadFirst);
      background.scheduleWithFixedDelay(this::pollSafely, pollMs, pollMs, TimeUnit.MILLISECONDS);
    } else {
      loaded.countDown();
    }
  }

  /// Waits until each file was tried once, so that the first events find what there is.
  ///
  /// @return whether that happened in time
  public boolean awaitLoaded(Duration atMost) throws InterruptedException {
    return loaded.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// What is known of an address.
  public Surroundings of(@Nullable IpAddress address) {
    if (address == null) return Surroundings.NONE;
    Sources now = sources;
    Surroundings known = now.cache.getIfPresent(address);
    if (known != null) return known;
    Surroundings found = find(now, address);
    now.cache.put(address, found);
    return found;
  }

  /// As [#of], without the cache.
  Surroundings find(IpAddress address) {
    return find(sources, address);
  }

  private Surroundings find(Sources now, IpAddress address) {
    DeclaredRange declared = now.declared.get(address);
    if (!publicAddresses.mayBeLookedUp(address)) {
      return declared == null
          ? Surroundings.NONE
          : new Surroundings(null, null, declared, /* publicAddress= */ false);
    }
    // Translated addresses say nothing themselves.
    IpAddress inside = address.embeddedIpv4();
    IpAddress asked = inside == null ? address : inside;
    return new Surroundings(
        place(now, asked), network(now, asked), declared, /* publicAddress= */ true);
  }

  private static @Nullable Place place(Sources now, IpAddress address) {
    Place place = place(now, address, PlaceSource.CITY_FILE);
    return place != null ? place : place(now, address, PlaceSource.COUNTRY_FILE);
  }

  private static @Nullable Place place(Sources now, IpAddress address, PlaceSource source) {
    for (MmdbFile file : now.databases) {
      Place place = file.givesPlaces(source) ? file.place(address) : null;
      if (place != null) return place;
    }
    return null;
  }

  private static @Nullable Network network(Sources now, IpAddress address) {
    for (MmdbFile file : now.databases) {
      Network network = file.network(address);
      if (network != null) return network;
    }
    return now.networks.get(address);
  }

  /// Whether an organisation that runs a network may be taken for a company, by its name.
  ///
  /// @param asn tells nothing here
  public boolean isCompanyName(long asn, String organisation, @Nullable String domain) {
    return names.classify(organisation, domain) == NetworkClass.BUSINESS;
  }

  /// Where visitors are, by the address and by what the request says.
  public Places places() {
    return places;
  }

  /// How it stands with each file, in the order of the configuration.
  public List<FileStatus> status() {
    List<FileStatus> all = new ArrayList<>();
    for (WatchedFile<MmdbFile> file : databases) all.add(status(file));
    if (networkRanges != null) all.add(status(networkRanges, Use.NETWORK_RANGES));
    if (declaredRanges != null) all.add(status(declaredRanges, Use.DECLARED_RANGES));
    return all;
  }

  private FileStatus status(WatchedFile<MmdbFile> watched) {
    var state = watched.state();
    MmdbFile file = state.loaded();
    String problem = state.problem();
    if (problem == null && file != null && file.damagedRecords() > 0) {
      problem = file.damagedRecords() + " look-ups met damaged records";
    }
    return new FileStatus(
        watched.path().toString(),
        file == null ? null : file.type(),
        Use.ADDRESS_DATABASE,
        file == null ? null : file.builtAt(),
        file != null && isOld(file.builtAt()),
        file == null ? null : Attribution.of(file.type()),
        problem);
  }

  private FileStatus status(WatchedFile<?> watched, Use use) {
    var state = watched.state();
    Instant builtAt = state.modified() == null ? null : state.modified().toInstant();
    // What owners declare does not age.
    boolean old = use == Use.NETWORK_RANGES && builtAt != null && isOld(builtAt);
    return new FileStatus(
        watched.path().toString(), null, use, builtAt, old, null, state.problem());
  }

  private boolean isOld(Instant builtAt) {
    return builtAt.plus(OLD_AFTER).isBefore(clock.instant());
  }

  private void loadFirst() {
    try {
      pollSafely();
      for (FileStatus file : status()) {
        if (file.old()) log.warn("{} is old: built at {}", file.file(), file.builtAt());
      }
    } finally {
      loaded.countDown();
    }
  }

  /// What is thrown would end the polling.
  private void pollSafely() {
    try {
      poll();
    } catch (RuntimeException | Error e) {
      log.error("files of places could not be looked at", e);
    }
  }

  private void poll() {
    boolean changed = false;
    for (WatchedFile<MmdbFile> file : databases) changed |= file.poll();
    if (networkRanges != null) changed |= networkRanges.poll();
    if (declaredRanges != null) changed |= declaredRanges.poll();
    if (changed) swap();
  }

  /// A database that is not used any more is not closed: a look-up may still be in it. Its memory
  /// goes when the last of them lets go of it; to close it would do no more.
  private void swap() {
    List<MmdbFile> now =
        databases.stream().map(f -> f.state().loaded()).filter(Objects::nonNull).toList();
    sources = new Sources(now, table(networkRanges), table(declaredRanges));
  }

  private static <T> RangeTable<T> table(@Nullable WatchedFile<RangeTable<T>> file) {
    RangeTable<T> loaded = file == null ? null : file.state().loaded();
    return loaded == null ? RangeTable.empty() : loaded;
  }

  /// Stops following the files. What is loaded goes with the object.
  @Override
  public void close() {
    background.shutdownNow();
  }
}
