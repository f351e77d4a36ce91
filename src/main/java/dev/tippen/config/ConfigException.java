package dev.tippen.config;

import org.jspecify.annotations.Nullable;

/// A setting with which the server must not start. The message is one sentence for its operator.
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String key;
  private final String complaint;

  /// @param complaint what follows the key in the sentence: value and what is allowed
  ConfigException(String key, String complaint) {
    this(key, complaint, null);
  }

  ConfigException(String key, String complaint, @Nullable Throwable cause) {
    super(key + " " + complaint, cause);
    this.key = key;
    this.complaint = complaint;
  }

  String key() {
    return key;
  }

  /// Completes the key of a record that stands at several places of the tree: it knows only its own
  /// part, which begins with a dot.
  ConfigException within(String prefix) {
    if (!key.startsWith(".")) return this;
    return new ConfigException(prefix + key.substring(1), complaint, getCause());
  }

  /// The same complaint with the place that the value came from.
  ConfigException from(String source) {
    return new ConfigException(key, complaint + " (from " + source + ")", getCause());
  }
}
