package dev.tippen.enrich.address;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Whose request it is. The socket names the peer. Only if that is a trusted proxy, one header is
/// read, from the right, where the nearest proxy wrote: the first address that is no trusted proxy
/// is the client's. What stands left of it may have been written by anybody. Safe for all threads.
public final class ClientAddress {
  private static final String FORWARDED = "Forwarded";

  private final IpNetworks trusted;
  private final String header;
  private final boolean forwarded;

  /// @param address null if the peer is not known
  /// @param throughTrustedProxy whether other headers of this request come from a trusted proxy
  public record Client(@Nullable IpAddress address, boolean throughTrustedProxy) {}

  /// @param trustedProxies addresses and networks
  /// @param header `X-Forwarded-For`, `Forwarded` (RFC 7239) or `CF-Connecting-IP`
  /// @throws IllegalArgumentException if one of the proxies is neither an address nor a network
  public ClientAddress(List<String> trustedProxies, String header) {
    trusted = IpNetworks.parse(trustedProxies);
    this.header = header;
    forwarded = header.equalsIgnoreCase(FORWARDED);
  }

  /// @param peer as the socket names it
  /// @param headers all values of a header, in the order of the request
  public Client of(@Nullable String peer, Function<String, List<String>> headers) {
    IpAddress address = IpAddress.ofSocket(peer);
    if (address == null || trusted.isEmpty() || !trusted.contains(address)) {
      return new Client(address, false);
    }
    return new Client(walk(address, headers.apply(header)), true);
  }

  /// Where an element names no address, who came before is not known: the last known one stands.
  private IpAddress walk(IpAddress peer, List<String> lines) {
    IpAddress found = peer;
    for (int line = lines.size() - 1; line >= 0; line--) {
      String text = lines.get(line);
      int end = text.length();
      while (end >= 0) {
        int comma = forwarded ? commaBefore(text, end) : text.lastIndexOf(',', end - 1);
        String element = text.substring(comma + 1, end).strip();
        end = comma;
        if (element.isEmpty()) continue;
        String node = forwarded ? forwardedFor(element) : element;
        IpAddress next = node == null ? null : nodeAddress(node);
        if (next == null) return found;
        found = next;
        if (!trusted.contains(next)) return found;
      }
    }
    return found;
  }

  /// The next comma to the left that is not in quotes. Read from the right, because a quote that a
  /// stranger left open must not hide what the proxy added.
  private static int commaBefore(String text, int end) {
    boolean quoted = false;
    for (int i = end - 1; i >= 0; i--) {
      char c = text.charAt(i);
      if (c == '"' && !isEscaped(text, i)) quoted = !quoted;
      if (c == ',' && !quoted) return i;
    }
    return -1;
  }

  private static boolean isEscaped(String text, int at) {
    int backslashes = 0;
    while (at - backslashes > 0 && text.charAt(at - backslashes - 1) == '\\') backslashes++;
    return backslashes % 2 == 1;
  }

  /// The value of `for` in an element of `Forwarded`, without its quotes; null if there is none.
  private static @Nullable String forwardedFor(String element) {
    for (String pair : element.split(";")) {
      int equals = pair.indexOf('=');
      if (equals < 0 || !pair.substring(0, equals).strip().equalsIgnoreCase("for")) continue;
      String value = pair.substring(equals + 1).strip();
      int last = value.length() - 1;
      boolean quoted = last > 0 && value.charAt(0) == '"' && value.charAt(last) == '"';
      return quoted ? value.substring(1, last) : value;
    }
    return null;
  }

  /// An address, with or without a port; IPv6 with a port needs brackets.
  private static @Nullable IpAddress nodeAddress(String node) {
    if (node.startsWith("[")) {
      int close = node.indexOf(']');
      if (close < 0 || !isPort(node, close + 1)) return null;
      String inside = node.substring(1, close);
      return inside.indexOf(':') < 0 ? null : IpAddress.parse(inside);
    }
    int colon = node.indexOf(':');
    boolean port = colon >= 0 && node.indexOf(':', colon + 1) < 0;
    if (!port) return IpAddress.parse(node);
    return isPort(node, colon) ? IpAddress.parse(node.substring(0, colon)) : null;
  }

  /// Whether the rest is nothing, or a colon and a port.
  private static boolean isPort(String node, int from) {
    if (from == node.length()) return true;
    int digits = node.length() - from - 1;
    if (node.charAt(from) != ':' || digits < 1 || digits > 5) return false;
    for (int i = from + 1; i < node.length(); i++) {
      if (node.charAt(i) < '0' || node.charAt(i) > '9') return false;
    }
    return true;
  }
}
