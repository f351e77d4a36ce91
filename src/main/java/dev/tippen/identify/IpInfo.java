package dev.tippen.identify;

import dev.tippen.event.Confidence;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// IPinfo, whose editions differ in path and body: `lite` knows only the owner of the network,
/// `core` also its kind, `full` (the older body) names the company.
final class IpInfo extends HttpProvider {

  enum Edition {
    LITE("https://api.ipinfo.io", "/lite/"),
    CORE("https://api.ipinfo.io", "/lookup/"),
    FULL("https://ipinfo.io", "/");

    private final URI base;
    private final String path;

    Edition(String base, String path) {
      this.base = URI.create(base);
      this.path = path;
    }

    URI base() {
      return base;
    }

    static Edition of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  private final URI base;
  private final Edition edition;
  private final String authorization;
  private final NetworkNames networks;

  /// @param networks decides whether the owner of a network may be taken for a company
  IpInfo(URI base, Edition edition, String key, NetworkNames networks, HttpCalls calls) {
    super("ipinfo", "IPinfo", base, calls);
    this.base = base;
    this.edition = edition;
    this.authorization = "Bearer " + key;
    this.networks = networks;
  }

  @Override
  HttpCalls.Result ask(String address) throws InterruptedException {
    return calls.get(uri(base, edition.path + address), "Authorization", authorization);
  }

  @Override
  Answer found(JsonBody body) {
    if (body.isTrue("/bogon")) {
      return Answer.of(Status.SKIPPED, "IPinfo says that the address is of no public network.");
    }
    if (!body.has("/ip")) return unreadable();
    return switch (edition) {
      case LITE -> owner(body, "", null);
      case CORE -> core(body);
      case FULL -> full(body);
    };
  }

  private Answer core(JsonBody body) {
    String type = body.text("/as/type");
    String name = body.text("/as/name");
    if (body.isTrue("/is_hosting") || body.isTrue("/is_anonymous") || isAccessNetwork(type)) {
      return accessNetwork(name);
    }
    return owner(body, "/as", type);
  }

  /// The name of a network's owner is a weak sign: most of them run it for others.
  private Answer owner(JsonBody body, String at, @Nullable String type) {
    boolean lite = at.isEmpty();
    String name = Texts.name(body.text(lite ? "/as_name" : at + "/name"), 256);
    String domain = body.text(lite ? "/as_domain" : at + "/domain");
    if (name == null) return nothing();
    boolean company =
        "business".equals(type)
            || "education".equals(type)
            || networks.isCompany(asn(body.text(lite ? "/asn" : at + "/asn")), name, domain);
    if (!company) return accessNetwork(name);
    CompanyProfile profile =
        CompanyProfile.builder()
            .name(name)
            .domain(domain)
            .country(body.firstText("/country_code", "/geo/country_code", "/country"))
            .build();
    return profile == null
        ? nothing()
        : Answer.found(
            profile, Confidence.LOW, "IPinfo names this company as the owner of the network.");
  }

  private Answer full(JsonBody body) {
    String network = body.firstText("/asn/name", "/org");
    for (String relay : new String[] {"vpn", "proxy", "tor", "relay", "hosting"}) {
      if (body.isTrue("/privacy/" + relay)) return accessNetwork(network);
    }
    String type = body.text("/company/type");
    if (isAccessNetwork(type)) {
      return accessNetwork(body.firstText("/company/name", "/asn/name", "/org"));
    }
    CompanyProfile profile =
        CompanyProfile.builder()
            .name(body.text("/company/name"))
            .domain(body.text("/company/domain"))
            .country(body.text("/country"))
            .build();
    return profile == null
        ? Answer.notFound("IPinfo knows no company for this address.", network)
        : named(profile, Confidence.MEDIUM);
  }

  /// `AS15169` or `15169`.
  static long asn(@Nullable String text) {
    if (text == null) return 0;
    String digits = text.regionMatches(true, 0, "AS", 0, 2) ? text.substring(2) : text;
    return digits.matches("\\d{1,10}") ? Long.parseLong(digits) : 0;
  }
}
