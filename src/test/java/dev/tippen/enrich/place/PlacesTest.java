package dev.tippen.enrich.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tippen.event.PlaceSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
  private static final Place SYDNEY =
      new Place("AU", "Australia", "New South Wales", "Sydney", PlaceSource.CITY_FILE);

  private final Places places = new Places(new Countries());

  private static Surroundings around(@Nullable Place place) {
    return new Surroundings(place, null, null, true);
  }

  private @Nullable String text(
      @Nullable Place byAddress, @Nullable String header, @Nullable String timezone) {
    return Places.text(places.of(around(byAddress), header, timezone), timezone);
  }

  @Test
  void theBestSourceWins() {
    assertEquals(SYDNEY, places.of(around(SYDNEY), "NZ", "Europe/Berlin"));
    assertEquals(
        new Place("NZ", "New Zealand", null, null, PlaceSource.COUNTRY_HEADER),
        places.of(around(null), "NZ", "Europe/Berlin"));
    assertEquals(
        new Place("DE", "Germany", null, null, PlaceSource.TIMEZONE),
        places.of(around(null), null, "Europe/Berlin"));
    assertNull(places.of(around(null), null, "UTC"));
    assertNull(places.of(around(null), null, null));
  }

  @Test
  void theTextIsCityAndCountryOrTheCountry() {
    assertEquals("Sydney, Australia", text(SYDNEY, null, "Europe/Berlin"));
    assertEquals("New Zealand", text(null, "nz", "Europe/Berlin"));
  }

  @Test
  void byTheTimeZoneAloneTheTextIsTheZoneAsItWasSent() {
    assertEquals("Australia/Sydney", text(null, null, "Australia/Sydney"));
    assertEquals("Asia/Calcutta", text(null, null, "Asia/Calcutta"));
    assertEquals("UTC", text(null, null, "UTC"));
    assertEquals("no zone at all", text(null, null, "no zone at all"));
    assertNull(text(null, null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"XX", "T1", "", "A", "AUS", "Australia", "ÄÖ", "A1"})
  void aHeaderThatNamesNoCountryIsNotThere(String header) {
    assertEquals(
        new Place("DE", "Germany", null, null, PlaceSource.TIMEZONE),
        places.of(around(null), header, "Europe/Berlin"));
  }

  @Test
  void kosovoHasItsCustomaryCode() {
    assertEquals("Kosovo", text(null, "XK", null));
  }
}
