package dev.tippen.enrich.address;

import static dev.tippen.enrich.address.IpAddressTest.ip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeTableTest {
  private record Range(IpAddress first, IpAddress last, String value) {
    BigInteger size() {
      return number(last).subtract(number(first));
    }

    boolean contains(IpAddress address) {
      return address.isIpv4() == first.isIpv4()
          && number(address).compareTo(number(first)) >= 0
          && number(address).compareTo(number(last)) <= 0;
    }
  }

  private static BigInteger number(IpAddress address) {
    return new BigInteger(1, address.bytes());
  }

  private static RangeTable<String> table(List<Range> ranges) {
    RangeTable.Builder<String> builder = new RangeTable.Builder<>();
    for (Range range : ranges) builder.add(range.first, range.last, range.value);
    return builder.build();
  }

  private static RangeTable<String> ofNetworks(String... networks) {
    RangeTable.Builder<String> builder = new RangeTable.Builder<>();
    for (String text : networks) {
      IpNetwork network = Objects.requireNonNull(IpNetwork.parse(text));
      builder.add(network.first(), network.last(), text);
    }
    return builder.build();
  }

  /// The smallest range that has the address; of equal ones the first.
  private static @Nullable String scan(List<Range> ranges, IpAddress address) {
    Range best = null;
    for (Range range : ranges) {
      if (!range.contains(address)) continue;
      if (best == null || range.size().compareTo(best.size()) < 0) best = range;
    }
    return best == null ? null : best.value;
  }

  @Test
  void theLongestPrefixWins() {
    RangeTable<String> table =
        ofNetworks("10.1.2.0/24", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.128/25", "2001:db8::/32");
    assertEquals("10.0.0.0/8", table.get(ip("10.0.255.255")));
    assertEquals("10.1.0.0/16", table.get(ip("10.1.1.255")));
    assertEquals("10.1.2.0/24", table.get(ip("10.1.2.127")));
    assertEquals("10.1.2.128/25", table.get(ip("10.1.2.128")));
    assertEquals("10.1.0.0/16", table.get(ip("10.1.3.0")));
    assertEquals("10.0.0.0/8", table.get(ip("10.2.0.0")));
    assertNull(table.get(ip("11.0.0.0")));
    assertNull(table.get(ip("9.255.255.255")));
    assertEquals("2001:db8::/32", table.get(ip("2001:db8:ffff::1")));
    assertNull(table.get(ip("2001:db9::")));
  }

  @Test
  void theWholeSpaceIsARange() {
    RangeTable<String> table = ofNetworks("0.0.0.0/0", "255.255.255.255", "::/0");
    assertEquals("0.0.0.0/0", table.get(ip("0.0.0.0")));
    assertEquals("0.0.0.0/0", table.get(ip("255.255.255.254")));
    assertEquals("255.255.255.255", table.get(ip("255.255.255.255")));
    assertEquals("::/0", table.get(ip("::")));
    assertEquals("::/0", table.get(ip("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")));
  }

  @Test
  void anEmptyTableKnowsNothing() {
    assertNull(RangeTable.empty().get(ip("192.0.2.1")));
    assertNull(RangeTable.empty().get(ip("2001:db8::1")));
    assertEquals(0, RangeTable.empty().size());
  }

  @Test
  void aRangeHasOneKindAndAnOrder() {
    RangeTable.Builder<String> builder = new RangeTable.Builder<>();
    assertThrows(
        IllegalArgumentException.class, () -> builder.add(ip("192.0.2.2"), ip("192.0.2.1"), ""));
    assertThrows(
        IllegalArgumentException.class, () -> builder.add(ip("192.0.2.1"), ip("2001:db8::"), ""));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aLookUpAnswersAsAScanOfAllRanges(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      List<Range> ranges = ranges(random);
      RangeTable<String> table = table(ranges);
      assertEquals(ranges.size(), table.size());
      for (IpAddress address : interesting(ranges, random)) {
        assertEquals(scan(ranges, address), table.get(address), address.toString());
      }
    }
  }

  /// Prefixes near each other, so that they nest, and ranges that overlap in other ways.
  private static List<Range> ranges(Random random) {
    List<Range> ranges = new ArrayList<>();
    int count = random.nextInt(1, 60);
    for (int i = 0; i < count; i++) {
      IpAddress near = near(random);
      IpAddress first;
      IpAddress last;
      if (random.nextInt(4) == 0) {
        IpAddress other = near(random);
        while (other.isIpv4() != near.isIpv4()) other = near(random);
        boolean inOrder = RangeTable.isRange(near, other);
        first = inOrder ? near : other;
        last = inOrder ? other : near;
      } else {
        IpNetwork network = new IpNetwork(near, near.length() - random.nextInt(14));
        first = network.first();
        last = network.last();
      }
      ranges.add(new Range(first, last, "range " + i));
    }
    return ranges;
  }

  private static IpAddress near(Random random) {
    int offset = random.nextInt(1 << 12);
    return switch (random.nextInt(4)) {
      case 0 -> IpAddress.ofIpv4(offset);
      case 1 -> IpAddress.ofIpv4(0xffff_ffffL - offset);
      // Across the middle of the number and its sign.
      case 2 -> IpAddress.ofIpv4(0x8000_0000L - 2_048 + offset);
      default -> IpAddress.rawIpv6(random.nextInt(2) - 1, -2_048 + offset);
    };
  }

  private static List<IpAddress> interesting(List<Range> ranges, Random random) {
    List<IpAddress> asked = new ArrayList<>();
    for (Range range : ranges) {
      asked.add(range.first);
      asked.add(range.last);
      asked.add(neighbour(range.first, -1));
      asked.add(neighbour(range.last, 1));
    }
    for (int i = 0; i < 50; i++) asked.add(near(random));
    return asked;
  }

  private static IpAddress neighbour(IpAddress address, int step) {
    if (address.isIpv4()) return IpAddress.ofIpv4(address.low() + step);
    long low = address.low() + step;
    boolean carried = step > 0 ? low == 0 : low == -1;
    return IpAddress.rawIpv6(address.high() + (carried ? step : 0), low);
  }
}
