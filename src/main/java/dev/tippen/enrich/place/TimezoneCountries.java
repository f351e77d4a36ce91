package dev.tippen.enrich.place;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The country of an IANA time zone, old names included. Zones that are no place (`UTC`,
/// `Etc/GMT-3`, `CET`) have none. Immutable.
///
/// The table is a resource made from the time zone database; a test holds it to its sources.
final class TimezoneCountries {
  private static final String RESOURCE = "/places/timezones.txt";

  private final Map<String, String> countries;

  TimezoneCountries() {
    Map<String, String> read = new HashMap<>();
    try (InputStream in = TimezoneCountries.class.getResourceAsStream(RESOURCE)) {
      if (in == null) throw new IllegalStateException(RESOURCE + " is missing");
      var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("#")) continue;
        String[] words = line.split(" ");
        for (int i = 1; i < words.length; i++) read.put(words[i], words[0]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    countries = Map.copyOf(read);
  }

  /// @param timezone as the browser names it
  /// @return ISO 3166-1 alpha-2, null if it is no place
  @Nullable String of(@Nullable String timezone) {
    return timezone == null ? null : countries.get(timezone);
  }

  Map<String, String> all() {
    return countries;
  }
}
