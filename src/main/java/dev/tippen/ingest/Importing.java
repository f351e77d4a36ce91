package dev.tippen.ingest;

import dev.tippen.enrich.Enrichment;
import dev.tippen.enrich.agent.Agent;
import dev.tippen.enrich.agent.ClientHints;
import dev.tippen.enrich.place.Place;
import dev.tippen.enrich.place.Places;
import dev.tippen.enrich.place.Surroundings;
import dev.tippen.enrich.source.Source;
import dev.tippen.event.ApiKey;
import dev.tippen.event.CleanText;
import dev.tippen.event.CompanyDetails;
import dev.tippen.event.CompanySource;
import dev.tippen.event.Confidence;
import dev.tippen.event.DeviceClass;
import dev.tippen.event.EventKind;
import dev.tippen.event.Facts;
import dev.tippen.event.Facts.Campaign;
import dev.tippen.event.Mark;
import dev.tippen.event.PlaceSource;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.event.TrackedEvent;
import dev.tippen.event.TrackedEvent.Client;
import dev.tippen.event.TrackedEvent.Company;
import dev.tippen.event.TrackedEvent.Engagement;
import dev.tippen.event.TrackedEvent.Page;
import dev.tippen.event.Treatment;
import dev.tippen.event.UrlHost;
import dev.tippen.identify.Companies;
import dev.tippen.imports.ImportDecoder;
import dev.tippen.imports.ImportLine;
import dev.tippen.imports.ImportLine.ClientFields;
import dev.tippen.imports.ImportLine.CompanyFields;
import dev.tippen.imports.ImportLine.PlaceFields;
import dev.tippen.imports.ImportLine.WayFields;
import dev.tippen.imports.ImportSummary;
import dev.tippen.imports.SkipReason;
import dev.tippen.store.CompanyStore.StoredCompany;
import dev.tippen.store.Fingerprint;
import dev.tippen.store.ImportStore;
import dev.tippen.store.ImportStore.Row;
import dev.tippen.store.StoreException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The path of what an owner brings from files: decode, enrich, put companies into the site's list,
/// store with the place in the file. It shares the rules of live events, and none of what makes
/// them live: no rate limits, no usage of the key, no boards, nobody outside is asked. Safe for all
/// threads; calls block, use a platform thread.
public final class Importing {
  private static final Logger log = LoggerFactory.getLogger(Importing.class);

  /// In one batch.
  public static final int LINES_MAX = 500;

  /// Batches that are stored at once: each makes live events wait for some milliseconds.
  private static final int AT_A_TIME = 2;

  private static final int NAME_MAX_CHARS = 200;
  private static final int FINGERPRINT_MAX_CHARS = 100;
  private static final int KIND_MAX_CHARS = 16;
  private static final String COMPANY_UNKNOWN = "Unknown Company";
  private static final String LABEL_END = " Visitor";
  private static final DateTimeFormatter SQL_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final Enrichment enrichment;
  private final Companies companies;
  private final ImportStore store;
  private final ImportDecoder decoder;
  private final Semaphore running = new Semaphore(AT_A_TIME);
  private final LongAdder counted = new LongAdder();

  public Importing(
      Enrichment enrichment, Companies companies, ImportStore store, InstantSource clock) {
    this.enrichment = enrichment;
    this.companies = companies;
    this.store = store;
    decoder = new ImportDecoder(clock);
  }

  /// What a batch says of itself.
  ///
  /// @param fingerprint of the file that the lines are of, null if they are of none
  /// @param fromRow how many rows of the file come before
  /// @param last whether the file ends with these lines
  public record Excerpt(
      @Nullable String kind,
      @Nullable String name,
      @Nullable String fingerprint,
      long fromRow,
      boolean last) {}

  /// Rows that were counted since the start.
  public long counted() {
    return counted.sum();
  }

  /// Stores lines of the import form, all or nothing.
  ///
  /// @param body lines, each ended by a line feed; empty ones are none
  public ImportOutcome take(ApiKey key, Excerpt part, byte[] body) {
    Refusal wrong = wrong(part);
    if (wrong != null) return new ImportOutcome.Refused(wrong);
    if (!running.tryAcquire()) return refused(Problem.STORE_BUSY);
    try {
      return stored(key, part, body);
    } catch (ImportStore.OutOfStep e) {
      return new ImportOutcome.Refused(
          Refusal.of(Problem.IMPORT_OUT_OF_STEP, "This import goes on after row " + e.rowsDone()));
    } catch (ImportStore.Finished _) {
      return refused(Problem.IMPORT_FINISHED);
    } catch (RejectedExecutionException _) {
      return refused(Problem.STORE_BUSY);
    } catch (StoreException e) {
      log.warn("rows of an import were not stored: {}", e.getMessage());
      return refused(Problem.STORE_FAILED);
    } finally {
      running.release();
    }
  }

