package dev.tippen.event;

import java.util.Locale;

/// How a place is known, the best first. The order of the constants is part of the spool's format:
/// new ones go to the end.
public enum PlaceSource {
  CITY_FILE,
  COUNTRY_FILE,
  COUNTRY_HEADER,
  /// The visitor's own clock, which travels with the visitor.
  TIMEZONE,
  /// A file that the owner imported says so.
  IMPORTED;

  /// The spelling in JSON and SQL.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
