package dev.tippen.bench.report;

import java.util.Locale;

/// Whose page views are sent.
public enum Mode {
  ONE("one returning"),
  NEW("new"),
  RANDOM("random"),
  ZIPF("Zipf");

  private final String words;

  Mode(String words) {
    this.words = words;
  }

  /// As the command line spells it.
  public String option() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// As the table spells it.
  String words() {
    return words;
  }

  /// Whether it picks among the stored visitors, so that their number matters.
  public boolean picks() {
    return this == RANDOM || this == ZIPF;
  }
}
