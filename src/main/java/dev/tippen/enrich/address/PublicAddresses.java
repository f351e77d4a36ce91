package dev.tippen.enrich.address;

import java.util.List;

/// Which addresses may be looked up: those that the registries give to somebody. Private, shared,
/// local, reserved and documentation ranges say nothing about who is there (IANA special-purpose
/// registries, RFC 6890 and the RFCs that changed them). Safe for all threads.
public final class PublicAddresses {
  private static final IpNetworks RESERVED =
      IpNetworks.parse(
          List.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "::/96",
              "64:ff9b:1::/48",
              "100::/64",
              "2001::/32",
              "2001:2::/48",
              "2001:10::/28",
              "2001:db8::/32",
              "3fff::/20",
              "5f00::/16",
              "fc00::/7",
              "fe80::/10",
              "fec0::/10",
              "ff00::/8"));

  /// What a server uses.
  public static final PublicAddresses STANDARD = new PublicAddresses(List.of());

  private final IpNetworks alsoAllowed;

  private PublicAddresses(List<String> alsoAllowed) {
    this.alsoAllowed = IpNetworks.parse(alsoAllowed);
  }

  /// For tests, which have only reserved addresses to work with.
  ///
  /// @param networks such as `203.0.113.0/24`
  public static PublicAddresses allowing(String... networks) {
    return new PublicAddresses(List.of(networks));
  }

  /// @param address with NAT64 and 6to4 the IPv4 address in it must be public too
  public boolean mayBeLookedUp(IpAddress address) {
    if (alsoAllowed.contains(address)) return true;
    if (RESERVED.contains(address)) return false;
    IpAddress embedded = address.embeddedIpv4();
    return embedded == null || !RESERVED.contains(embedded);
  }
}
