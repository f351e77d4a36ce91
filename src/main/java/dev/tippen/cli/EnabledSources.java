package dev.tippen.cli;

import dev.tippen.config.Config;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The sources of companies that are switched on, with the price of a call.
///
/// @param creditsPerCall by name of the source
record EnabledSources(Map<String, Integer> creditsPerCall) {

  static EnabledSources of(Config.Identify c) {
    Map<String, Integer> credits = new LinkedHashMap<>();
    if (c.clearbit().enabled()) credits.put("clearbit", c.clearbit().allowance().creditsPerCall());
    if (c.enrichSo().enabled()) credits.put("enrich_so", c.enrichSo().allowance().creditsPerCall());
    if (c.snitcher().enabled()) credits.put("snitcher", c.snitcher().allowance().creditsPerCall());
    if (c.ipinfo().enabled()) credits.put("ipinfo", c.ipinfo().allowance().creditsPerCall());
    if (c.generic().enabled()) credits.put("generic", c.generic().allowance().creditsPerCall());
    if (c.reverseDns().enabled()) {
      credits.put("reverse_dns", c.reverseDns().allowance().creditsPerCall());
    }
    return new EnabledSources(credits);
  }

  /// What asking all of them about one address costs.
  long creditsPerAddress() {
    return creditsPerCall.values().stream().mapToLong(Integer::longValue).sum();
  }

  String describe() {
    return creditsPerCall.isEmpty() ? "none" : String.join(", ", creditsPerCall.keySet());
  }

  /// The price of so many addresses, such as `clearbit 12, reverse_dns 0`.
  String price(int addresses) {
    return creditsPerCall.entrySet().stream()
        .map(e -> e.getKey() + " " + (long) e.getValue() * addresses)
        .collect(Collectors.joining(", "));
  }
}
