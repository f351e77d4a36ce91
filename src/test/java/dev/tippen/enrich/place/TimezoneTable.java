package dev.tippen.enrich.place;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Makes `places/timezones.txt` from a folder of the IANA time zone database (`zone.tab` and
/// `tzdata.zi`, public domain; on Debian the package tzdata has them in `/usr/share/zoneinfo`):
///
/// ```sh
/// java -cp target/test-classes:target/classes dev.tippen.enrich.place.TimezoneTable \
///     /usr/share/zoneinfo > src/main/resources/places/timezones.txt
/// ```
///
/// `zone.tab` and not `zone1970.tab`, which has several countries on one row. Browsers also send
/// old names, which are links in `tzdata.zi`.
final class TimezoneTable {
  /// Links whose target is in another country, because the clocks there have been the same.
  private static final Map<String, String> ACROSS_A_BORDER =
      Map.ofEntries(
          Map.entry("Africa/Asmera", "ER"),
          Map.entry("Africa/Timbuktu", "ML"),
          Map.entry("America/Coral_Harbour", "CA"),
          Map.entry("America/Virgin", "VI"),
          Map.entry("Antarctica/South_Pole", "AQ"),
          Map.entry("Atlantic/Jan_Mayen", "SJ"),
          Map.entry("Iceland", "IS"),
          Map.entry("Pacific/Johnston", "UM"),
          Map.entry("Pacific/Ponape", "FM"),
          Map.entry("Pacific/Truk", "FM"),
          Map.entry("Pacific/Yap", "FM"));

  /// Names of clocks, not of places; newer releases link them to some city.
  private static final Set<String> NOWHERE =
      Set.of(
          "CET", "CST6CDT", "EET", "EST", "EST5EDT", "HST", "MET", "MST", "MST7MDT", "PST8PDT",
          "WET");

  private final Map<String, String> countries = new TreeMap<>();
  private final String version;

  TimezoneTable(Path zoneinfo) throws IOException {
    for (String line : Files.readAllLines(zoneinfo.resolve("zone.tab"))) {
      if (line.startsWith("#")) continue;
      String[] columns = line.split("\t");
      countries.put(columns[2], columns[0]);
    }
    List<String> lines = Files.readAllLines(zoneinfo.resolve("tzdata.zi"));
    version = lines.getFirst().replace("# version ", "");
    Map<String, String> targets = new HashMap<>();
    for (String line : lines) {
      String[] words = line.split(" ");
      if (words[0].equals("L")) targets.put(words[2], words[1]);
    }
    Map<String, String> aliases = new HashMap<>();
    targets.forEach((alias, target) -> {
      String country = country(alias, targets);
      if (country != null) aliases.put(alias, country);
    });
    aliases.forEach(countries::putIfAbsent);
    countries.putAll(ACROSS_A_BORDER);
  }

  private @Nullable String country(String alias, Map<String, String> targets) {
    if (NOWHERE.contains(alias)) return null;
    @Nullable String zone = alias;
    for (int i = 0; i < 5 && zone != null; i++) {
      String country = countries.get(zone);
      if (country != null) return country;
      zone = targets.get(zone);
    }
    return null;
  }

  String version() {
    return version;
  }

  Map<String, String> countries() {
    return countries;
  }

  /// One line for each country: its code, then its zones.
  List<String> lines() {
    Map<String, TreeSet<String>> zones = new TreeMap<>();
    countries.forEach((z, country) -> zones.computeIfAbsent(country, c -> new TreeSet<>()).add(z));
    List<String> lines = new ArrayList<>();
    lines.add("# IANA time zone database " + version + ", public domain");
    zones.forEach((country, ids) -> lines.add(country + " " + String.join(" ", ids)));
    return lines;
  }

  public static void main(String[] arguments) throws IOException {
    new TimezoneTable(Path.of(arguments[0])).lines().forEach(System.out::println);
  }
}
