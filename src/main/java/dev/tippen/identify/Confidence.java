package dev.tippen.identify;

import java.util.Locale;

/// How sure a source is of a company, lowest first.
public enum Confidence {
  LOW,
  MEDIUM,
  HIGH;

  /// One step more, for a second independent source that says the same.
  public Confidence raised() {
    return this == LOW ? MEDIUM : HIGH;
  }

  /// The spelling in SQL and JSON.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
