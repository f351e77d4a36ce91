package dev.tippen.event;

import java.util.Locale;

/// What the owner of a site says an identified company is.
public enum Treatment {
  /// A company like any other.
  COMPANY,
  /// Carries other people's traffic: its name says nothing about a visitor.
  ISP,
  /// The owner's own: its events are stored and count nowhere.
  OWN,
  /// Not wanted: its events are stored and count nowhere.
  BLOCKED;

  /// Why events of such a company count nowhere, null if they count.
  public @org.jspecify.annotations.Nullable Exclusion exclusion() {
    return switch (this) {
      case COMPANY, ISP -> null;
      case OWN -> Exclusion.OWN;
      case BLOCKED -> Exclusion.BLOCKED;
    };
  }

  /// The spelling in JSON and SQL.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws IllegalArgumentException if there is no such treatment
  public static Treatment of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
