package dev.tippen.enrich.address;

import dev.tippen.config.Config;
import org.jspecify.annotations.Nullable;

/// What is stored of a client's address. The full address lives in memory while the event is
/// handled, unless the setting says otherwise.
public final class StoredAddress {
  private static final int IPV4_BITS = 24;
  private static final int IPV6_BITS = 48;

  private StoredAddress() {}

  /// @return such as `203.0.113.0` or `2001:db8:1::`; null if nothing is to be stored
  public static @Nullable String of(@Nullable IpAddress address, Config.StoredAddress kept) {
    if (address == null) return null;
    return switch (kept) {
      case PREFIX -> address.network(IPV4_BITS, IPV6_BITS).toString();
      case FULL -> address.toString();
      case NONE -> null;
    };
  }
}
