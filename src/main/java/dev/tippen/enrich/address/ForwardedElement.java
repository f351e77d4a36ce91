package dev.tippen.enrich.address;

import org.jspecify.annotations.Nullable;

/// One element of a header in which proxies name who came to them.
final class ForwardedElement {
  private static final int PORT_MAX = 65_535;
  private static final int PORT_MAX_CHARS = 5;

  private ForwardedElement() {}

  /// Of `X-Forwarded-For`: an address, or one with a port, where IPv6 needs brackets.
  ///
  /// @return null if it is anything else
  static @Nullable IpAddress plain(String element) {
    if (element.startsWith("[")) return bracketed(element, /* hiddenPort= */ false);
    int colon = element.indexOf(':');
    boolean ipv4 = colon < 0 || element.indexOf(':', colon + 1) < 0;
    return ipv4 ? ipv4(element, /* hiddenPort= */ false) : IpAddress.parse(element);
  }

  /// Of `Forwarded` (RFC 7239): the one parameter `for`. What is more than an IPv4 address must be
  /// in quotes, IPv6 also in brackets, and a port may be hidden behind a name.
  ///
  /// @return null if there is no such parameter, more than one, or no address in it
  static @Nullable IpAddress standard(String element) {
    String value = null;
    int from = 0;
    while (from <= element.length()) {
      int end = endOfPair(element, from);
      if (end < 0) return null;
      String pair = element.substring(from, end).strip();
      from = end + 1;
      if (pair.isEmpty()) continue;
      int equals = pair.indexOf('=');
      if (equals < 0) return null;
      if (pair.substring(0, equals).strip().equalsIgnoreCase("for")) {
        if (value != null) return null;
        value = pair.substring(equals + 1).strip();
      }
    }
    return value == null ? null : node(value);
  }

  /// The next semicolon that is not in quotes, or the end; -1 if quotes are not closed.
  private static int endOfPair(String element, int from) {
    boolean quoted = false;
    for (int i = from; i < element.length(); i++) {
      char c = element.charAt(i);
      if (quoted && c == '\\') i++;
      else if (c == '"') quoted = !quoted;
      else if (c == ';' && !quoted) return i;
    }
    return quoted ? -1 : element.length();
  }

  private static @Nullable IpAddress node(String value) {
    int last = value.length() - 1;
    boolean quoted = last > 0 && value.charAt(0) == '"' && value.charAt(last) == '"';
    if (!quoted) return value.indexOf(':') < 0 ? IpAddress.parse(value) : null;
    String node = value.substring(1, last);
    return node.startsWith("[")
        ? bracketed(node, /* hiddenPort= */ true)
        : ipv4(node, /* hiddenPort= */ true);
  }

  private static @Nullable IpAddress bracketed(String node, boolean hiddenPort) {
    int close = node.indexOf(']');
    if (close < 0) return null;
    String inside = node.substring(1, close);
    boolean ipv6 = inside.indexOf(':') >= 0;
    return ipv6 && endsWithPort(node, close + 1, hiddenPort) ? IpAddress.parse(inside) : null;
  }

  private static @Nullable IpAddress ipv4(String node, boolean hiddenPort) {
    int colon = node.indexOf(':');
    if (colon < 0) return IpAddress.parse(node);
    return endsWithPort(node, colon, hiddenPort) ? IpAddress.parse(node.substring(0, colon)) : null;
  }

  /// Whether the rest is nothing, or a colon and a port.
  private static boolean endsWithPort(String node, int from, boolean hidden) {
    if (from == node.length()) return true;
    if (node.charAt(from) != ':') return false;
    String port = node.substring(from + 1);
    return isPort(port) || (hidden && isHiddenPort(port));
  }

  private static boolean isPort(String text) {
    if (text.isEmpty() || text.length() > PORT_MAX_CHARS) return false;
    int port = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') return false;
      port = port * 10 + c - '0';
    }
    return port <= PORT_MAX;
  }

  private static boolean isHiddenPort(String text) {
    if (text.length() < 2 || text.charAt(0) != '_') return false;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean digit = c >= '0' && c <= '9';
      if (!letter && !digit && c != '.' && c != '_' && c != '-') return false;
    }
    return true;
  }
}
