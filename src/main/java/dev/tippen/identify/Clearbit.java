package dev.tippen.identify;

import dev.tippen.event.Confidence;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Clearbit Reveal, and whoever answers in its form: `GET /v1/companies/find?ip=` with a Bearer
/// key.
final class Clearbit extends HttpProvider {
  static final URI BASE = URI.create("https://reveal.clearbit.com");

  private final URI base;
  private final String authorization;

  Clearbit(URI base, String key, HttpCalls calls) {
    super("clearbit", "Clearbit", base, calls);
    this.base = base;
    this.authorization = "Bearer " + key;
  }

  @Override
  HttpCalls.Result ask(String address) throws InterruptedException {
    return calls.get(uri(base, "/v1/companies/find?ip=" + address), "Authorization", authorization);
  }

  @Override
  Answer found(JsonBody body) {
    if (!body.has("/company") && !body.has("/domain") && !body.has("/type")) return unreadable();
    if (isAccessNetwork(body.text("/type"))) {
      return accessNetwork(body.firstText("/company/name", "/domain"));
    }
    return named(profile(body), confidence(body));
  }

  static @Nullable CompanyProfile profile(JsonBody body) {
    return CompanyProfile.builder()
        .name(body.text("/company/name"))
        .legalName(body.text("/company/legalName"))
        .domain(body.firstText("/company/domain", "/domain"))
        .industry(body.firstText("/company/category/industry", "/company/category/sector"))
        .employees(body.text("/company/metrics/employees"))
        .employeesRange(body.text("/company/metrics/employeesRange"))
        .revenue(
            body.firstText(
                "/company/metrics/estimatedAnnualRevenue", "/company/metrics/annualRevenue"))
        .country(body.firstText("/company/geo/country", "/company/geo/countryCode"))
        .city(body.text("/company/geo/city"))
        .build();
  }

  /// Without a stated score the middle step; a fuzzy match is never more than a guess.
  static Confidence confidence(JsonBody body) {
    if (body.isTrue("/fuzzy")) return Confidence.LOW;
    String score = body.text("/confidenceScore");
    if (score == null) return Confidence.MEDIUM;
    return switch (score.toLowerCase(Locale.ROOT).replace('_', ' ').strip()) {
      case "very high", "high" -> Confidence.HIGH;
      case "low", "very low" -> Confidence.LOW;
      default -> Confidence.MEDIUM;
    };
  }
}
