package dev.tippen.enrich.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimezoneCountriesTest {
  private static final Path RESOURCE = Path.of("src/main/resources/places/timezones.txt");
  private static final Path SYSTEM = Path.of("/usr/share/zoneinfo");

  private final TimezoneCountries timezones = new TimezoneCountries();

  @ParameterizedTest
  @CsvSource({
    "Australia/Sydney, AU",
    "Europe/Berlin, DE",
    "America/New_York, US",
    "America/Argentina/Buenos_Aires, AR",
    "America/Buenos_Aires, AR",
    "Asia/Calcutta, IN",
    "Asia/Kolkata, IN",
    "Asia/Saigon, VN",
    "Europe/Kiev, UA",
    "Europe/Kyiv, UA",
    "US/Pacific, US",
    "Singapore, SG"
  })
  void aZoneHasACountry(String zone, String country) {
    assertEquals(country, timezones.of(zone));
  }

  @ParameterizedTest
  @CsvSource({
    "Africa/Asmera, ER",
    "Africa/Timbuktu, ML",
    "America/Coral_Harbour, CA",
    "America/Virgin, VI",
    "Antarctica/South_Pole, AQ",
    "Arctic/Longyearbyen, SJ",
    "Atlantic/Jan_Mayen, SJ",
    "Europe/Bratislava, SK",
    "Europe/Busingen, DE",
    "Europe/Vatican, VA",
    "Iceland, IS",
    "Pacific/Chuuk, FM",
    "Pacific/Johnston, UM",
    "Pacific/Pohnpei, FM",
    "Pacific/Ponape, FM",
    "Pacific/Truk, FM",
    "Pacific/Yap, FM"
  })
  void aLinkAcrossABorderIsNotFollowed(String zone, String country) {
    assertEquals(country, timezones.of(zone));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "GMT",
        "Etc/GMT+5",
        "CET",
        "EST",
        "MST",
        "HST",
        "EST5EDT",
        "Factory",
        "",
        "australia/sydney",
        "Mars/Olympus",
        "Australia/Sydney "
      })
  void aClockIsNoPlace(String zone) {
    assertNull(timezones.of(zone));
  }

  @Test
  void nothingIsNoPlace() {
    assertNull(timezones.of(null));
  }

  @Test
  void allCodesAreCountries() {
    timezones.all().forEach((zone, code) -> assertEquals(code, Countries.code(code), zone));
    assertEquals(247, Set.copyOf(timezones.all().values()).size());
  }

  /// The JDK knows the zones that browsers send, old ones too.
  @Test
  void everyZoneOfTheJdkIsKnownOrNoPlace() {
    Set<String> unknown = new TreeSet<>(ZoneId.getAvailableZoneIds());
    unknown.removeAll(timezones.all().keySet());
    unknown.removeIf(z -> z.startsWith("Etc/") || z.startsWith("SystemV/"));
    assertEquals(
        Set.of(
            "CET",
            "CST6CDT",
            "EET",
            "EST5EDT",
            "GMT",
            "GMT0",
            "Greenwich",
            "MET",
            "MST7MDT",
            "PST8PDT",
            "UCT",
            "UTC",
            "Universal",
            "WET",
            "Zulu"),
        unknown);
  }

  @Test
  void theTableIsWhatTheTimeZoneDatabaseSays() throws IOException {
    boolean there =
        Files.exists(SYSTEM.resolve("zone.tab")) && Files.exists(SYSTEM.resolve("tzdata.zi"));
    assumeTrue(there, "the package tzdata is not installed");
    TimezoneTable made = new TimezoneTable(SYSTEM);
    List<String> resource = Files.readAllLines(RESOURCE);
    if (resource.getFirst().contains(" " + made.version() + ",")) {
      assertEquals(made.lines(), resource);
    } else {
      // Another release: zones come and go, but what both know is the same.
      Map<String, String> ours = timezones.all();
      made.countries()
          .forEach((zone, code) -> {
            if (ours.containsKey(zone)) assertEquals(code, ours.get(zone), zone);
          });
      assertTrue(made.countries().size() > 500, "the system's table is whole");
    }
  }
}
