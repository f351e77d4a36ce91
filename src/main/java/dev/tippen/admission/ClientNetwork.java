package dev.tippen.admission;

import dev.tippen.enrich.address.IpAddress;

/// What counts as one client: an IPv4 address, or the /64 network of an IPv6 address, all of which
/// one machine may use.
final class ClientNetwork {
  private static final int IPV6_BITS = 64;

  private ClientNetwork() {}

  static IpAddress of(IpAddress address) {
    return address.isIpv4() ? address : address.network(32, IPV6_BITS);
  }
}
