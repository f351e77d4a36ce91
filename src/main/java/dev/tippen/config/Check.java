package dev.tippen.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the constructors of [Config] ask of single values.
final class Check {
  /// The JDK alone would take `10.1` for 10.0.0.1.
  private static final Pattern NETWORK =
      Pattern.compile(
          "((?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)"
              + "(?:/(0|[1-9][0-9]{0,2}))?");

  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

  private Check() {}

  static void range(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw new ConfigException(key, "is " + value + "; allowed is " + min + " to " + max);
    }
  }

  /// An address of a service: origin, and a path if it has one.
  static void url(String key, String text) {
    try {
      URI uri = new URI(text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      boolean bare =
          uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getUserInfo() == null;
      if (web && bare && uri.getHost() != null && uri.getPort() <= 65_535) return;
    } catch (URISyntaxException _) {
      // refused below
    }
    throw new ConfigException(
        key, "is '" + text + "'; allowed is an address such as https://api.example.com");
  }

  static String origin(String key, String text) {
    try {
      return Origin.normalize(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(key, "is '" + text + "'; allowed is " + Origin.ALLOWED, e);
    }
  }

  /// An address, or a network such as `10.0.0.0/8`.
  static String network(String key, String text) {
    Matcher parts = NETWORK.matcher(text);
    try {
      if (parts.matches()) {
        int bits = InetAddress.ofLiteral(parts.group(1)).getAddress().length * 8;
        // The JDK turns an IPv4 address that is mapped into IPv6 into IPv4.
        boolean mapped = bits == 32 && text.indexOf(':') >= 0;
        int given = parts.group(2) == null ? bits : Integer.parseInt(parts.group(2));
        if (mapped && parts.group(2) != null) given -= 96;
        if (given >= 0 && given <= bits) return text;
      }
    } catch (IllegalArgumentException e) {
      // No address either.
    }
    throw new ConfigException(
        key, "is '" + text + "'; allowed are addresses and networks such as 10.0.0.0/8");
  }

  /// The allowed text that is equal without regard to case.
  static String oneOf(String key, String text, List<String> allowed) {
    return allowed.stream()
        .filter(a -> a.equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() ->
            new ConfigException(
                key, "is '" + text + "'; allowed is " + String.join(", ", allowed)));
  }

  static void headerName(String key, String text) {
    if (!HEADER_NAME.matcher(text).matches()) {
      throw new ConfigException(
          key, "is '" + text + "'; allowed is the name of a header, such as CF-IPCountry");
    }
  }

  static String path(String key, String text) {
    try {
      return Path.of(text).toString();
    } catch (InvalidPathException e) {
      throw new ConfigException(key, "is no path of a file", e);
    }
  }
}