  private static ImportOutcome refused(Problem problem) {
    return new ImportOutcome.Refused(Refusal.of(problem));
  }

  private static @Nullable Refusal wrong(Excerpt part) {
    String fingerprint = part.fingerprint;
    if (fingerprint == null) return null;
    String kind = part.kind;
    String name = part.name;
    if (fingerprint.length() > FINGERPRINT_MAX_CHARS
        || kind == null
        || kind.length() > KIND_MAX_CHARS
        || name == null
        || name.length() > NAME_MAX_CHARS
        || part.fromRow < 0) {
      return Refusal.of(
          Problem.FIELD_INVALID,
          "An import of a file needs fingerprint (100), kind (16), name (200) and from");
    }
    return null;
  }

  private ImportOutcome stored(ApiKey key, Excerpt part, byte[] body) {
    List<Row> rows = new ArrayList<>();
    String name = part.name == null ? "a program" : CleanText.clean(part.name);
    boolean days = part.fingerprint != null;
    for (int from = 0; from < body.length; ) {
      int to = from;
      while (to < body.length && body[to] != '\n') to++;
      if (!isBlank(body, from, to)) {
        if (rows.size() == LINES_MAX) {
          return new ImportOutcome.Refused(
              Refusal.of(Problem.BATCH_TOO_LONG, "At most " + LINES_MAX + " lines at once"));
        }
        Row row = row(key, decoder.decode(body, from, to - from), name);
        // Without a file nobody could tell whether a day came before.
        if (row instanceof Row.Day && !days) row = skipped(SkipReason.TYPE_UNKNOWN);
        rows.add(row);
      }
      from = to + 1;
    }
    String fingerprint = part.fingerprint;
    ImportStore.Source source =
        fingerprint == null
            ? null
            : new ImportStore.Source(String.valueOf(part.kind), name, fingerprint);
    ImportStore.Written written =
        store.write(new ImportStore.Batch(key, source, part.fromRow, rows, part.last));
    List<ImportOutcome.Line> lines = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      String reason = rows.get(i) instanceof Row.Skipped(var why) ? why : null;
      lines.add(new ImportOutcome.Line(written.ends().get(i), reason));
      if (written.ends().get(i) == ImportStore.End.COUNTED) counted.increment();
    }
    return new ImportOutcome.Stored(lines, written.state());
  }

  private static boolean isBlank(byte[] body, int from, int to) {
    for (int i = from; i < to; i++) if (body[i] != ' ' && body[i] != '\r') return false;
    return true;
  }

  private static Row skipped(SkipReason reason) {
    return new Row.Skipped(reason.text());
  }

  private Row row(ApiKey key, ImportLine line, String file) {
    return switch (line) {
      case ImportLine.Skipped(var reason) -> skipped(reason);
      case ImportLine.Event e -> event(key, e, file);
      case ImportLine.Visitor v -> visitor(key, v, file);
      case ImportLine.Day d -> day(d);
      case ImportLine.Call c -> call(c);
    };
  }

  private Row event(ApiKey key, ImportLine.Event e, String file) {
    ClientFields c = e.client();
    Agent agent = enrichment.agent(c.userAgent(), ClientHints.NONE);
    if (agent.isRobot()) return skipped(SkipReason.ROBOT);
    Known company = company(key, e.company(), file);
    if (company.excluded) return skipped(SkipReason.COMPANY_EXCLUDED);
    EventKind kind = EventKind.of(e.name());
    Facts.Place place = place(e.place(), c.timezone());
    Facts.Arrival arrival = null;
    int marks = Mark.IMPORTED.bit();
    if (kind == EventKind.PAGE_VIEW) {
      Source found = way(key, e);
      if (found != null && found.spam()) marks |= Mark.SPAM_REFERRER.bit();
      arrival = found == null ? given(e.way()) : found.facts();
    }
    Facts facts = new Facts(device(c, agent), place, arrival, null, marks);
    boolean counts = e.engagedMs() > 0 || e.scrollPct() > 0;
    TrackedEvent event =
        new TrackedEvent(
            key,
            e.visitorId(),
            e.name(),
            kind,
            e.timeMs(),
            e.timeMs(),
            // The import itself knows what it has stored: the memory of ids is for live events.
            null,
            0,
            null,
            website(e, kind),
            new Page(e.page().url(), e.page().title(), e.page().referrer()),
            new Client(
                c.userAgent(), label(c, agent), c.screen(), c.language(), c.timezone(), null),
            company.company != null ? company.company : unknown(e.page().url()),
            location(e.place(), place, c.timezone()),
            counts ? new Engagement(1, e.engagedMs(), e.scrollPct()) : null,
            null,
            e.detailsJson(),
            null,
            facts,
            null);
    String id = e.eventId();
    long ownId =
        id == null ? 0 : Fingerprint.of(key.id(), e.visitorId(), id + "@" + e.timeMs()).hash();
    return new Row.Event(event, ImportSummary.kind(e), ownId);
  }

  private Row visitor(ApiKey key, ImportLine.Visitor v, String file) {
    Known company = company(key, v.company(), file);
    if (company.excluded) return skipped(SkipReason.COMPANY_EXCLUDED);
    CompanyFields named = v.company();
    Company shown = company.company;
    if (named != null && isLabel(named.name()) && !named.name().equals(COMPANY_UNKNOWN)) {
      shown = new Company(named.name(), CompanySource.FALLBACK);
    }
    TrackedEvent event =
        new TrackedEvent(
            key,
            v.visitorId(),
            EventKind.VISITOR_IMPORTED.name().toLowerCase(Locale.ROOT),
            EventKind.VISITOR_IMPORTED,
            v.sums().lastSeenMs(),
            v.sums().firstSeenMs(),
            null,
            0,
            null,
            v.website(),
            new Page(null, null, null),
            new Client(null, v.device(), null, null, null, null),
            shown,
            v.location(),
            null,
            null,
            v.sums().json(),
            null,
            new Facts(null, null, null, null, Mark.IMPORTED.bit()),
            null);
    long ownId = Fingerprint.of(key.id(), v.visitorId(), "visitor:" + v.rowId()).hash();
    return new Row.Event(event, "visitor", ownId);
  }

  private static Row day(ImportLine.Day d) {
    return new Row.Day(
        d.day(),
        d.values(),
        new ImportStore.Figures(
            d.visitors(), d.visits(), d.pageViews(), d.bounces(), d.visitSeconds(), d.events()));
  }

  private static Row call(ImportLine.Call c) {
    return new Row.Call(
        c.visitorId(),
        c.sessionId(),
        c.company(),
        c.visitorRole(),
        c.status(),
        SQL_TIME.format(Instant.ofEpochMilli(c.invitedMs())),
        time(c.connectedMs()),
        time(c.endedMs()),
        c.durationSeconds(),
        c.connectionSeconds(),
        c.qualified(),
        c.leadScore(),
        c.leadQuality(),
        c.notes());
  }

  private static @Nullable String time(@Nullable Long ms) {
    return ms == null ? null : SQL_TIME.format(Instant.ofEpochMilli(ms));
  }

  /// @param company null if only a label or nothing is known
  private record Known(@Nullable Company company, boolean excluded) {
    static final Known NOTHING = new Known(null, false);
  }

  private Known company(ApiKey key, @Nullable CompanyFields named, String file) {
    if (named == null || isLabel(named.name())) return Known.NOTHING;
    CompanyDetails details = CompanyDetails.NONE;
    if (named.domain() != null) {
      CompanyDetails ofDomain = Companies.detailsOfDomain(named.domain());
      if (ofDomain != null) details = ofDomain;
    }
    StoredCompany stored = companies.known(key.id(), named.name(), details.domain());
    if (stored == null) stored = companies.ensure(key.id(), named.name(), details);
    if (stored.treatment().exclusion() != null) return new Known(null, true);
    // A provider's name says nothing about a visitor.
    if (stored.treatment() != Treatment.COMPANY) return Known.NOTHING;
    return new Known(
        new Company(
            stored.name(),
            CompanySource.IMPORTED,
            stored.id(),
            Confidence.MEDIUM,
            "Imported from " + file + "."),
        false);
  }

  /// What stands in the place of an unknown company: `example.com Visitor`.
  private static boolean isLabel(String name) {
    if (name.equals(COMPANY_UNKNOWN)) return true;
    if (!name.endsWith(LABEL_END)) return false;
    String host = name.substring(0, name.length() - LABEL_END.length());
    return host.indexOf(' ') < 0 && (host.indexOf('.') > 0 || host.startsWith("localhost"));
  }

  private static @Nullable Company unknown(@Nullable String url) {
    String host = UrlHost.of(url);
    return host == null
        ? null
        : new Company(UrlHost.withoutWww(host) + LABEL_END, CompanySource.FALLBACK);
  }

  private static @Nullable String website(ImportLine.Event e, EventKind kind) {
    if (e.page().website() != null) return e.page().website();
    return kind == EventKind.PAGE_VIEW ? UrlHost.of(e.page().url()) : null;
  }

  /// @return null if the line says it itself
  private @Nullable Source way(ApiKey key, ImportLine.Event e) {
    WayFields way = e.way();
    if (way != null && way.channel() != null) return null;
    String url = e.page().url();
    Campaign campaign = way == null ? null : way.campaign();
    if (campaign != null) url = tagged(url == null ? "/" : url, campaign);
    return enrichment.source(key, url, e.page().referrer());
  }

  private static Facts.@Nullable Arrival given(@Nullable WayFields way) {
    if (way == null || way.channel() == null) return null;
    Campaign campaign = way.campaign();
    return new Facts.Arrival(
        way.channel(), way.source(), campaign == null ? Campaign.NONE : campaign);
  }

  /// The address as it was before its tags were taken out of it.
  private static String tagged(String url, Campaign campaign) {
    Map<String, @Nullable String> tags = new HashMap<>();
    tags.put("utm_source", campaign.source());
    tags.put("utm_medium", campaign.medium());
    tags.put("utm_campaign", campaign.name());
    tags.put("utm_term", campaign.term());
    tags.put("utm_content", campaign.content());
    int hash = url.indexOf('#');
    StringBuilder all = new StringBuilder(hash < 0 ? url : url.substring(0, hash));
    tags.forEach((name, value) -> {
      if (value == null || all.indexOf(name + "=") >= 0) return;
      all.append(all.indexOf("?") < 0 ? '?' : '&').append(name).append('=');
      all.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    });
    return all.toString();
  }

  private static Facts.@Nullable Device device(ClientFields c, Agent agent) {
    DeviceClass form = c.deviceClass();
    boolean told = form != null && form != DeviceClass.UNKNOWN;
    if (c.browser() == null && c.system() == null && !told) return agent.facts();
    return new Facts.Device(
        c.browser() == null ? Agent.UNKNOWN : c.browser(),
        c.browserVersion(),
        c.system() == null ? Agent.UNKNOWN : c.system(),
        c.systemVersion(),
        form == null ? DeviceClass.UNKNOWN : form);
  }

  /// In the form of the published column `last_role`.
  private static @Nullable String label(ClientFields c, Agent agent) {
    if (c.userAgent() != null) return agent.label();
    if (c.browser() == null && c.system() == null) return null;
    String system = c.system() == null ? "" : c.system();
    boolean tablet = c.deviceClass() == DeviceClass.TABLET;
    String device =
        switch (system) {
          case "iOS" -> tablet ? "iPad" : "iPhone";
          case "iPadOS" -> "iPad";
          case "macOS" -> "Mac";
          case "Android", "Windows", "Linux" -> system;
          default -> "Unknown Device";
        };
    String browser = c.browser() == null ? "" : c.browser();
    return device
        + " - "
        + switch (browser) {
          case "Edge", "Firefox", "Chrome", "Safari" -> browser;
          default -> "Unknown Browser";
        };
  }

  private Facts.@Nullable Place place(PlaceFields p, @Nullable String timezone) {
    String country = p.country();
    if (country != null)
      return new Facts.Place(country, p.region(), p.city(), PlaceSource.IMPORTED);
    Place byClock = enrichment.place(Surroundings.NONE, null, timezone);
    return byClock == null ? null : byClock.facts();
  }

  private static @Nullable String location(
      PlaceFields p, Facts.@Nullable Place place, @Nullable String timezone) {
    if (p.location() != null) return p.location();
    if (place == null || place.source() == PlaceSource.TIMEZONE) return timezone;
    String country = Locale.of("", place.countryCode()).getDisplayCountry(Locale.ENGLISH);
    return Places.text(
        new Place(place.countryCode(), country, place.region(), place.city(), place.source()),
        timezone);
  }
}
