package dev.tippen.enrich.place;

import dev.tippen.bench.Micro;
import dev.tippen.config.Config;
import dev.tippen.enrich.address.ClientAddress;
import dev.tippen.enrich.address.IpAddress;
import dev.tippen.enrich.address.PublicAddresses;
import dev.tippen.enrich.address.StoredAddress;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// What an address says, for 20,000 random public addresses in turn, with a file of cities (65,536
/// networks of /16 and 100,000 of /24), one of networks of the same size, and a table of 400,000
/// ranges.
public class AddressBench extends Micro {
  private static final int ADDRESSES = 20_000;
  private static final int SMALL_NETWORKS = 100_000;
  private static final int RANGES = 400_000;
  private static final int CITIES = 5_000;
  private static final List<String> COUNTRIES = List.of("AU", "DE", "US", "FR", "JP");

  private final Random random = new Random(1);
  private final IpAddress[] addresses = new IpAddress[ADDRESSES];
  private final String[] texts = new String[ADDRESSES];
  private final List<String> forwarded = List.of("192.0.2.66, 8.8.8.8, 10.1.2.3");
  private final ClientAddress clients = new ClientAddress(List.of("10.0.0.0/8"), "X-Forwarded-For");
  private String timezone = "Australia/Sydney";
  private int next;

  private @SuppressWarnings("NullAway.Init") Path folder;
  private @SuppressWarnings("NullAway.Init") AddressDirectory databases;
  private @SuppressWarnings("NullAway.Init") AddressDirectory tables;

  @Setup
  public void open() throws IOException, InterruptedException {
    for (int i = 0; i < ADDRESSES; i++) {
      IpAddress address;
      do {
        address = IpAddress.parse(randomAddress());
      } while (address == null || !PublicAddresses.STANDARD.mayBeLookedUp(address));
      addresses[i] = address;
      texts[i] = address.toString();
    }
    folder = Files.createTempDirectory("tippen-bench");
    Path cities = folder.resolve("city.mmdb");
    Path networks = folder.resolve("asn.mmdb");
    Path ranges = folder.resolve("asn.csv");
    filled("GeoLite2-City", AddressBench::city).write(cities);
    filled("GeoLite2-ASN", AddressBench::network).write(networks);
    writeRanges(ranges);
    databases =
        opened(new Config.Places(List.of(cities.toString(), networks.toString()), null, null));
    tables = opened(new Config.Places(List.of(), ranges, null));
  }

  private static AddressDirectory opened(Config.Places places) throws InterruptedException {
    AddressDirectory directory =
        new AddressDirectory(places, PublicAddresses.STANDARD, InstantSource.system());
    boolean loaded = directory.awaitLoaded(Duration.ofMinutes(2));
    if (!loaded || directory.status().stream().anyMatch(s -> s.problem() != null)) {
      throw new IllegalStateException("not loaded: " + directory.status());
    }
    return directory;
  }

  private interface Values {
    Object of(int i);
  }

  private MmdbWriter filled(String type, Values values) {
    MmdbWriter writer = new MmdbWriter(type, 6);
    for (int i = 0; i < 65_536; i++) {
      writer.put((i >> 8) + "." + (i & 255) + ".0.0/16", values.of(random.nextInt(CITIES)));
    }
    for (int i = 0; i < SMALL_NETWORKS; i++) {
      writer.put(randomAddress() + "/24", values.of(random.nextInt(CITIES)));
    }
    return writer;
  }

  private static Map<String, Object> city(int i) {
    return Map.of(
        "city", Map.of("geoname_id", i, "names", Map.of("en", "City " + i, "de", "Stadt " + i)),
        "country",
            Map.of(
                "iso_code", COUNTRIES.get(i % COUNTRIES.size()), "names", Map.of("en", "Country")),
        "location", Map.of("latitude", i / 100.0, "longitude", i / 50.0, "time_zone", "Etc/UTC"),
        "subdivisions", List.of(Map.of("iso_code", "R", "names", Map.of("en", "Region " + i))));
  }

  private static Map<String, Object> network(int i) {
    return Map.of(
        "autonomous_system_number",
        i,
        "autonomous_system_organization",
        "Organisation " + i + (i % 2 == 0 ? " Ltd" : " Telecom"));
  }

  private void writeRanges(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < RANGES; i++) {
        out.write(
            randomAddress()
                + "/"
                + random.nextInt(12, 25)
                + ","
                + i % 80_000
                + ",Org "
                + i % 80_000
                + "\n");
      }
    }
  }

  private String randomAddress() {
    return random.nextInt(1, 224)
        + "."
        + random.nextInt(256)
        + "."
        + random.nextInt(256)
        + "."
        + random.nextInt(256);
  }

  @TearDown
  public void close() throws IOException {
    databases.close();
    tables.close();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) Files.delete(file);
    }
    Files.delete(folder);
  }

  private int next() {
    next = next + 1 == ADDRESSES ? 0 : next + 1;
    return next;
  }

  @Benchmark
  public @Nullable Object parse() {
    return IpAddress.parse(texts[next()]);
  }

  @Benchmark
  public @Nullable Object storedPrefix() {
    return StoredAddress.of(addresses[next()], Config.StoredAddress.PREFIX);
  }

  @Benchmark
  public boolean mayBeLookedUp() {
    return PublicAddresses.STANDARD.mayBeLookedUp(addresses[next()]);
  }

  @Benchmark
  public Object clientBehindTwoProxies() {
    return clients.of("10.0.0.1", header -> forwarded);
  }

  @Benchmark
  public Object surroundingsSeenBefore() {
    return databases.of(addresses[next()]);
  }

  @Benchmark
  public Object surroundingsSeenFirst() {
    return databases.find(addresses[next()]);
  }

  @Benchmark
  public Object tableOfRanges() {
    return tables.find(addresses[next()]);
  }

  /// All that happens for an event whose address came before.
  @Benchmark
  public @Nullable Object textOfPlaceOfAnEvent() {
    IpAddress address = IpAddress.parse(texts[next()]);
    Place place = databases.places().of(databases.of(address), null, timezone);
    return Places.text(place, timezone);
  }

  @Benchmark
  public @Nullable Object placeByTimezone() {
    return databases.places().of(Surroundings.NONE, null, timezone);
  }
}
