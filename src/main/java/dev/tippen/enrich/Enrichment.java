package dev.tippen.enrich;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tippen.enrich.address.IpAddress;
import dev.tippen.enrich.agent.Agent;
import dev.tippen.enrich.agent.Agents;
import dev.tippen.enrich.agent.ClientHints;
import dev.tippen.enrich.place.AddressDirectory;
import dev.tippen.enrich.place.Network;
import dev.tippen.enrich.place.Place;
import dev.tippen.enrich.place.Surroundings;
import dev.tippen.enrich.source.OwnHosts;
import dev.tippen.enrich.source.OwnerRules;
import dev.tippen.enrich.source.Source;
import dev.tippen.enrich.source.Sources;
import dev.tippen.event.ApiKey;
import dev.tippen.event.EventKind;
import dev.tippen.event.Exclusion;
import dev.tippen.event.Facts;
import dev.tippen.event.Mark;
import dev.tippen.event.NetworkClass;
import dev.tippen.event.TrackedEvent;
import dev.tippen.event.UrlHost;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an event itself says of who sent it, from where and how they came: bounded local work in
/// memory, no call that waits. Safe for all threads.
public final class Enrichment {
  private static final int SITES_MAX = 10_000;

  /// So long until a change of a site's hosts is followed.
  private static final Duration SITE_TTL = Duration.ofSeconds(10);

  private final Agents agents = new Agents();
  private final Sources sources = new Sources();
  private final VisitRates rates = new VisitRates();
  private final Cache<Integer, OwnHosts> hostsBySite =
      Caffeine.newBuilder().maximumSize(SITES_MAX).expireAfterWrite(SITE_TTL).build();
  private final AddressDirectory addresses;
  private final OwnerRules sourceRules;
  private final InstantSource clock;

  /// @param sourceRules the owner's, ahead of the list of sources
  public Enrichment(AddressDirectory addresses, OwnerRules sourceRules, InstantSource clock) {
    this.addresses = addresses;
    this.sourceRules = sourceRules;
    this.clock = clock;
  }

  public Agent agent(@Nullable String userAgent, ClientHints hints) {
    return agents.of(userAgent, hints);
  }

  /// What the owner's files know of an address.
  public Surroundings surroundings(@Nullable IpAddress address) {
    return addresses.of(address);
  }

  /// Where the visitor is.
  ///
  /// @param country from a trusted proxy only
  /// @param timezone IANA name, as the browser sent it
  public @Nullable Place place(
      Surroundings around, @Nullable String country, @Nullable String timezone) {
    return addresses.places().of(around, country, timezone);
  }

  /// Why the event counts nowhere, null if it counts.
  ///
  /// @param automation whether the browser says that a program drives it
  public static @Nullable Exclusion exclusion(Agent agent, boolean automation) {
    if (agent.isRobot()) return Exclusion.ROBOT;
    return automation ? Exclusion.AUTOMATION : null;
  }

  /// Everything that was found out, in the form that is stored.
  public Facts facts(
      ApiKey key,
      String visitorId,
      EventKind kind,
      Agent agent,
      Surroundings around,
      @Nullable Place place,
      @Nullable String url,
      @Nullable String referrer) {
    Source source =
        kind == EventKind.PAGE_VIEW ? sources.of(url, referrer, hosts(key), sourceRules) : null;
    Network network = around.network();
    int marks = 0;
    if (network != null) {
      if (network.networkClass() == NetworkClass.HOSTING) marks |= Mark.HOSTING.bit();
      if (network.networkClass() == NetworkClass.PROXY) marks |= Mark.PROXY.bit();
    }
    if (source != null) {
      if (source.spam()) marks |= Mark.SPAM_REFERRER.bit();
      if (rates.isTooFast(key.id(), visitorId, clock.millis())) marks |= Mark.RATE.bit();
    }
    return new Facts(
        agent.facts(),
        place == null ? null : place.facts(),
        source == null ? null : source.facts(),
        network == null ? null : network.facts(),
        marks);
  }

  /// What led somebody to a page of the site, for an event that is not of now.
  public Source source(ApiKey key, @Nullable String url, @Nullable String referrer) {
    return sources.of(url, referrer, hosts(key), sourceRules);
  }

  /// The site's own hosts beside that of the page.
  private OwnHosts hosts(ApiKey key) {
    return Objects.requireNonNull(
        hostsBySite.get(
            key.id(),
            k ->
                OwnHosts.of(
                    Stream.concat(
                            Stream.ofNullable(key.website()),
                            key.origins().stream().map(UrlHost::of).filter(Objects::nonNull))
                        .distinct()
                        .limit(OwnHosts.MAX_HOSTS)
                        .toList())));
  }

  /// Name of the robot, company or own network for which an event is excluded, null if there is
  /// none.
  public @Nullable String excludedName(TrackedEvent e) {
    return switch (Objects.requireNonNull(e.exclusion())) {
      case ROBOT -> robotName(e.client().userAgent());
      case OWN, BLOCKED -> e.company() == null ? null : e.company().name();
      case GPC, DNT, AUTOMATION -> null;
    };
  }

  private @Nullable String robotName(@Nullable String userAgent) {
    Agent agent = agents.of(userAgent, ClientHints.NONE);
    return agent.robot() == null ? null : agent.robot().name();
  }
}
