package dev.tippen.enrich.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// An IPv4 or IPv6 address as a value. An IPv4 address that is mapped into IPv6 (`::ffff:0:0/96`)
/// is the IPv4 address.
///
/// The JDK's own parser is not used: it takes `10.1` for 10.0.0.1 and `010.0.0.1` for 10.0.0.1.
public final class IpAddress {
  /// Longer text is no address: eight groups, the last two as IPv4.
  static final int TEXT_MAX_CHARS = 45;

  static final int IPV4_BITS = 32;
  static final int IPV6_BITS = 128;

  private static final int GROUPS = 8;
  private static final int GROUP_BITS = 16;
  private static final long MAPPED = 0xffffL;
  private static final long IPV4_MASK = 0xffff_ffffL;

  private final long high;
  private final long low;
  private final boolean ipv4;

  private IpAddress(long high, long low, boolean ipv4) {
    this.high = high;
    this.low = low;
    this.ipv4 = ipv4;
  }

  static IpAddress ofIpv4(long bits) {
    return new IpAddress(0, bits & IPV4_MASK, true);
  }

  static IpAddress ofIpv6(long high, long low) {
    if (high == 0 && low >>> IPV4_BITS == MAPPED) return ofIpv4(low);
    return new IpAddress(high, low, false);
  }

  /// Also for mapped addresses, as the bounds of ranges.
  static IpAddress rawIpv6(long high, long low) {
    return new IpAddress(high, low, false);
  }

  /// Reads exactly an address: four decimal parts without leading zeros, or IPv6 in one of its
  /// forms. No brackets, port, zone, prefix or space.
  ///
  /// @return null if the text is anything else
  public static @Nullable IpAddress parse(@Nullable String text) {
    if (text == null || text.length() > TEXT_MAX_CHARS) return null;
    if (text.indexOf(':') >= 0) return parseIpv6(text);
    long bits = ipv4Bits(text, 0);
    return bits < 0 ? null : ofIpv4(bits);
  }

  /// Reads the address of a socket, where a link-local address has the zone of this machine after
  /// `%`. The zone means nothing elsewhere and is dropped.
  public static @Nullable IpAddress ofSocket(@Nullable String text) {
    if (text == null) return null;
    int zone = text.indexOf('%');
    return parse(zone < 0 ? text : text.substring(0, zone));
  }

