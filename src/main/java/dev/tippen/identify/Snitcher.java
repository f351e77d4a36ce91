package dev.tippen.identify;

import dev.tippen.event.Confidence;
import java.net.URI;

/// Snitcher's IP2Company: `POST /company/find?ip=` with an empty body.
final class Snitcher extends HttpProvider {
  static final URI BASE = URI.create("https://api.snitcher.com");

  private final URI base;
  private final String authorization;

  Snitcher(URI base, String key, HttpCalls calls) {
    super("snitcher", "Snitcher", base, calls);
    this.base = base;
    this.authorization = "Bearer " + key;
  }

  @Override
  HttpCalls.Result ask(String address) throws InterruptedException {
    return calls.post(uri(base, "/company/find?ip=" + address), "Authorization", authorization);
  }

  @Override
  Answer found(JsonBody body) {
    if (isAccessNetwork(body.text("/type"))) {
      return accessNetwork(body.firstText("/company/name", "/domain"));
    }
    if (!body.isObject("/company") && !body.has("/ip") && !body.has("/domain")) return unreadable();
    CompanyProfile profile =
        CompanyProfile.builder()
            .name(body.text("/company/name"))
            .domain(body.firstText("/company/domain", "/domain", "/company/website"))
            .industry(body.text("/company/industry"))
            .employees(body.text("/company/employees"))
            .employeesRange(body.text("/company/employee_range"))
            .revenue(body.text("/company/annual_revenue"))
            .country(body.firstText("/company/geo/country", "/company/country"))
            .city(body.firstText("/company/geo/city", "/company/city"))
            .build();
    return named(profile, body.isTrue("/fuzzy") ? Confidence.LOW : Confidence.MEDIUM);
  }

  /// The vendor's code for spent credits; a refused key has the same one and another message.
  @Override
  Answer forbidden(String message) {
    return speaksOfKey(message) && !speaksOfQuota(message) ? keyRefused() : quota();
  }
}
