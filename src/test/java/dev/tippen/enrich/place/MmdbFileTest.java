package dev.tippen.enrich.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.maxmind.db.Reader;
import dev.tippen.enrich.address.IpAddress;
import dev.tippen.event.NetworkClass;
import dev.tippen.event.PlaceSource;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MmdbFileTest {
  private static final MmdbSchema SCHEMA = new MmdbSchema(new Countries(), new NetworkNames());

  @TempDir Path folder;

  static IpAddress ip(String text) {
    return Objects.requireNonNull(IpAddress.parse(text), text);
  }

  private MmdbFile open(MmdbWriter content) throws IOException {
    return open(content.bytes());
  }

  private MmdbFile open(byte[] content) throws IOException {
    Path file = folder.resolve("file.mmdb");
    Files.write(file, content);
    return MmdbFile.open(file, SCHEMA);
  }

  private static @Nullable String text(MmdbFile file, String address) {
    Place place = file.place(ip(address));
    return place == null ? null : place.text();
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 28, 32})
  void theWriterWritesWhatTheLibraryReads(int recordBits) throws IOException {
    Random random = new Random(recordBits);
    MmdbWriter writer = new MmdbWriter("Test", 6).recordBits(recordBits);
    String[] addresses = new String[2_000];
    for (int i = 0; i < addresses.length; i++) {
      byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(bytes);
      addresses[i] = InetAddress.getByAddress(bytes).getHostAddress();
      String longText = "x".repeat(random.nextInt(2) * random.nextInt(400));
      writer.put(
          addresses[i],
          Map.of("i", i, "list", List.of(longText, true, false), "d", i / 7.0, "map", Map.of()));
    }
    Path file = folder.resolve("written.mmdb");
    writer.builtAt(Instant.ofEpochSecond(1_800_000_000)).write(file);
    try (Reader reader = new Reader(file.toFile())) {
      assertEquals("Test", reader.getMetadata().databaseType());
      assertEquals(Instant.ofEpochSecond(1_800_000_000), reader.getMetadata().buildTime());
      for (int i = 0; i < addresses.length; i++) {
        Map<?, ?> read = reader.get(InetAddress.ofLiteral(addresses[i]), Map.class);
        assertNotNull(read, addresses[i]);
        assertEquals((long) i, read.get("i"));
        assertEquals(i / 7.0, read.get("d"));
        assertEquals(true, ((List<?>) Objects.requireNonNull(read.get("list"))).get(1));
      }
      assertNull(reader.get(InetAddress.ofLiteral("2001:db8::1"), Map.class));
    }
  }

  @Test
  void nestedPlaces() throws IOException {
    try (MmdbFile file = open(MmdbFiles.city())) {
      Place sydney =
          new Place("AU", "Australia", "New South Wales", "Sydney", PlaceSource.CITY_FILE);
      assertEquals(sydney, file.place(ip("203.0.113.9")));
      assertEquals("Sydney, Australia", sydney.text());
      assertEquals("New Zealand", text(file, "203.0.113.200"));
      assertEquals("München, Germany", text(file, "2001:db8:1:2::3"));
      assertNull(text(file, "198.51.100.1"), "where a network is registered is no place");
      assertNull(text(file, "192.0.2.1"));
      assertNull(text(file, "2001:db8:2::"));
      assertNull(file.network(ip("203.0.113.9")));
      assertTrue(file.givesPlaces(PlaceSource.CITY_FILE));
      assertFalse(file.givesPlaces(PlaceSource.COUNTRY_FILE));
    }
  }

  @Test
  void flatPlaces() throws IOException {
    MmdbWriter flat =
        new MmdbWriter("dbip-city", 4)
            .put(
                "203.0.113.0/24",
                Map.of("country_code", "AU", "city", "Sydney", "state1", "New South Wales"))
            .put("198.51.100.0/24", Map.of("country_code", "gb", "city", "-", "state1", ""))
            .put("192.0.2.0/24", Map.of("country_code", "ZZ", "city", "Nowhere"));
    try (MmdbFile file = open(flat)) {
      assertEquals(
          new Place("AU", "Australia", "New South Wales", "Sydney", PlaceSource.CITY_FILE),
          file.place(ip("203.0.113.9")));
      assertEquals("United Kingdom", text(file, "198.51.100.1"));
      assertNull(text(file, "192.0.2.1"));
      assertNull(text(file, "2001:db8::1"), "an IPv4 file knows no IPv6");
      assertEquals(0, file.damagedRecords());
    }
  }

  @Test
  void otherFlatPlaces() throws IOException {
    MmdbWriter flat =
        new MmdbWriter("ipinfo standard_location.mmdb", 6)
            .put("203.0.113.0/24", Map.of("country", "AU", "city", "Sydney", "region", "NSW"));
    try (MmdbFile file = open(flat)) {
      assertEquals("Sydney, Australia", text(file, "203.0.113.9"));
    }
  }

  @Test
  void countriesAndNetworksInOneFile() throws IOException {
    try (MmdbFile file = open(MmdbFiles.lite())) {
      assertEquals("Australia", text(file, "203.0.113.9"));
      assertTrue(file.givesPlaces(PlaceSource.COUNTRY_FILE));
      assertEquals(
          new Network(
              64_500,
              "Acme Corporation",
              "Acme Corporation",
              "acme.example",
              NetworkClass.BUSINESS),
          file.network(ip("203.0.113.9")));
    }
  }

  @Test
  void networksOfTheVendors() throws IOException {
    try (MmdbFile file = open(MmdbFiles.networks())) {
      assertEquals(
          new Network(64_500, "Acme Corporation", "Acme Corporation", null, NetworkClass.BUSINESS),
          file.network(ip("203.0.113.9")));
      assertEquals(
          NetworkClass.ISP,
          Objects.requireNonNull(file.network(ip("198.51.100.9"))).networkClass());
      assertNull(file.place(ip("203.0.113.9")));
    }
    MmdbWriter isp =
        new MmdbWriter("GeoIP2-ISP", 6)
            .put(
                "203.0.113.0/24",
                Map.of(
                    "autonomous_system_number", 64_501,
                    "autonomous_system_organization", "Example Telecom Ltd",
                    "isp", "Example Telecom",
                    "organization", "Acme Corporation"));
    try (MmdbFile file = open(isp)) {
      assertEquals(
          new Network(64_501, "Acme Corporation", "Example Telecom", null, NetworkClass.BUSINESS),
          file.network(ip("203.0.113.9")));
    }
    MmdbWriter asn =
        new MmdbWriter("ipinfo standard_asn.mmdb", 6)
            .put(
                "203.0.113.0/24",
                Map.of(
                    "asn",
                    "AS64502",
                    "name",
                    "Acme Corporation",
                    "domain",
                    "acme.example",
                    "type",
                    "hosting",
                    "country",
                    "AU"))
            .put(
                "198.51.100.0/24",
                Map.of("asn", "AS64503", "name", "Comcast Cable", "type", "business"));
    try (MmdbFile file = open(asn)) {
      Network hosting = Objects.requireNonNull(file.network(ip("203.0.113.9")));
      assertEquals(NetworkClass.HOSTING, hosting.networkClass(), "the file says so itself");
      assertEquals("acme.example", hosting.domain());
      assertEquals(
          NetworkClass.ISP,
          Objects.requireNonNull(file.network(ip("198.51.100.9"))).networkClass(),
          "a brand that we know better");
      assertNull(file.place(ip("203.0.113.9")), "the country of a network's owner is no place");
    }
  }

  @Test
  void anUnknownTypeIsKnownByItsRecords() throws IOException {
    MmdbWriter own =
        new MmdbWriter("Our own", 6)
            .put("203.0.113.0/24", Map.of("country_code", "AU", "as_name", "Acme"));
    try (MmdbFile file = open(own)) {
      assertEquals("Australia", text(file, "203.0.113.9"));
      assertNotNull(file.network(ip("203.0.113.9")));
    }
  }

  @Test
  void anEmptyFileKnowsNothing() throws IOException {
    try (MmdbFile file = open(new MmdbWriter("GeoLite2-City", 6))) {
      assertNull(text(file, "203.0.113.9"));
      assertNull(text(file, "2001:db8::1"));
    }
  }

  @Test
  void aFileOfSomethingElseIsRefused() {
    MmdbWriter other =
        new MmdbWriter("GeoLite2-City", 6).put("203.0.113.0/24", Map.of("colour", "green"));
    assertThrows(IOException.class, () -> open(other));
    MmdbWriter domains =
        new MmdbWriter("GeoIP2-Domain", 6).put("203.0.113.0/24", Map.of("domain", "acme.example"));
    assertThrows(IOException.class, () -> open(domains));
  }

  @Test
  void whatIsNoMmdbFileIsRefused() {
    byte[] whole = MmdbFiles.city().bytes();
    assertThrows(IOException.class, () -> open(new byte[0]));
    assertThrows(IOException.class, () -> open("not a database".getBytes()));
    assertThrows(IOException.class, () -> open(new byte[100_000]));
    byte[] wrongMark = whole.clone();
    wrongMark[indexOfMark(whole)] ^= 1;
    assertThrows(IOException.class, () -> open(wrongMark));
    for (int part = 1; part < 20; part++) {
      byte[] truncated = Arrays.copyOf(whole, whole.length * part / 20);
      assertThrows(IOException.class, () -> open(truncated), part + " of 20");
    }
  }

  private static int indexOfMark(byte[] file) {
    for (int i = file.length - 14; i >= 0; i--) {
      if (file[i] == (byte) 0xab && file[i + 1] == (byte) 0xcd) return i;
    }
    throw new AssertionError("no mark");
  }

  /// Whatever byte is wrong: refused when it is opened, or a look-up gives something or nothing.
  @Test
  void noDamageThrowsIntoALookUp() throws IOException {
    byte[] whole = MmdbFiles.city().bytes();
    Random random = new Random(7);
    int opened = 0;
    for (int i = 0; i < 1_500; i++) {
      byte[] damaged = whole.clone();
      for (int b = 0; b <= i % 3; b++)
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try (MmdbFile file = open(damaged)) {
        opened++;
        for (String address : List.of("203.0.113.9", "203.0.113.200", "2001:db8:1::1", "8.8.8.8")) {
          file.place(ip(address));
          file.network(ip(address));
        }
      } catch (IOException e) {
        // Refused.
      }
    }
    assertTrue(opened > 100, "some damage is not seen when opening: " + opened);
  }

  @Test
  void aDamagedRecordIsCountedAndGivesNothing() throws IOException {
    // More records than are looked at when a file is opened, then one whose code has a type that
    // does not exist.
    MmdbWriter many = new MmdbWriter("GeoLite2-Country", 6);
    for (int i = 0; i < 1_100; i++) {
      many.put("1." + i / 250 + "." + i % 250 + ".0/24", Map.of("i", i));
    }
    many.put("0.0.1.0/24", Map.of("country", Map.of("iso_code", "AU")));
    many.put("203.0.113.0/24", Map.of("country", Map.of("iso_code", "US")));
    byte[] bytes = many.bytes();
    int us = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("US");
    bytes[us - 1] = 0;
    bytes[us] = (byte) 200;
    try (MmdbFile file = open(bytes)) {
      assertEquals("Australia", text(file, "0.0.1.9"));
      assertNull(text(file, "203.0.113.9"));
      assertEquals(1, file.damagedRecords());
    }
  }

  @Test
  void writingOverTheFileInPlaceHarmsNoLookUp() throws IOException {
    Path path = folder.resolve("file.mmdb");
    MmdbFiles.city().write(path);
    try (MmdbFile file = MmdbFile.open(path, SCHEMA);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(0);
      assertEquals("Sydney, Australia", text(file, "203.0.113.9"));
      channel.write(ByteBuffer.wrap(new byte[4_096]));
      assertEquals("München, Germany", text(file, "2001:db8:1::"));
      assertEquals(0, file.damagedRecords());
    }
  }
}
