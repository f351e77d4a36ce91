package dev.tippen.identify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tippen.domain.PublicSuffixes;
import dev.tippen.enrich.address.IpAddress;
import dev.tippen.enrich.place.AddressDirectory;
import dev.tippen.enrich.place.DeclaredRange;
import dev.tippen.enrich.place.Network;
import dev.tippen.enrich.place.Surroundings;
import dev.tippen.event.ApiKey;
import dev.tippen.event.CompanyDetails;
import dev.tippen.event.CompanySource;
import dev.tippen.event.Confidence;
import dev.tippen.event.EventKind;
import dev.tippen.event.Exclusion;
import dev.tippen.event.TrackedEvent;
import dev.tippen.event.TrackedEvent.Company;
import dev.tippen.event.Treatment;
import dev.tippen.event.UrlHost;
import dev.tippen.store.CommitListener;
import dev.tippen.store.CompanyStore.StoredCompany;
import dev.tippen.store.EventLog;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which company a visitor belongs to. On the path of an event [#of] answers from memory, by the
/// first of these that knows: ranges that the owner declared, what the visitor's page says, what
/// services said about the address, who runs the network; else an honest label. What memory does
/// not know is found out after the event is stored, on a thread of its own, and comes back as an
/// event of ours ([EventKind#COMPANY_FOUND]), so that visitor, live board and history learn it the
/// same way and no crash takes it back.
public final class Identification implements CommitListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Identification.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// Wishes to know more; beyond it a visit stays unknown until the visitor's next page.
  private static final int WAITING_MAX = 10_000;

  /// Events of ours that wait for their commit.
  private static final int APPENDING_MAX = 256;

  /// Mail for everybody: says nothing about a company.
  private static final Set<String> FREE_MAIL =
      Set.of(
          "gmail.com",
          "googlemail.com",
          "outlook.com",
          "hotmail.com",
          "live.com",
          "msn.com",
          "yahoo.com",
          "icloud.com",
          "me.com",
          "aol.com",
          "gmx.de",
          "gmx.net",
          "web.de",
          "t-online.de",
          "proton.me",
          "protonmail.com",
          "mail.ru",
          "yandex.ru",
          "qq.com",
          "163.com",
          "126.com",
          "zoho.com",
          "hey.com",
          "fastmail.com",
          "orange.fr",
          "free.fr",
          "laposte.net");

  private final Companies companies;
  private final Lookups lookups;
  private final AddressDirectory addresses;
  private final MatchRate matchRate;
  private final InstantSource clock;
  private final BlockingQueue<TrackedEvent> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final BlockingQueue<Found> found = new ArrayBlockingQueue<>(WAITING_MAX);
  private final Semaphore appending = new Semaphore(APPENDING_MAX);
  private final LongAdder dropped = new LongAdder();
  private final Thread thread;
  private volatile @Nullable EventLog events;
  private volatile boolean closing;

  private record Found(TrackedEvent event, Claim claim) {}

  /// That somebody belongs to a company, by one source.
  private record Claim(
      String name,
      CompanyDetails details,
      CompanySource source,
      Confidence confidence,
      String why) {}

  /// What is known of an event's company when it comes in.
  ///
  /// @param company null if not even the site is known; of an event that is excluded for the
  ///   company's sake, that one, see [#counted]
  /// @param exclusion why the event counts nowhere, null if it counts
  /// @param askAfterwards whether to hand the event's address on, so that more can be found out
  public record Verdict(
      @Nullable Company company, @Nullable Exclusion exclusion, boolean askAfterwards) {}

  public Identification(
      Companies companies,
      Lookups lookups,
      AddressDirectory addresses,
      MatchRate matchRate,
      InstantSource clock) {
    this.companies = companies;
    this.lookups = lookups;
    this.addresses = addresses;
    this.matchRate = matchRate;
    this.clock = clock;
    thread = Thread.ofPlatform().name("identify").daemon(true).unstarted(this::run);
  }

  /// Starts the thread.
  ///
  /// @param log where events of ours go
  public void start(EventLog log) {
    events = log;
    thread.start();
  }

  /// Never blocks.
  ///
  /// @param surroundings of the client's address
  /// @param mayAskOutside false if the visitor did not consent
  /// @param url of the page, for the label of the unknown
  public Verdict of(
      ApiKey key,
      Surroundings surroundings,
      @Nullable IpAddress address,
      Identity identity,
      boolean mayAskOutside,
      @Nullable String url) {
    DeclaredRange declared = surroundings.declared();
    if (declared != null && declared.kind() != DeclaredRange.Kind.COMPANY) {
      return switch (declared.kind()) {
        case US -> new Verdict(own(declared), Exclusion.OWN, false);
        case IGNORE, COMPANY -> new Verdict(label(url, 0), null, false);
      };
    }
    boolean eligible = address != null && surroundings.publicAddress();
    Object network = address == null ? key : address;
    if (eligible) matchRate.eligible(key.id(), network);
    boolean askOutside = eligible && mayAskOutside && lookups.isOn();
    Claim claim = declared == null ? null : declared(declared);
    if (claim == null) {
      Company said = said(key, identity);
      if (said != null) {
        boolean toList = said.source() == CompanySource.SIGNED && said.id() == 0;
        return new Verdict(said, null, toList);
      }
      if (askOutside && address != null) {
        Resolution known = lookups.cached(address.inetAddress());
        if (known != null) {
          askOutside = lookups.isDue(known);
          claim = lookedUp(known);
        }
      }
      if (claim == null && eligible) claim = network(surroundings.network());
    } else {
      askOutside = false;
    }
    if (claim == null) return new Verdict(label(url, 0), null, askOutside);
    StoredCompany company = companies.known(key.id(), claim.name(), claim.details().domain());
    if (company == null) return new Verdict(label(url, 0), null, true);
    if (eligible) matchRate.found(key.id(), network, claim.source());
    return new Verdict(company(claim, company, url), company.treatment().exclusion(), askOutside);
  }

  /// Whom an event from the owner's own network is excluded for.
  private static Company own(DeclaredRange range) {
    return new Company(
        range.company() != null ? range.company() : range.range(),
        CompanySource.DECLARED,
        0,
        Confidence.HIGH,
        "You declared the network " + range.range() + " as yours.");
  }

  private static @Nullable Claim declared(DeclaredRange range) {
    String name = range.company() != null ? range.company() : range.domain();
    if (name == null) return null;
    return new Claim(
        name,
        ofDomain(range.domain()),
        CompanySource.DECLARED,
        Confidence.HIGH,
        "You declared the network " + range.range() + " as theirs.");
  }

  private static CompanyDetails ofDomain(@Nullable String domain) {
    CompanyDetails details = domain == null ? null : Companies.detailsOfDomain(domain);
    return details == null ? CompanyDetails.NONE : details;
  }

  /// What the page says. Unsigned, it names the company of this visitor and joins no list: anybody
  /// can write it.
  private @Nullable Company said(ApiKey key, Identity identity) {
    boolean signed = identity.isSignedWith(companies.identitySecret(key.id()));
    String domain = companyDomain(identity.domain());
    String name = identity.company() != null ? identity.company() : domain;
    if (name == null) return null;
    if (!signed) {
      return new Company(
          name,
          CompanySource.IDENTIFIED,
          0,
          Confidence.MEDIUM,
          "The visitor's page says so (identify, not signed).");
    }
    StoredCompany company = companies.known(key.id(), name, domain);
    return new Company(
        company == null ? name : company.name(),
        CompanySource.SIGNED,
        company == null ? 0 : company.id(),
        Confidence.HIGH,
        "The visitor is signed in, and your server signed for them.");
  }

  private static @Nullable String companyDomain(@Nullable String domain) {
    String registrable = domain == null ? null : PublicSuffixes.registrableDomain(domain);
    return registrable == null || FREE_MAIL.contains(registrable) ? null : registrable;
  }

  private static @Nullable Claim lookedUp(Resolution resolution) {
    Outcome elected = resolution.elected();
    CompanyProfile profile = elected.profile();
    if (profile == null) return null;
    String registrable =
        profile.domain() == null ? null : PublicSuffixes.registrableDomain(profile.domain());
    return new Claim(
        profile.name(),
        new CompanyDetails(
            registrable,
            profile.industry(),
            profile.employees(),
            profile.employeesRange(),
            profile.revenue(),
            profile.country()),
        elected.source().equals(ReverseDns.SOURCE)
            ? CompanySource.REVERSE_DNS
            : CompanySource.PROVIDER,
        elected.confidence(),
        elected.reason());
  }

  private static @Nullable Claim network(@Nullable Network network) {
    if (network == null || !network.isCompanyEvidence()) return null;
    return new Claim(
        network.organisation(),
        ofDomain(network.domain()),
        CompanySource.NETWORK,
        Confidence.LOW,
        "The network of the address is given to them"
            + (network.asn() == 0 ? "." : " (AS" + network.asn() + ")."));
  }

  /// A company whose name says nothing about the visitor keeps its id under the label of the
  /// unknown, so that the owner can change that back. One that excludes the event is named as the
  /// reason.
  private static @Nullable Company company(
      Claim claim, StoredCompany company, @Nullable String url) {
    if (company.treatment() == Treatment.ISP) return label(url, company.id());
    return new Company(
        company.name(), claim.source(), company.id(), claim.confidence(), claim.why());
  }

  /// The company of an excluded event that is counted after all: nobody's if it came from the
  /// owner's own network, or from a company that still is not shown. May block on the database.
  public @Nullable Company counted(TrackedEvent e) {
    Company c = e.company();
    if (c == null || c.source() == CompanySource.FALLBACK) return c;
    if (c.id() == 0) {
      return c.source() == CompanySource.DECLARED ? label(e.page().url(), 0) : c;
    }
    StoredCompany stored = companies.find(c.id());
    return stored == null || stored.treatment() != Treatment.COMPANY
        ? label(e.page().url(), c.id())
        : new Company(stored.name(), c.source(), stored.id(), c.confidence(), c.why());
  }

  /// `<host> Visitor` of the site's own host says honestly that nothing is known.
  static @Nullable Company label(@Nullable String url, long companyId) {
    String host = UrlHost.of(url);
    return host == null
        ? null
        : new Company(
            UrlHost.withoutWww(host) + " Visitor",
            CompanySource.FALLBACK,
            companyId,
            Confidence.LOW,
            null);
  }

  /// Takes over who is to be asked about. Never blocks.
  @Override
  public void committed(List<Committed> batch) {
    for (Committed c : batch) {
      TrackedEvent e = c.event();
      if (e.address() == null || !isVisit(e.kind())) continue;
      if (!waiting.offer(e)) dropped.increment();
    }
  }

  /// Other kinds follow a visit that was asked about.
  private static boolean isVisit(EventKind kind) {
    return kind == EventKind.PAGE_VIEW || kind == EventKind.CUSTOM || kind == EventKind.IDENTIFY;
  }

  /// Visits that stayed unknown because too much waited.
  public long dropped() {
    return dropped.sum();
  }

  private void run() {
    // Nobody on the path of an event should wait for that.
    PublicSuffixes.load();
    while (!closing) {
      try {
        TrackedEvent next = waiting.poll(10, TimeUnit.MILLISECONDS);
        if (next != null) follow(next);
        for (Found f = found.poll(); f != null; f = found.poll()) tell(f);
      } catch (InterruptedException _) {
        break;
      } catch (RuntimeException e) {
        log.warn("a visitor's company could not be found out: {}", e.getMessage());
      }
    }
  }

  private void follow(TrackedEvent e) {
    InetAddress address = e.address();
    if (address == null) return;
    Company said = e.company();
    if (said != null && said.source() == CompanySource.SIGNED) {
      tell(new Found(e, signed(e, said)));
      return;
    }
    Surroundings surroundings = addresses.of(IpAddress.ofSocket(address.getHostAddress()));
    DeclaredRange declared = surroundings.declared();
    Claim claim = declared == null ? null : declared(declared);
    if (claim == null) claim = network(surroundings.network());
    boolean toldAlready = said != null && said.id() != 0;
    if (claim != null && !toldAlready) tell(new Found(e, claim));
    boolean declaredClaim = claim != null && claim.source() == CompanySource.DECLARED;
    if (declaredClaim || !lookups.isOn()) return;
    lookups.request(
        address,
        resolution -> {
          Claim answer = lookedUp(resolution);
          if (answer != null && !found.offer(new Found(e, answer))) dropped.increment();
        });
  }

  private static Object ipAddress(InetAddress address) {
    IpAddress parsed = IpAddress.ofSocket(address.getHostAddress());
    return parsed == null ? address : parsed;
  }

  private static Claim signed(TrackedEvent e, Company said) {
    String domain = null;
    if (e.detailsJson() != null) {
      try {
        JsonNode node = MAPPER.readTree(e.detailsJson()).path("identity").path("domain");
        if (node.isTextual()) domain = companyDomain(node.asText());
      } catch (JsonProcessingException ex) {
        throw new IllegalStateException("details that we wrote ourselves can't be read", ex);
      }
    }
    return new Claim(
        said.name(),
        ofDomain(domain),
        CompanySource.SIGNED,
        Confidence.HIGH,
        said.why() == null ? "" : said.why());
  }

  /// Puts the company into the site's list and tells of it.
  private void tell(Found f) {
    TrackedEvent e = f.event;
    Claim claim = f.claim;
    StoredCompany company = companies.ensure(e.key().id(), claim.name(), claim.details());
    if (e.address() != null) {
      matchRate.found(e.key().id(), ipAddress(e.address()), claim.source());
    }
    if (company.treatment() != Treatment.COMPANY) return;
    append(
        TrackedEvent.ofCompany(
            e.key(),
            e.visitorId(),
            EventKind.COMPANY_FOUND,
            clock.millis(),
            new Company(
                company.name(), claim.source(), company.id(), claim.confidence(), claim.why())));
  }

  /// Waits while too many are under way. A refusal is no loss: the visitor's next page asks again.
  public void append(TrackedEvent event) {
    EventLog log = events;
    if (log == null) return;
    appending.acquireUninterruptibly();
    log.append(event, Runnable::run, result -> appending.release());
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
