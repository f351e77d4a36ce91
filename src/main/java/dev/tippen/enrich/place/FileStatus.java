package dev.tippen.enrich.place;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How it stands with one file of places or networks.
///
/// @param file its path, as configured
/// @param type as an .mmdb file names itself, such as `GeoLite2-City`; null if nothing is loaded
/// @param use what it is asked for
/// @param builtAt of the data in use; of a table the time of its file
/// @param old whether the data is older than [AddressDirectory#OLD_AFTER]
/// @param attribution that its licence wants to be shown beside the results, null if none is known
/// @param problem why the file is not in use, or the file before it still is; null if all is well
public record FileStatus(
    String file,
    @Nullable String type,
    Use use,
    @Nullable Instant builtAt,
    boolean old,
    @Nullable Attribution attribution,
    @Nullable String problem) {

  public enum Use {
    /// An .mmdb file: places, networks or both.
    ADDRESS_DATABASE,
    NETWORK_RANGES,
    DECLARED_RANGES
  }

  /// A line for pages that show results.
  public record Attribution(String text, String url) {

    /// The lines that the free editions ask for (GeoLite2 EULA, CC BY 4.0, CC BY-SA 4.0).
    static @Nullable Attribution of(String databaseType) {
      if (databaseType.startsWith("GeoLite2")) {
        return new Attribution(
            "This product includes GeoLite2 data created by MaxMind", "https://www.maxmind.com");
      }
      if (databaseType.startsWith("DBIP") && databaseType.contains("Lite")) {
        return new Attribution("IP Geolocation by DB-IP", "https://db-ip.com");
      }
      if (databaseType.startsWith("ipinfo")) {
        return new Attribution("IP address data powered by IPinfo", "https://ipinfo.io");
      }
      return null;
    }
  }
}
