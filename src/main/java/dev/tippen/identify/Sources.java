package dev.tippen.identify;

import dev.tippen.config.Config;
import dev.tippen.config.Secret;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sources that the configuration enables.
public final class Sources {
  private static final Logger log = LoggerFactory.getLogger(Sources.class);

  private final Config.Identify config;
  private final NetworkNames networks;
  private final Supplier<HttpCalls> calls;

  private Sources(Config.Identify config, NetworkNames networks, InstantSource clock) {
    this.config = config;
    this.networks = networks;
    this.calls = () -> new HttpCalls(config.connectTimeoutMs(), config.callTimeoutMs(), clock);
  }

  /// In the order of asking; empty where nobody may be asked.
  ///
  /// @param networks decides whether the owner of a network may be taken for a company
  public static List<Source> of(
      Config.Identify config, NetworkNames networks, InstantSource clock) {
    Sources sources = new Sources(config, networks, clock);
    List<String> names = new ArrayList<>(config.order());
    for (String name : Config.Identify.SOURCES) if (!names.contains(name)) names.add(name);
    List<Source> made = new ArrayList<>();
    for (String name : names) {
      Source source = sources.source(name);
      if (source != null) made.add(source);
    }
    return made;
  }

  private @Nullable Source source(String name) {
    return switch (name) {
      case "clearbit" -> api(config.clearbit(), Clearbit.BASE, Clearbit::new);
      case "enrichSo" -> api(config.enrichSo(), EnrichSo.BASE, EnrichSo::new);
      case "snitcher" -> api(config.snitcher(), Snitcher.BASE, Snitcher::new);
      case "ipinfo" -> ipinfo(config.ipinfo());
      case "generic" -> generic(config.generic());
      case "reverseDns" -> reverseDns(config.reverseDns());
      default -> throw new IllegalArgumentException(name);
    };
  }

  private interface Maker {
    Provider make(URI base, String key, HttpCalls calls);
  }

  private @Nullable Source api(Config.Identify.Api c, URI vendor, Maker maker) {
    if (!c.enabled()) return null;
    URI base = base(c.baseUrl(), vendor);
    return source(maker.make(base, key(c.key()), calls.get()), c.allowance());
  }

  private @Nullable Source ipinfo(Config.Identify.IpInfo c) {
    if (!c.enabled()) return null;
    IpInfo.Edition edition = IpInfo.Edition.of(c.edition());
    URI base = base(c.baseUrl(), edition.base());
    return source(new IpInfo(base, edition, key(c.key()), networks, calls.get()), c.allowance());
  }

  private @Nullable Source generic(Config.Identify.Generic c) {
    String url = c.url();
    if (!c.enabled() || url == null) return null;
    GenericJson.Form form =
        new GenericJson.Form(
            url,
            c.headerName(),
            c.headerValue(),
            c.name(),
            c.domain(),
            c.industry(),
            c.employees(),
            c.country(),
            c.prefix(),
            c.notFoundStatus(),
            c.notFound());
    GenericJson provider = new GenericJson(form, key(c.key()), calls.get());
    warnIfPlain(URI.create(url.replace("{ip}", "0").replace("{key}", "0")));
    return source(provider, c.allowance());
  }

  private @Nullable Source reverseDns(Config.Identify.ReverseDns c) {
    if (!c.enabled()) return null;
    return source(new ReverseDns(c.servers(), config.callTimeoutMs()), c.allowance());
  }

  private static Source source(Provider provider, Config.Identify.Allowance a) {
    return new Source(
        provider,
        new Allowance(
            a.creditsPerCall(),
            a.dailyMaxCredits(),
            a.monthlyMaxCredits(),
            a.callsPerMinuteMax(),
            a.concurrentMax()));
  }

  private static String key(@Nullable Secret key) {
    return key == null ? "" : key.reveal();
  }

  private static URI base(@Nullable String given, URI vendor) {
    URI base = given == null ? vendor : URI.create(given);
    warnIfPlain(base);
    return base;
  }

  private static void warnIfPlain(URI uri) {
    String host = uri.getHost();
    boolean here = "localhost".equals(host) || host.startsWith("127.") || host.equals("[::1]");
    if ("http".equals(uri.getScheme()) && !here) {
      log.warn("addresses and the key go to {} without encryption", host);
    }
  }
}
