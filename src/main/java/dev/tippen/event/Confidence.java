package dev.tippen.event;

import java.util.Locale;

/// How sure it is that a visitor belongs to a company, lowest first. The order of the constants is
/// part of the spool's format: new ones go to the end.
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