  /// -1 if the rest of the text is no IPv4 address.
  private static long ipv4Bits(String text, int from) {
    long bits = 0;
    int i = from;
    for (int part = 0; part < 4; part++) {
      if (part > 0 && (i >= text.length() || text.charAt(i++) != '.')) return -1;
      int start = i;
      int value = 0;
      for (; i < text.length() && isDigit(text.charAt(i)); i++) {
        value = value * 10 + text.charAt(i) - '0';
        if (value > 255) return -1;
      }
      boolean leadingZero = i - start > 1 && text.charAt(start) == '0';
      if (i == start || leadingZero) return -1;
      bits = bits << 8 | value;
    }
    return i == text.length() ? bits : -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// Groups are shifted in from the right; those before `::` are put aside as the head.
  private static @Nullable IpAddress parseIpv6(String text) {
    int length = text.length();
    long high = 0;
    long low = 0;
    int groups = 0;
    long headHigh = 0;
    long headLow = 0;
    int headGroups = -1;
    int i = 0;
    if (text.startsWith("::")) {
      headGroups = 0;
      i = 2;
    }
    while (i < length) {
      int start = i;
      int group = 0;
      for (; i < length && i - start <= 4; i++) {
        int digit = hexDigit(text.charAt(i));
        if (digit < 0) break;
        group = group << 4 | digit;
      }
      if (i == start || i - start > 4) return null;
      if (i < length && text.charAt(i) == '.') {
        long bits = ipv4Bits(text, start);
        if (bits < 0) return null;
        high = high << IPV4_BITS | low >>> IPV4_BITS;
        low = low << IPV4_BITS | bits;
        groups += 2;
        break;
      }
      high = high << GROUP_BITS | low >>> 64 - GROUP_BITS;
      low = low << GROUP_BITS | group;
      if (++groups > GROUPS) return null;
      if (i == length) break;
      if (text.charAt(i++) != ':' || i == length) return null;
      if (text.charAt(i) == ':') {
        if (headGroups >= 0) return null;
        headHigh = high;
        headLow = low;
        headGroups = groups;
        high = 0;
        low = 0;
        i++;
      }
    }
    if (headGroups < 0) return groups == GROUPS ? ofIpv6(high, low) : null;
    // "::" stands for one group at least.
    if (groups >= GROUPS) return null;
    int shift = (GROUPS - headGroups) * GROUP_BITS;
    return ofIpv6(high | shiftedHigh(headHigh, headLow, shift), low | shiftedLow(headLow, shift));
  }

  private static long shiftedHigh(long high, long low, int bits) {
    if (bits >= 128) return 0;
    if (bits >= 64) return low << bits - 64;
    return high << bits | low >>> 64 - bits;
  }

  private static long shiftedLow(long low, int bits) {
    return bits >= 64 ? 0 : low << bits;
  }

  private static int hexDigit(char c) {
    if (isDigit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  }

  public boolean isIpv4() {
    return ipv4;
  }

  /// 32 or 128.
  public int length() {
    return ipv4 ? IPV4_BITS : IPV6_BITS;
  }

  /// The left half of an IPv6 address, 0 for IPv4.
  long high() {
    return high;
  }

  /// The right half of an IPv6 address, the 32 bits of IPv4.
  long low() {
    return low;
  }

  /// Whether the address is of this machine.
  public boolean isLoopback() {
    return ipv4 ? low >>> 24 == 127 : high == 0 && low == 1;
  }

  /// The network of the address: its first bits, the others zero.
  ///
  /// @param ipv4Bits kept of an IPv4 address, 0 to 32
  /// @param ipv6Bits kept of an IPv6 address, 0 to 128
  public IpAddress network(int ipv4Bits, int ipv6Bits) {
    if (ipv4) return ofIpv4(low & IPV4_MASK << IPV4_BITS - ipv4Bits);
    return new IpAddress(high & leftBits(ipv6Bits), low & leftBits(ipv6Bits - 64), false);
  }

  /// The last address of the network of so many bits.
  IpAddress lastOf(int bits) {
    if (ipv4) return ofIpv4(low | ~(IPV4_MASK << IPV4_BITS - bits));
    return new IpAddress(high | ~leftBits(bits), low | ~leftBits(bits - 64), false);
  }

  /// A mask of the `bits` leftmost of 64.
  static long leftBits(int bits) {
    if (bits <= 0) return 0;
    return bits >= 64 ? -1 : -1L << 64 - bits;
  }

  /// The IPv4 address in an address of NAT64 (`64:ff9b::/96`) or 6to4 (`2002::/16`), null if there
  /// is none.
  public @Nullable IpAddress embeddedIpv4() {
    if (ipv4) return null;
    if (high == 0x0064_ff9b_0000_0000L && low >>> IPV4_BITS == 0) return ofIpv4(low);
    return is6to4() ? ofIpv4(high >>> GROUP_BITS) : null;
  }

  boolean is6to4() {
    return !ipv4 && high >>> 48 == 0x2002;
  }

  /// 4 or 16 bytes, the network's order.
  public byte[] bytes() {
    byte[] bytes = new byte[length() / 8];
    for (int i = 0; i < bytes.length; i++) {
      int fromRight = bytes.length - 1 - i;
      long half = fromRight >= 8 ? high : low;
      bytes[i] = (byte) (half >>> 8 * (fromRight % 8));
    }
    return bytes;
  }

  public InetAddress inetAddress() {
    try {
      return InetAddress.getByAddress(bytes());
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes are an address", e);
    }
  }

  /// The one form that RFC 5952 gives to an IPv6 address: lower case, no leading zeros, the first
  /// of the longest runs of zero groups as `::`.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(TEXT_MAX_CHARS);
    if (ipv4) {
      text.append(low >>> 24).append('.').append(low >>> 16 & 255);
      return text.append('.').append(low >>> 8 & 255).append('.').append(low & 255).toString();
    }
    int runStart = -1;
    int runLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && group(end) == 0) end++;
      if (end - i > runLength) {
        runStart = i;
        runLength = end - i;
      }
      i = Math.max(i, end - 1);
    }
    for (int i = 0; i < GROUPS; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
      } else {
        if (i > 0 && i != runStart + runLength) text.append(':');
        text.append(Integer.toHexString(group(i)));
      }
    }
    return text.toString();
  }

  private int group(int index) {
    long half = index < GROUPS / 2 ? high : low;
    return (int) (half >>> GROUP_BITS * (3 - index % 4)) & 0xffff;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress a && a.high == high && a.low == low && a.ipv4 == ipv4;
  }

  @Override
  public int hashCode() {
    long mixed = (high * 31 + low) * 0x9e37_79b9_7f4a_7c15L;
    return (int) (mixed >>> 32) ^ (ipv4 ? 1 : 0);
  }
}
