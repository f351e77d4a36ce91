package dev.tippen.identify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Networks and how they are called in the database.
class PrefixTest {
  @TempDir Path folder;

  private static Prefix of(String address) {
    return Prefix.of(InetAddress.ofLiteral(address));
  }

  private static Prefix parsed(String text) {
    return Objects.requireNonNull(Prefix.parse(text), text);
  }

  @Test
  void oneIpv4AddressAndOneIpv6NetworkOf64BitsAreUnits() {
    assertEquals("198.51.100.7/32", of("198.51.100.7").text());
    assertEquals("255.255.255.255/32", of("255.255.255.255").text());
    assertEquals("2001:db8:1:2:0:0:0:0/64", of("2001:db8:1:2:3:4:5:6").text());
    assertEquals(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::"));
    assertNotEquals(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    assertEquals(of("198.51.100.7"), of("::ffff:198.51.100.7"));
    assertNotEquals(of("0.0.0.0"), of("::"));
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.0/24,  198.51.100.255, true",
    "198.51.100.77/24, 198.51.100.255, true",
    "198.51.100.0/24,  198.51.101.0,   false",
    "198.51.100.7/32,  198.51.100.7,   true",
    "128.0.0.0/8,      128.255.1.1,    true",
    "2001:db8::/32,    2001:db8:9::1,  true",
    "2001:db8::/32,    2001:db9::1,    false",
    "2001:db8::1/128,  2001:db8::2,    true",
    "c600::/19,        198.0.0.1,      false"
  })
  void aNetworkHoldsItsAddresses(String network, String address, boolean holds) {
    assertEquals(holds, parsed(network).contains(of(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "198.51.100.0",
        "198.51.100.0/",
        "/24",
        "198.51.100.0/33",
        "198.51.100.0/-1",
        "198.51.100.0/7",
        "2001::/18",
        "2001:db8::/129",
        "acme.example/24",
        "1/24/24",
        "999.1.1.1/24",
        "198.51.100.0/99999999999"
      })
  void whatIsNoNetworkOrTooWideIsNone(String text) {
    assertNull(Prefix.parse(text));
  }

  @Test
  void smallNetworksAreStoredUnderAnotherName() {
    PrefixNames names = new PrefixNames(new byte[32]);
    assertEquals("198.51.100.0/24", names.of(parsed("198.51.100.0/24")));
    assertEquals("2001:db8:1:0:0:0:0:0/48", names.of(parsed("2001:db8:1::/48")));
    for (String text : List.of("198.51.100.0/25", "198.51.100.7/32", "2001:db8:1:2::/64")) {
      String name = names.of(parsed(text));
      assertTrue(name.matches("#[A-Za-z0-9_-]{22}"), name);
      assertEquals(name, names.of(parsed(text)));
      byte[] other = new byte[32];
      other[31] = 1;
      assertNotEquals(name, new PrefixNames(other).of(parsed(text)), "another key, another name");
    }
  }

  @Test
  void theKeyIsItsOwnersOnlyAndStays() throws Exception {
    SecureRandom random = new SecureRandom();
    String first = PrefixNames.of(folder, random).of(of("198.51.100.7"));
    Path file = folder.resolve(PrefixNames.FILE_NAME);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(first, PrefixNames.of(folder, random).of(of("198.51.100.7")));
    try (var files = Files.list(folder)) {
      assertArrayEquals(new Object[] {file}, files.toArray());
    }
    Files.write(file, new byte[5]);
    IOException damaged = assertThrows(IOException.class, () -> PrefixNames.of(folder, random));
    assertTrue(String.valueOf(damaged.getMessage()).contains(PrefixNames.FILE_NAME));
  }

  @Test
  void theNamesAroundAnAddressHoldThoseUnderWhichAnswersStand() {
    PrefixNames names = new PrefixNames(new byte[32]);
    List<String> around = names.around(InetAddress.ofLiteral("198.51.100.7"));
    assertEquals(25, around.size());
    assertTrue(around.contains(names.of(of("198.51.100.7"))));
    assertTrue(around.contains("198.51.100.0/24") && around.contains("198.0.0.0/8"));
    assertFalse(around.contains("198.0.0.0/7"));
    assertEquals(46, names.around(InetAddress.ofLiteral("2001:db8::7")).size());
  }
}
