package dev.tippen.enrich.address;

import org.jspecify.annotations.Nullable;

/// A network: an address and how many of its first bits belong to it.
///
/// @param first all other bits are zero
/// @param bits 0 to 32 or 128
public record IpNetwork(IpAddress first, int bits) {
  private static final int MAPPED_BITS = 96;

  public IpNetwork {
    if (bits < 0 || bits > first.length()) {
      throw new IllegalArgumentException(first + " has no first " + bits + " bits");
    }
    first = first.network(bits, bits);
  }

  /// Reads `192.0.2.0/24`, `2001:db8::/32`, or an address alone, which is a network of one. Bits
  /// behind the prefix may be set and are dropped.
  ///
  /// @return null if the text is anything else
  public static @Nullable IpNetwork parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    IpAddress first = IpAddress.parse(address);
    if (first == null) return null;
    if (slash < 0) return new IpNetwork(first, first.length());
    int bits = bits(text, slash + 1);
    boolean mapped = first.isIpv4() && address.indexOf(':') >= 0;
    if (bits >= 0 && mapped) bits -= MAPPED_BITS;
    return bits < 0 || bits > first.length() ? null : new IpNetwork(first, bits);
  }

  private static int bits(String text, int from) {
    int chars = text.length() - from;
    if (chars < 1 || chars > 3 || (chars > 1 && text.charAt(from) == '0')) return -1;
    int bits = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') return -1;
      bits = bits * 10 + c - '0';
    }
    return bits;
  }

  public boolean contains(IpAddress address) {
    return address.isIpv4() == first.isIpv4() && address.network(bits, bits).equals(first);
  }

  /// The last address of the network.
  public IpAddress last() {
    return first.lastOf(bits);
  }

  @Override
  public String toString() {
    return first.toString() + "/" + bits;
  }
}
