package dev.tippen.identify;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// A network by its first bits. Look-ups know no more than the first 64 bits of an IPv6 address: a
/// connection gets a /64, and its hosts choose the rest by chance.
///
/// @param bits the network, from the highest bit of the long; IPv4 uses its upper half
/// @param length 0 to 32 (IPv4) or 0 to 64 (IPv6)
record Prefix(boolean ipv6, long bits, int length) {
  static final int IPV4_UNIT = 32;
  static final int IPV6_UNIT = 64;

  /// Wider networks belong to more than one company, whatever a source says.
  static final int IPV4_WIDEST = 8;

  static final int IPV6_WIDEST = 19;

  Prefix {
    if (length < 0 || length > unit(ipv6) || (bits & ~mask(length)) != 0) {
      throw new IllegalArgumentException("bits behind the length " + length);
    }
  }

  /// The smallest network that look-ups tell apart: /32 or /64.
  static Prefix of(InetAddress address) {
    byte[] bytes = address.getAddress();
    long bits = 0;
    for (int i = 0; i < Math.min(bytes.length, 8); i++) bits = bits << 8 | bytes[i] & 0xff;
    return bytes.length == 4
        ? new Prefix(false, bits << 32, IPV4_UNIT)
        : new Prefix(true, bits, IPV6_UNIT);
  }

  /// @return null if the text is no network in the form `203.0.113.0/24`, or too wide to be used
  static @Nullable Prefix parse(@Nullable String text) {
    if (text == null || text.length() > 64 || !text.matches("[0-9a-fA-F.:]+/[0-9]{1,3}")) {
      return null;
    }
    int slash = text.indexOf('/');
    try {
      Prefix unit = of(InetAddress.ofLiteral(text.substring(0, slash)));
      int length = Integer.parseInt(text.substring(slash + 1));
      if (length > (unit.ipv6 ? 128 : 32)) return null;
      if (length < (unit.ipv6 ? IPV6_WIDEST : IPV4_WIDEST)) return null;
      return unit.widened(Math.min(length, unit.length));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /// The network of this length around this one.
  Prefix widened(int newLength) {
    return newLength == length ? this : new Prefix(ipv6, bits & mask(newLength), newLength);
  }

  boolean contains(Prefix other) {
    return ipv6 == other.ipv6 && length <= other.length && (other.bits & mask(length)) == bits;
  }

  boolean isUnit() {
    return length == unit(ipv6);
  }

  /// Such as `203.0.113.0/24`.
  String text() {
    byte[] bytes = new byte[ipv6 ? 16 : 4];
    for (int i = 0; i < Math.min(bytes.length, 8); i++) bytes[i] = (byte) (bits >>> 56 - 8 * i);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress() + "/" + length;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  static int unit(boolean ipv6) {
    return ipv6 ? IPV6_UNIT : IPV4_UNIT;
  }

  private static long mask(int length) {
    return length == 0 ? 0 : -1L << 64 - length;
  }
}
