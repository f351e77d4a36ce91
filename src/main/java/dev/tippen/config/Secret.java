package dev.tippen.config;

/// A text that must not be seen: it prints as stars wherever it gets to.
public final class Secret {
  private static final int MAX_CHARS = 1_024;

  private final String text;

  /// @throws IllegalArgumentException if the text is empty, too long, or has characters that a
  ///   header line can't carry
  public Secret(String text) {
    boolean printable = text.chars().allMatch(c -> c > ' ' && c < 127);
    if (text.isEmpty() || text.length() > MAX_CHARS || !printable) {
      throw new IllegalArgumentException("no secret");
    }
    this.text = text;
  }

  /// The text itself.
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof Secret s && s.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
