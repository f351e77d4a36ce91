package dev.tippen.config;

/// What the constructors of [Config] ask of single values.
final class Check {
  private Check() {}

  static void range(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw new ConfigException(key, "is " + value + "; allowed is " + min + " to " + max);
    }
  }

  static String origin(String key, String text) {
    try {
      return Origin.normalize(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(key, "is '" + text + "'; allowed is " + Origin.ALLOWED, e);
    }
  }
}
