package dev.tippen.enrich.address;

import dev.tippen.config.Config;
import org.jspecify.annotations.Nullable;

/// What is stored of a client's address. The full address lives in memory while the event is
/// handled, unless the setting says otherwise.
public final class StoredAddress {
  private static final int IPV4_BITS = 24;
  private static final int IPV6_BITS = 48;

  /// 16 bits before the IPv4 address in a 6to4 address, which /48 would keep whole.
  private static final int IPV6_BITS_6TO4 = 16 + IPV4_BITS;

  private StoredAddress() {}

  /// @return such as `203.0.113.0` or `2001:db8:1::`; null if nothing is to be stored
  public static @Nullable String of(@Nullable IpAddress address, Config.StoredAddress kept) {
    if (address == null) return null;
    return switch (kept) {
      case PREFIX -> address.network(IPV4_BITS, ipv6Bits(address)).toString();
      case FULL -> address.toString();
      case NONE -> null;
    };
  }

  private static int ipv6Bits(IpAddress address) {
    return address.is6to4() ? IPV6_BITS_6TO4 : IPV6_BITS;
  }
}
