package dev.tippen.identify;

import java.util.Locale;

/// How asking one source about one address ended.
public enum Status {
  /// The company is known.
  FOUND,
  /// Asked, and there is nothing: no record, or the address belongs to an access network.
  NOT_FOUND,
  /// The source works on it and wants to be asked again.
  PENDING,
  /// The credits at the source are spent.
  QUOTA,
  /// Too many questions; the source wants us to wait.
  RATE_LIMITED,
  /// Our address or our key was refused.
  INVALID,
  /// Network, time-out, or an answer that can't be read.
  FAILED,
  /// Never asked, for a reason of ours.
  SKIPPED;

  /// The spelling in SQL and JSON.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws IllegalArgumentException if there is no such status
  public static Status of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /// Whether more may come without anybody asking.
  public boolean isOpen() {
    return this == PENDING || this == RATE_LIMITED;
  }
}
