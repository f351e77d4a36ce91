package dev.tippen.enrich.address;

import java.util.List;

/// A few networks, such as those of trusted proxies. Asking makes no objects. Safe for all threads.
public final class IpNetworks {
  private final long[] high;
  private final long[] low;
  private final int[] bits;
  private final boolean[] ipv4;

  public IpNetworks(List<IpNetwork> networks) {
    int count = networks.size();
    high = new long[count];
    low = new long[count];
    bits = new int[count];
    ipv4 = new boolean[count];
    for (int i = 0; i < count; i++) {
      IpNetwork network = networks.get(i);
      high[i] = network.first().high();
      low[i] = network.first().low();
      bits[i] = network.bits();
      ipv4[i] = network.first().isIpv4();
    }
  }

  /// @param texts addresses or networks such as `10.0.0.0/8`
  /// @throws IllegalArgumentException if one is neither
  public static IpNetworks parse(List<String> texts) {
    return new IpNetworks(texts.stream().map(IpNetworks::network).toList());
  }

  private static IpNetwork network(String text) {
    IpNetwork network = IpNetwork.parse(text);
    if (network == null) throw new IllegalArgumentException("'" + text + "' is no network");
    return network;
  }

  public boolean isEmpty() {
    return bits.length == 0;
  }

  public boolean contains(IpAddress address) {
    for (int i = 0; i < bits.length; i++) {
      if (ipv4[i] == address.isIpv4() && contains(i, address)) return true;
    }
    return false;
  }

  private boolean contains(int i, IpAddress address) {
    if (ipv4[i]) return (address.low() ^ low[i]) >>> IpAddress.IPV4_BITS - bits[i] == 0;
    return ((address.high() ^ high[i]) & IpAddress.leftBits(bits[i])) == 0
        && ((address.low() ^ low[i]) & IpAddress.leftBits(bits[i] - 64)) == 0;
  }
}
