package dev.tippen.enrich.place;

import org.jspecify.annotations.Nullable;

/// Where a visitor is. A city from an address is a good guess, no more.
///
/// @param countryCode ISO 3166-1 alpha-2, upper case
/// @param countryName in English
public record Place(
    String countryCode,
    String countryName,
    @Nullable String region,
    @Nullable String city,
    Source source) {

  /// How the place is known, the best first.
  public enum Source {
    CITY_FILE,
    COUNTRY_FILE,
    COUNTRY_HEADER,
    /// The visitor's own clock, which travels with the visitor.
    TIMEZONE
  }

  /// `City, Country`, or the country alone.
  public String text() {
    return city == null ? countryName : city + ", " + countryName;
  }
}
