package dev.tippen.enrich.place;

import java.util.List;
import java.util.Map;

/// Files as the vendors make them, small.
final class MmdbFiles {
  private MmdbFiles() {}

  /// Nested, as GeoLite2 and DB-IP have it.
  static MmdbWriter city() {
    return new MmdbWriter("GeoLite2-City", 6)
        .put(
            "203.0.113.0/24",
            Map.of(
                "city",
                    Map.of("names", Map.of("de", "Sydney", "en", "Sydney"), "geoname_id", 2147714),
                "country", Map.of("iso_code", "AU", "names", Map.of("en", "Australia")),
                "location",
                    Map.of("latitude", -33.8688, "longitude", 151.209, "accuracy_radius", 20),
                "subdivisions",
                    List.of(
                        Map.of("iso_code", "NSW", "names", Map.of("en", "New South Wales")),
                        Map.of("names", Map.of("en", "Elsewhere"))),
                "traits", Map.of("is_anycast", true)))
        .put("203.0.113.128/25", Map.of("country", Map.of("iso_code", "NZ")))
        .put(
            "2001:db8:1::/48",
            Map.of(
                "city", Map.of("names", Map.of("en", "München")),
                "country", Map.of("iso_code", "DE")))
        .put("198.51.100.0/24", Map.of("registered_country", Map.of("iso_code", "US")));
  }

  static MmdbWriter country() {
    return new MmdbWriter("GeoLite2-Country", 6)
        .put("203.0.113.0/24", Map.of("country", Map.of("iso_code", "AU")))
        .put("198.51.100.0/24", Map.of("country", Map.of("iso_code", "US")));
  }

  /// Flat, as IPinfo's free file has it: country and network.
  static MmdbWriter lite() {
    return new MmdbWriter("ipinfo generic_ipinfo_lite.mmdb", 6)
        .put(
            "203.0.113.0/24",
            Map.of(
                "asn", "AS64500",
                "as_name", "Acme Corporation",
                "as_domain", "Acme.example",
                "country", "Australia",
                "country_code", "AU",
                "continent", "Oceania",
                "continent_code", "OC"));
  }

  static MmdbWriter networks() {
    return new MmdbWriter("GeoLite2-ASN", 6)
        .put(
            "203.0.113.0/24",
            Map.of(
                "autonomous_system_number",
                64_500,
                "autonomous_system_organization",
                "Acme Corporation"))
        .put(
            "198.51.100.0/24",
            Map.of(
                "autonomous_system_number",
                64_501,
                "autonomous_system_organization",
                "Example Telecom Ltd"));
  }
}
