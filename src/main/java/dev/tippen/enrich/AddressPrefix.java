package dev.tippen.enrich;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/// Cuts a client address to its network before anything is stored: /24 for IPv4, /48 for IPv6. The
/// full address never leaves the memory of the request.
public final class AddressPrefix {
  private AddressPrefix() {}

  /// @param address numeric address, as the socket names it
  /// @return such as `203.0.113.0` or `2001:db8:1::`; null if the text is no address
  public static @Nullable String of(@Nullable String address) {
    if (address == null) return null;
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null) return null;
    if (bytes.length == 16 && isMappedIpv4(bytes)) {
      bytes = new byte[] {bytes[12], bytes[13], bytes[14], bytes[15]};
    }
    int kept = bytes.length == 4 ? 3 : 6;
    for (int i = kept; i < bytes.length; i++) bytes[i] = 0;
    return NetUtil.bytesToIpAddress(bytes);
  }

  private static boolean isMappedIpv4(byte[] bytes) {
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) return false;
    }
    return bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
  }
}
