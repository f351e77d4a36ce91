package dev.tippen.config;

import java.net.URI;
import java.net.URISyntaxException;

/// What the constructors of [Config] ask of single values.
final class Check {
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
}
