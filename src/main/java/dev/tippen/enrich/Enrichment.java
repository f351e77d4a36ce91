package dev.tippen.enrich;

import dev.tippen.enrich.agent.Agents;
import dev.tippen.enrich.agent.ClientHints;
import dev.tippen.event.Exclusion;
import dev.tippen.event.TrackedEvent.Company;
import dev.tippen.event.TrackedEvent.CompanySource;
import dev.tippen.event.UrlHost;
import org.jspecify.annotations.Nullable;

/// What an event itself says about who sent it: bounded local work, no look-ups. Safe for all
/// threads.
public final class Enrichment {
  private final Agents agents = new Agents();

  /// `<device> - <browser>`, null if there is no user agent.
  public @Nullable String device(@Nullable String userAgent) {
    return userAgent == null ? null : agents.of(userAgent, ClientHints.NONE).label();
  }

  /// Why the event counts nowhere, null if it counts.
  ///
  /// @param automation whether the browser says that a program drives it
  public @Nullable Exclusion exclusion(@Nullable String userAgent, boolean automation) {
    if (agents.of(userAgent, ClientHints.NONE).isRobot()) return Exclusion.ROBOT;
    return automation ? Exclusion.AUTOMATION : null;
  }

  /// The company that the page named, else the label `<host> Visitor` of the site's own host, which
  /// says honestly that nothing is known; null if there is not even a host.
  public @Nullable Company company(@Nullable String identifiedCompany, @Nullable String url) {
    if (identifiedCompany != null) {
      return new Company(identifiedCompany, CompanySource.IDENTIFIED);
    }
    String host = UrlHost.of(url);
    return host == null
        ? null
        : new Company(UrlHost.withoutWww(host) + " Visitor", CompanySource.FALLBACK);
  }

  /// The time zone stands for the place until a better source is known.
  public @Nullable String location(@Nullable String timezone) {
    return timezone;
  }
}
