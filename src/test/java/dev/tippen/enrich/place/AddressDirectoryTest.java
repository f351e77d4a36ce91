package dev.tippen.enrich.place;

import static dev.tippen.enrich.place.MmdbFileTest.ip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.config.Config;
import dev.tippen.enrich.address.PublicAddresses;
import dev.tippen.enrich.place.DeclaredRange.Kind;
import dev.tippen.enrich.place.FileStatus.Use;
import dev.tippen.event.NetworkClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressDirectoryTest {
  private static final PublicAddresses DOCUMENTATION =
      PublicAddresses.allowing("203.0.113.0/24", "198.51.100.0/24", "2001:db8::/32");
  private static final InstantSource NOW =
      InstantSource.fixed(Instant.parse("2026-11-22T00:00:00Z"));
  private static final long POLL_MS = 20;

  @TempDir Path folder;

  private @SuppressWarnings("NullAway.Init") Path city;
  private @SuppressWarnings("NullAway.Init") Path country;
  private @SuppressWarnings("NullAway.Init") Path networks;
  private @SuppressWarnings("NullAway.Init") Path declared;
  private @Nullable AddressDirectory directory;

  @BeforeEach
  void paths() {
    city = folder.resolve("city.mmdb");
    country = folder.resolve("country.mmdb");
    networks = folder.resolve("networks.csv");
    declared = folder.resolve("declared.csv");
  }

  @AfterEach
  void close() {
    if (directory != null) directory.close();
  }

  private AddressDirectory start(Path... databases) throws InterruptedException {
    List<String> files = java.util.Arrays.stream(databases).map(Path::toString).toList();
    AddressDirectory started =
        new AddressDirectory(
            new Config.Places(files, networks, declared), DOCUMENTATION, NOW, POLL_MS);
    directory = started;
    assertTrue(started.awaitLoaded(Duration.ofSeconds(30)));
    return started;
  }

  private static @Nullable String place(AddressDirectory directory, String address) {
    Place place = directory.of(ip(address)).place();
    return place == null ? null : place.text();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "not within 30 s");
      Thread.sleep(5);
    }
  }

  /// As tools that update such files do it.
  private void replace(Path file, byte[] content) throws IOException {
    Path next = folder.resolve("next");
    Files.write(next, content);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void allFilesTogetherTellOfAnAddress() throws Exception {
    MmdbFiles.city().write(city);
    MmdbFiles.country().write(country);
    Files.writeString(networks, "cidr,asn,organisation\n198.51.100.0/24,64501,Example Telecom\n");
    Files.writeString(declared, "198.51.100.7,Acme,acme.example\n10.0.0.0/8,,,us\n");
    AddressDirectory all = start(city, country);
    assertEquals("Sydney, Australia", place(all, "203.0.113.9"));
    assertEquals("United States", place(all, "198.51.100.7"), "the file of cities knows nothing");
    Surroundings seven = all.of(ip("198.51.100.7"));
    assertEquals(
        new Network(64_501, "Example Telecom", "Example Telecom", null, NetworkClass.ISP),
        seven.network());
    assertEquals(
        new DeclaredRange("198.51.100.7/32", Kind.COMPANY, "Acme", "acme.example"),
        seven.declared());
    assertTrue(seven.publicAddress());
    assertSame(seven, all.of(ip("198.51.100.7")), "from the cache");
    Surroundings inside = all.of(ip("10.1.2.3"));
    assertEquals(new DeclaredRange("10.0.0.0/8", Kind.US, null, null), inside.declared());
    assertFalse(inside.publicAddress());
    assertNull(inside.place());
    assertSame(Surroundings.NONE, all.of(null));
  }

  @Test
  void aTranslatedAddressIsWhereTheAddressInItIs() throws Exception {
    MmdbFiles.city().write(city);
    AddressDirectory all =
        new AddressDirectory(
            new Config.Places(List.of(city.toString()), null, null),
            PublicAddresses.allowing("64:ff9b::/96"),
            NOW,
            POLL_MS);
    directory = all;
    assertTrue(all.awaitLoaded(Duration.ofSeconds(30)));
    assertEquals("Sydney, Australia", place(all, "64:ff9b::203.0.113.9"));
    assertNull(place(all, "203.0.113.9"), "a reserved address is nowhere");
  }

  @Test
  void theFirstFileThatKnowsAPlaceWins() throws Exception {
    MmdbFiles.country().write(country);
    MmdbFiles.city().write(city);
    AddressDirectory all = start(country, city);
    assertEquals("Sydney, Australia", place(all, "203.0.113.9"), "cities before countries");
    assertEquals("United States", place(all, "198.51.100.7"));
  }

  @Test
  void withoutFilesNothingIsKnownAndNothingFails() throws Exception {
    AddressDirectory none =
        new AddressDirectory(
            new Config.Places(List.of(), null, null), PublicAddresses.STANDARD, NOW);
    directory = none;
    assertTrue(none.awaitLoaded(Duration.ofSeconds(30)));
    assertEquals(new Surroundings(null, null, null, true), none.of(ip("8.8.8.8")));
    assertEquals(List.of(), none.status());
  }

  @Test
  void missingFilesAreTold() throws Exception {
    AddressDirectory none = start(city);
    assertNull(place(none, "203.0.113.9"));
    assertEquals(
        List.of("it is missing", "it is missing", "it is missing"),
        none.status().stream().map(FileStatus::problem).toList());
    MmdbFiles.city().write(city);
    Files.writeString(declared, "203.0.113.9,Acme\n");
    await(() -> "Sydney, Australia".equals(place(none, "203.0.113.9")));
    await(() -> none.of(ip("203.0.113.9")).declared() != null);
    assertNull(none.status().getFirst().problem());
  }

  @Test
  void aChangedFileIsFollowed() throws Exception {
    MmdbFiles.city().write(city);
    AddressDirectory all = start(city);
    assertEquals("Sydney, Australia", place(all, "203.0.113.9"));
    MmdbWriter moved =
        new MmdbWriter("GeoLite2-City", 6)
            .put("203.0.113.0/24", Map.of("country", Map.of("iso_code", "FR")));
    replace(city, moved.bytes());
    await(() -> "France".equals(place(all, "203.0.113.9")));
    // In place, as a file that is mounted into a container.
    Files.write(city, MmdbFiles.city().bytes());
    await(() -> "Sydney, Australia".equals(place(all, "203.0.113.9")));
  }

  @Test
  void aBrokenFileLeavesTheOneBeforeInUse() throws Exception {
    MmdbFiles.city().write(city);
    Files.writeString(declared, "203.0.113.9,Acme\n");
    AddressDirectory all = start(city);
    byte[] whole = MmdbFiles.city().bytes();
    for (byte[] broken :
        List.of(
            java.util.Arrays.copyOf(whole, whole.length / 2),
            new byte[0],
            new MmdbWriter("GeoLite2-City", 6).put("1.0.0.0/8", Map.of("a", "b")).bytes())) {
      replace(city, broken);
      await(() -> all.status().getFirst().problem() != null);
      assertEquals("Sydney, Australia", place(all, "203.0.113.9"));
      assertEquals("GeoLite2-City", all.status().getFirst().type());
      replace(city, whole);
      await(() -> all.status().getFirst().problem() == null);
    }
    Files.delete(city);
    await(() -> "it is missing".equals(all.status().getFirst().problem()));
    assertEquals("Sydney, Australia", place(all, "203.0.113.9"));

    Files.writeString(declared, "203.0.113.9,Zeta\n203.0.113.999,Nobody\n");
    await(() -> "line 2: '203.0.113.999' is no network".equals(all.status().get(2).problem()));
    DeclaredRange still = all.of(ip("203.0.113.9")).declared();
    assertNotNull(still);
    assertEquals("Acme", still.company());
  }

  @Test
  void statusTellsTypeAgeAndLicence() throws Exception {
    MmdbFiles.city().builtAt(Instant.parse("2026-09-20T00:00:00Z")).write(city);
    MmdbFiles.lite().builtAt(Instant.parse("2026-10-20T00:00:00Z")).write(country);
    Files.writeString(networks, "cidr,organisation\n");
    List<FileStatus> status = start(city, country).status();
    FileStatus first = status.getFirst();
    assertEquals(city.toString(), first.file());
    assertEquals("GeoLite2-City", first.type());
    assertEquals(Instant.parse("2026-09-20T00:00:00Z"), first.builtAt());
    assertTrue(first.old(), "63 days");
    assertNotNull(first.attribution());
    assertEquals("https://www.maxmind.com", first.attribution().url());
    assertNull(first.problem());
    assertFalse(status.get(1).old(), "33 days");
    assertNotNull(status.get(1).attribution());
    assertEquals("https://ipinfo.io", status.get(1).attribution().url());
    assertEquals(Use.NETWORK_RANGES, status.get(2).use());
    assertNotNull(status.get(2).builtAt());
    assertEquals(Use.DECLARED_RANGES, status.get(3).use());
    assertEquals("it is missing", status.get(3).problem());
  }

  /// Four threads ask while the file changes again and again between two versions and broken ones.
  @Test
  void whoAsksWhileFilesChangeGetsOneOfTheVersions() throws Exception {
    byte[] australia = MmdbFiles.city().bytes();
    byte[] france =
        new MmdbWriter("GeoLite2-City", 6)
            .put("203.0.113.0/24", Map.of("country", Map.of("iso_code", "FR")))
            .bytes();
    Files.write(city, australia);
    AddressDirectory all = start(city);
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<long[]>> asking = new ArrayList<>();
      for (int t = 0; t < 4; t++) asking.add(threads.submit(() -> ask(all, ended)));
      for (int i = 0; i < 12; i++) {
        boolean toFrance = i % 2 == 0;
        replace(city, java.util.Arrays.copyOf(france, france.length / 3));
        Thread.sleep(POLL_MS);
        if (i % 3 == 0) Files.write(city, toFrance ? france : australia);
        else replace(city, toFrance ? france : australia);
        String awaited = toFrance ? "France" : "Sydney, Australia";
        await(() -> awaited.equals(place(all, "203.0.113.9")));
      }
      ended.set(true);
      long france1 = 0;
      long australia1 = 0;
      for (Future<long[]> one : asking) {
        long[] seen = one.get(30, TimeUnit.SECONDS);
        france1 += seen[0];
        australia1 += seen[1];
      }
      assertTrue(france1 > 0 && australia1 > 0, france1 + " and " + australia1);
      assertEquals(0, all.status().stream().filter(s -> s.problem() != null).count() - 2);
    } finally {
      ended.set(true);
      threads.shutdownNow();
    }
  }

  private static long[] ask(AddressDirectory all, AtomicBoolean ended) {
    long[] seen = new long[2];
    for (int i = 0; !ended.get(); i++) {
      // Not from the cache.
      Place place = all.find(ip("203.0.113." + i % 100)).place();
      assertNotNull(place, "a place is always known");
      seen[place.countryCode().equals("FR") ? 0 : 1]++;
    }
    return seen;
  }
}
