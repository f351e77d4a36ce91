package dev.tippen.enrich.place;

import dev.tippen.event.PlaceSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Where a visitor is, by the best of what is known: the owner's files, a country that a trusted
/// proxy names, the visitor's time zone. Safe for all threads; never blocks.
public final class Places {
  private final Countries countries;
  private final TimezoneCountries timezones = new TimezoneCountries();

  /// At most one for each country.
  private final Map<String, Place> byHeader = new ConcurrentHashMap<>();

  private final Map<String, Place> byTimezone = new ConcurrentHashMap<>();

  Places(Countries countries) {
    this.countries = countries;
  }

  /// @param around of the client's address
  /// @param countryHeader from a trusted proxy only; null if there is none
  /// @param timezone IANA name, as the browser sent it
  public @Nullable Place of(
      Surroundings around, @Nullable String countryHeader, @Nullable String timezone) {
    if (around.place() != null) return around.place();
    String code = Countries.code(countryHeader);
    if (code != null) return country(byHeader, code, PlaceSource.COUNTRY_HEADER);
    String zoneCode = timezones.of(timezone);
    return zoneCode == null ? null : country(byTimezone, zoneCode, PlaceSource.TIMEZONE);
  }

  private Place country(Map<String, Place> known, String code, PlaceSource source) {
    Place place = known.get(code);
    if (place != null) return place;
    return known.computeIfAbsent(code, c -> new Place(c, countries.name(c), null, null, source));
  }

  /// What the published column `location` shows: city and country or the country; where only the
  /// time zone is known, the zone exactly as it was sent.
  public static @Nullable String text(@Nullable Place place, @Nullable String timezone) {
    return place == null || place.source() == PlaceSource.TIMEZONE ? timezone : place.text();
  }
}
