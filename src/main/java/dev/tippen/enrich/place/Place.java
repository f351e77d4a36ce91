package dev.tippen.enrich.place;

import dev.tippen.event.Facts;
import dev.tippen.event.PlaceSource;
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
    PlaceSource source) {

  /// The form that is stored.
  public Facts.Place facts() {
    return new Facts.Place(countryCode, region, city, source);
  }

  /// `City, Country`, or the country alone.
  public String text() {
    return city == null ? countryName : city + ", " + countryName;
  }
}
