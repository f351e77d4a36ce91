package dev.tippen.enrich.place;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tippen.event.NetworkClass;
import dev.tippen.event.PlaceSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the records of .mmdb files say, in the schemas of MaxMind, DB-IP and IPinfo and the flat
/// ones made from them. Safe for all threads.
final class MmdbSchema {
  private static final int NAMES_CACHE_MAX = 10_000;

  private final Countries countries;
  private final NetworkNames names;
  private final Cache<Named, NetworkClass> classes =
      Caffeine.newBuilder().maximumSize(NAMES_CACHE_MAX).build();

  private record Named(String organisation, @Nullable String domain) {}

  MmdbSchema(Countries countries, NetworkNames names) {
    this.countries = countries;
    this.names = names;
  }

  /// Null if the record names no country.
  @Nullable Place place(MmdbFields fields, PlaceSource source) {
    String code =
        Countries.code(fields.text("country.iso_code", "country_code", "countryCode", "country"));
    if (code == null) return null;
    return new Place(
        code,
        countries.name(code),
        fields.text("subdivisions.0.names.en", "region", "region_name", "state1", "subdivision"),
        fields.text("city.names.en", "city", "city_name"),
        source);
  }

  /// Null if the record names no organisation.
  @Nullable Network network(MmdbFields fields) {
    String system =
        fields.text(
            "autonomous_system_organization",
            "traits.autonomous_system_organization",
            "as_name",
            "as_organization",
            "asn.name");
    String customer = fields.text("organization", "traits.organization", "company.name", "name");
    String organisation = customer != null ? customer : system;
    if (organisation == null) return null;
    String isp = fields.text("isp", "traits.isp");
    if (isp == null) isp = system != null ? system : organisation;
    // The domain of a system is not that of its customers.
    String domain =
        customer != null
            ? fields.text("company.domain", "domain")
            : fields.text("as_domain", "asn.domain", "domain");
    return new Network(
        fields.asn(
            "autonomous_system_number",
            "traits.autonomous_system_number",
            "asn",
            "asn.asn",
            "as_number"),
        organisation,
        isp,
        domain == null ? null : domain.toLowerCase(Locale.ROOT),
        networkClass(fields, organisation, domain));
  }

  private NetworkClass networkClass(
      MmdbFields fields, String organisation, @Nullable String domain) {
    NetworkClass said = said(fields);
    if (said == null) return byName(organisation, domain);
    if (said != NetworkClass.BUSINESS) return said;
    // Vendors count access networks as businesses that a list of brands knows better.
    NetworkClass brand = names.byBrand(organisation);
    return brand == null ? NetworkClass.BUSINESS : brand;
  }

  NetworkClass byName(String organisation, @Nullable String domain) {
    return classes.get(
        new Named(organisation, domain), n -> names.classify(n.organisation, n.domain));
  }

  /// What the record itself says, null if nothing.
  private static @Nullable NetworkClass said(MmdbFields fields) {
    if (fields.flag(
        "is_anonymous_vpn",
        "is_public_proxy",
        "is_tor_exit_node",
        "is_vpn",
        "is_proxy",
        "is_tor",
        "is_relay",
        "traits.is_anonymous_vpn",
        "traits.is_public_proxy",
        "traits.is_tor_exit_node")) {
      return NetworkClass.PROXY;
    }
    if (fields.flag("is_hosting", "is_hosting_provider", "traits.is_hosting_provider")) {
      return NetworkClass.HOSTING;
    }
    if (fields.flag("is_mobile")) return NetworkClass.MOBILE;
    String connection = fields.text("connection_type", "traits.connection_type");
    if ("Cellular".equals(connection)) return NetworkClass.MOBILE;
    String type = fields.text("type", "as_type", "asn.type", "user_type", "traits.user_type");
    return type == null ? null : typed(type);
  }

  static @Nullable NetworkClass typed(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "business" -> NetworkClass.BUSINESS;
      case "isp", "residential", "dialup", "cafe", "traveler" -> NetworkClass.ISP;
      case "mobile", "cellular" -> NetworkClass.MOBILE;
      case "hosting", "content_delivery_network" -> NetworkClass.HOSTING;
      case "proxy", "vpn", "consumer_privacy_network" -> NetworkClass.PROXY;
      case "education", "college", "school", "library" -> NetworkClass.EDUCATION;
      case "government", "military" -> NetworkClass.GOVERNMENT;
      default -> null;
    };
  }
}
