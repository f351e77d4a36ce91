package dev.tippen.enrich.address;

import static dev.tippen.enrich.address.IpAddressTest.ip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.config.Config;
import dev.tippen.config.ConfigException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {
  static IpNetwork network(String text) {
    return Objects.requireNonNull(IpNetwork.parse(text), text);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8, 10.255.255.255",
    "10.1.2.3/8, 10.0.0.0/8, 10.255.255.255",
    "10.1.2.3, 10.1.2.3/32, 10.1.2.3",
    "0.0.0.0/0, 0.0.0.0/0, 255.255.255.255",
    "2001:db8::/32, 2001:db8::/32, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
    "2001:db8::1:2/112, 2001:db8::1:0/112, 2001:db8::1:ffff",
    "::1, ::1/128, ::1",
    "::ffff:10.0.0.0/104, 10.0.0.0/8, 10.255.255.255",
    "::/0, ::/0, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
  })
  void aNetworkIsRead(String text, String canonical, String last) {
    assertEquals(canonical, network(text).toString());
    assertEquals(ip(last), network(text).last());
  }

  private static final List<String> NO_NETWORKS =
      List.of(
          "",
          "/",
          "/8",
          "10.0.0.0/",
          "10.0.0.0/33",
          "10.0.0.0/-1",
          "10.0.0.0/08",
          "10.0.0.0/8 ",
          "10.0/8",
          "10.0.0.0/255.0.0.0",
          "10.0.0.0/8/8",
          "::/129",
          "::/1234",
          "fe80::1%1/64",
          "::ffff:10.0.0.0/90",
          "example.com",
          "::ffff:10.0.0.0/129");

  @Test
  void whatIsNoNetworkIsRefusedHereAndInTheConfiguration() {
    for (String text : NO_NETWORKS) {
      assertNull(IpNetwork.parse(text), text);
      assertThrows(ConfigException.class, () -> proxies(text), text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/8",
        "10.0.0.1",
        "2001:db8::/32",
        "::1",
        "::ffff:10.0.0.0/104",
        "::/0",
        "0.0.0.0/0",
        "64:ff9b::192.0.2.1",
        "1:2:3:4:5:6:7::"
      })
  void whatTheConfigurationTakesIsANetwork(String text) {
    assertEquals(List.of(text), proxies(text).trusted());
    assertNotNull(IpNetwork.parse(text));
  }

  private static Config.Proxies proxies(String trusted) {
    return new Config.Proxies(List.of(trusted), "Forwarded", null);
  }

  @Test
  void manyNetworksContainWhatOneOfThemContains() {
    Random random = new Random(1);
    for (int round = 0; round < 2_000; round++) {
      List<IpNetwork> networks =
          List.of(randomNetwork(random), randomNetwork(random), randomNetwork(random));
      IpNetworks all = new IpNetworks(networks);
      IpNetwork one = networks.get(random.nextInt(3));
      for (IpAddress asked : List.of(one.first(), one.last(), randomAddress(random))) {
        assertEquals(networks.stream().anyMatch(n -> n.contains(asked)), all.contains(asked));
      }
      assertTrue(all.contains(one.first()));
      assertTrue(all.contains(one.last()));
    }
  }

  @Test
  void aNetworkEndsWhereItEnds() {
    IpNetworks networks = IpNetworks.parse(List.of("10.1.0.0/16", "2001:db8:1::/48", "::1"));
    assertTrue(networks.contains(ip("10.1.255.255")));
    assertFalse(networks.contains(ip("10.2.0.0")));
    assertFalse(networks.contains(ip("10.0.255.255")));
    assertTrue(networks.contains(ip("2001:db8:1:ffff::")));
    assertFalse(networks.contains(ip("2001:db8:2::")));
    assertTrue(networks.contains(ip("::1")));
    assertFalse(networks.contains(ip("0.0.0.1")), "IPv4 is not IPv6");
    assertFalse(IpNetworks.parse(List.of()).contains(ip("10.1.0.0")));
    assertThrows(IllegalArgumentException.class, () -> IpNetworks.parse(List.of("10.1")));
  }

  static IpAddress randomAddress(Random random) {
    return random.nextBoolean()
        ? IpAddress.ofIpv4(random.nextLong())
        : IpAddress.ofIpv6(random.nextLong(), random.nextLong());
  }

  private static IpNetwork randomNetwork(Random random) {
    IpAddress address = randomAddress(random);
    return new IpNetwork(address, random.nextInt(address.length() + 1));
  }
}
