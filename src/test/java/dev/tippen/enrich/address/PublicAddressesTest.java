package dev.tippen.enrich.address;

import static dev.tippen.enrich.address.IpAddressTest.ip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
  /// First and last of each range, and the neighbours that are public or not for another reason.
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, 0.0.0.0, 0.255.255.255, 1.0.0.0",
        "9.255.255.255, 10.0.0.0, 10.255.255.255, 11.0.0.0",
        "100.63.255.255, 100.64.0.0, 100.127.255.255, 100.128.0.0",
        "126.255.255.255, 127.0.0.0, 127.255.255.255, 128.0.0.0",
        "169.253.255.255, 169.254.0.0, 169.254.255.255, 169.255.0.0",
        "172.15.255.255, 172.16.0.0, 172.31.255.255, 172.32.0.0",
        "191.255.255.255, 192.0.0.0, 192.0.0.255, 192.0.1.0",
        "192.0.1.255, 192.0.2.0, 192.0.2.255, 192.0.3.0",
        "192.88.98.255, 192.88.99.0, 192.88.99.255, 192.88.100.0",
        "192.167.255.255, 192.168.0.0, 192.168.255.255, 192.169.0.0",
        "198.17.255.255, 198.18.0.0, 198.19.255.255, 198.20.0.0",
        "198.51.99.255, 198.51.100.0, 198.51.100.255, 198.51.101.0",
        "203.0.112.255, 203.0.113.0, 203.0.113.255, 203.0.114.0",
        "223.255.255.255, 224.0.0.0, 255.255.255.255, -",
        "-, ::, ::ffff:ffff, ::1:0:0",
        "-, ::1, ::1, -",
        "64:ff9b:0:ffff:ffff:ffff:ffff:ffff, 64:ff9b:1::, 64:ff9b:1:ffff:ffff:ffff:ffff:ffff, 64:ff9b:2::",
        "ff:ffff::, 100::, 100::ffff:ffff:ffff:ffff, 100:0:0:1::",
        "2000:ffff::, 2001::, 2001:0:ffff:ffff:ffff:ffff:ffff:ffff, 2001:1::",
        "2001:1:ffff::, 2001:2::, 2001:2:0:ffff:ffff:ffff:ffff:ffff, 2001:2:1::",
        "2001:f::, 2001:10::, 2001:1f:ffff::, 2001:20::",
        "2001:db7:ffff::, 2001:db8::, 2001:db8:ffff::, 2001:db9::",
        "3ffe:ffff::, 3fff::, 3fff:fff:ffff::, 3fff:1000::",
        "5eff:ffff::, 5f00::, 5f00:ffff::, 5f01::",
        "fbff:ffff::, fc00::, fdff:ffff::, fe00::",
        "fe7f:ffff::, fe80::, febf:ffff::, -",
        "-, fec0::, feff:ffff::, -",
        "-, ff00::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, -"
      })
  void reservedRangesAreNeverLookedUp(String before, String first, String last, String behind) {
    assertFalse(allowed(first), first);
    assertFalse(allowed(last), last);
    if (before != null) assertTrue(allowed(before), before);
    if (behind != null) assertTrue(allowed(behind), behind);
  }

  @ParameterizedTest
  @CsvSource({
    "::ffff:10.0.0.1, false",
    "::ffff:8.8.8.8, true",
    "64:ff9b::10.0.0.1, false",
    "64:ff9b::8.8.8.8, true",
    "2002:0a00:0001::1, false",
    "2002:0808:0808::1, true",
    "2002:6440:0001::1, false",
    "fd00::1, false",
    "100.64.0.1, false",
    "2606:4700:4700::1111, true"
  })
  void theAddressInsideCounts(String address, boolean allowed) {
    assertEquals(allowed, allowed(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.7", "2001:db8::7"})
  void testsMayAllowSomeReservedRanges(String address) {
    PublicAddresses wide = PublicAddresses.allowing("203.0.113.0/24", "2001:db8::/32");
    assertTrue(wide.mayBeLookedUp(ip(address)));
    assertFalse(wide.mayBeLookedUp(ip("198.51.100.7")));
    assertFalse(allowed(address));
  }

  @Test
  void anOrdinaryAddressIsAllowed() {
    assertTrue(allowed("8.8.8.8"));
  }

  private static boolean allowed(String address) {
    return PublicAddresses.STANDARD.mayBeLookedUp(ip(address));
  }
}
