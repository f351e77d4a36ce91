package dev.tippen.admission;

/// What counts as one client: an IPv4 address, or the /64 network of an IPv6 address, all of which
/// one machine may use.
final class ClientNetwork {
  private static final String MAPPED = "::ffff:";
  private static final int GROUPS_KEPT = 4;

  private ClientNetwork() {}

  /// @param address numeric, as the socket names it
  static boolean isLoopback(String address) {
    String plain = unmapped(address);
    return plain.startsWith("127.") || plain.equals("::1") || plain.equals("0:0:0:0:0:0:0:1");
  }

  /// @param address numeric, as the socket names it (IPv6 with all its groups)
  static String of(String address) {
    String plain = unmapped(address);
    int at = -1;
    for (int groups = 0; groups < GROUPS_KEPT; groups++) {
      at = plain.indexOf(':', at + 1);
      if (at < 0) return plain;
    }
    return plain.substring(0, at);
  }

  private static String unmapped(String address) {
    return address.startsWith(MAPPED) ? address.substring(MAPPED.length()) : address;
  }
}
