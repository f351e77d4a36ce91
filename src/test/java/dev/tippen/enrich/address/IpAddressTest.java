package dev.tippen.enrich.address;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  private static final long SEED = 20_261_122;

  static IpAddress ip(String text) {
    return Objects.requireNonNull(IpAddress.parse(text), text);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "192.0.2.1, 192.0.2.1",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:DB8::1, 2001:db8::1",
    "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8::0:1, 2001:db8::1",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "1:0:0:4:0:0:0:8, 1:0:0:4::8",
    "0:0:3:4:5:6:0:0, ::3:4:5:6:0:0",
    "::ffff:192.0.2.1, 192.0.2.1",
    "::ffff:c000:201, 192.0.2.1",
    "0:0:0:0:0:ffff:192.0.2.1, 192.0.2.1",
    "64:ff9b::192.0.2.1, 64:ff9b::c000:201",
    "1:2:3:4:5:6:192.0.2.1, 1:2:3:4:5:6:c000:201",
    "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
  })
  void everyFormIsReadAndHasOneText(String text, String canonical) {
    assertEquals(canonical, ip(text).toString());
    assertEquals(ip(canonical), ip(text));
    assertEquals(ip(canonical).hashCode(), ip(text).hashCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1",
        "10.1",
        "1.2.3",
        "1.2.3.4.5",
        "01.2.3.4",
        "1.2.3.04",
        "00.0.0.0",
        "1.2.3.256",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.4:80",
        "1.2.3.-4",
        "1.2.3.+4",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "0x7f.0.0.1",
        "127.0.0.1.",
        "\u0661.2.3.4",
        "1.2.3.4%1",
        "2130706433",
        "1.2.3.4/24",
        "localhost",
        "example.com",
        ":",
        ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1::2::3",
        "12345::",
        "g::",
        ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        "::1:",
        ":1::",
        "[::1]",
        "[::1]:80",
        "fe80::1%eth0",
        "fe80::1%",
        "::1.2.3",
        "::1.2.3.4:5",
        "::1.2.3.256",
        "::01.2.3.4",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::1:2:3:4:5:6:1.2.3.4:1",
        "1.2.3.4::",
        "::ffff:1.2.3.4.5",
        "2001:db8::/32",
        "unknown",
        "_hidden",
        "1,2",
        "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertNull(IpAddress.parse(text), text);
  }

  @Test
  void nothingIsNoAddress() {
    assertNull(IpAddress.parse(null));
    assertNull(IpAddress.ofSocket(null));
  }

  @Test
  void theZoneOfASocketIsDropped() {
    assertEquals(ip("fe80::1"), IpAddress.ofSocket("fe80:0:0:0:0:0:0:1%eth0"));
    assertEquals(ip("192.0.2.1"), IpAddress.ofSocket("192.0.2.1"));
  }

  @Test
  void bytesAndTextOfRandomAddressesAreThoseOfTheJdk() throws UnknownHostException {
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(bytes);
      // Runs of zeros are what is hard.
      for (int b = 0; b < bytes.length; b++) if (random.nextInt(3) == 0) bytes[b] = 0;
      InetAddress jdk = InetAddress.getByAddress(bytes);
      IpAddress address = ip(jdk.getHostAddress());
      assertEquals(jdk, address.inetAddress());
      assertArrayEquals(jdk.getAddress(), address.bytes());
      assertEquals(address, ip(address.toString()));
      assertEquals(jdk, InetAddress.ofLiteral(address.toString()));
      assertFalse(address.toString().contains(":::"));
    }
  }

  /// The JDK is laxer in forms of IPv4 and in leading zeros of a group, which the patterns know.
  @Test
  void randomTextIsReadAsTheJdkReadsIt() {
    Pattern strictIpv4 = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})(?:\\.|$)){4}");
    Pattern longGroup = Pattern.compile("[0-9a-fA-F]{5}");
    String letters = "0123456789abfF::::....";
    Random random = new Random(SEED);
    int addresses = 0;
    for (int i = 0; i < 300_000; i++) {
      StringBuilder text = new StringBuilder(i % 2 == 0 ? "::" : "");
      int length = random.nextInt(1, 16);
      for (int c = 0; c < length; c++)
        text.append(letters.charAt(random.nextInt(letters.length())));
      String tried = text.toString();
      @Nullable InetAddress jdk = jdk(tried);
      boolean hasIpv4 = tried.indexOf('.') >= 0 || tried.indexOf(':') < 0;
      if (jdk != null && hasIpv4) {
        String ipv4 = tried.substring(tried.lastIndexOf(':') + 1);
        if (!strictIpv4.matcher(ipv4).matches()) jdk = null;
      }
      if (longGroup.matcher(tried).find()) jdk = null;
      IpAddress address = IpAddress.parse(tried);
      assertEquals(jdk, address == null ? null : address.inetAddress(), tried);
      if (address != null) addresses++;
    }
    assertTrue(addresses > 1_000, "the generator makes addresses: " + addresses);
  }

  private static @Nullable InetAddress jdk(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.77, 24, 48, 203.0.113.0",
    "203.0.113.77, 32, 48, 203.0.113.77",
    "203.0.113.77, 0, 48, 0.0.0.0",
    "203.0.113.77, 31, 48, 203.0.113.76",
    "2001:db8:1:2:3:4:5:6, 24, 48, 2001:db8:1::",
    "2001:db8:1:2:3:4:5:6, 24, 64, 2001:db8:1:2::",
    "2001:db8:1:2:3:4:5:6, 24, 0, ::",
    "2001:db8:1:2:3:4:5:6, 24, 127, 2001:db8:1:2:3:4:5:6",
    "2001:db8:1:2:3:4:5:7, 24, 127, 2001:db8:1:2:3:4:5:6",
    "2001:db8:1:2:3:4:5:6, 24, 80, 2001:db8:1:2:3::"
  })
  void aNetworkKeepsTheFirstBits(String address, int ipv4Bits, int ipv6Bits, String network) {
    assertEquals(ip(network), ip(address).network(ipv4Bits, ipv6Bits));
  }

  @Test
  void thisMachineIsTold() {
    assertTrue(ip("127.0.0.1").isLoopback());
    assertTrue(ip("127.3.2.1").isLoopback());
    assertTrue(ip("::1").isLoopback());
    assertTrue(ip("::ffff:127.0.0.1").isLoopback());
    assertFalse(ip("128.0.0.1").isLoopback());
    assertFalse(ip("::2").isLoopback());
    assertFalse(ip("1::1").isLoopback());
  }

  @Test
  void anIpv4AddressIsFoundInTranslatedOnes() {
    assertEquals(ip("192.0.2.1"), ip("64:ff9b::192.0.2.1").embeddedIpv4());
    assertEquals(ip("192.0.2.1"), ip("2002:c000:0201:1::1").embeddedIpv4());
    assertNull(ip("64:ff9b:1::192.0.2.1").embeddedIpv4());
    assertNull(ip("64:ff9b::1:0:0").embeddedIpv4());
    assertNull(ip("2001:db8::1").embeddedIpv4());
    assertNull(ip("192.0.2.1").embeddedIpv4());
  }

  @Test
  void anIpv4AddressIsNoIpv6Address() {
    assertNotEquals(ip("0.0.0.1"), ip("::1"));
    assertNotNull(IpAddress.parse("::1"));
  }
}
