package dev.tippen.identify;

import dev.tippen.event.Confidence;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Enrich.so, version 1 of its API: `GET /v1/api/ip-to-company-lookup?ip=`. It says "not found"
/// with status 200. Version 3 works in batches of another form and is not spoken here.
final class EnrichSo extends HttpProvider {
  static final URI BASE = URI.create("https://api.enrich.so");

  private final URI base;
  private final String authorization;

  EnrichSo(URI base, String key, HttpCalls calls) {
    super("enrich_so", "Enrich.so", base, calls);
    this.base = base;
    this.authorization = "Bearer " + key;
  }

  @Override
  HttpCalls.Result ask(String address) throws InterruptedException {
    return calls.get(
        uri(base, "/v1/api/ip-to-company-lookup?ip=" + address), "Authorization", authorization);
  }

  @Override
  Answer found(JsonBody body) {
    if (body.isTrue("/error") || body.has("/success") && !body.isTrue("/success")) {
      return error(message(body));
    }
    if (body.isNull("/data")) return nothing();
    if (!body.isTrue("/success") || !body.isObject("/data")) return unreadable();
    Answer answer = named(profile(body), Confidence.MEDIUM);
    int credits = body.integer("/meta/creditsUsed", body.integer("/creditsUsed", -1));
    return credits < 0 ? answer : answer.charged(credits);
  }

  private Answer error(String message) {
    if (message.contains("no company") || message.contains("not found")) return nothing();
    if (message.contains("no record") || message.contains("no data")) return nothing();
    if (speaksOfQuota(message)) return quota();
    if (speaksOfKey(message)) return keyRefused();
    return unreadable();
  }

  private static @Nullable CompanyProfile profile(JsonBody body) {
    return CompanyProfile.builder()
        .name(body.firstText("/data/name", "/data/legalName"))
        .legalName(body.text("/data/legalName"))
        .domain(body.text("/data/domain"))
        .industry(body.firstText("/data/category/industry", "/data/category/industryGroup"))
        .employees(body.text("/data/metrics/employees"))
        .employeesRange(body.text("/data/metrics/employeesRange"))
        .revenue(body.text("/data/metrics/estimatedAnnualRevenue"))
        .country(body.firstText("/data/geo/country", "/data/location"))
        .city(body.text("/data/geo/city"))
        .build();
  }
}
