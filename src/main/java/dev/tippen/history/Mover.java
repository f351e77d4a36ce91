package dev.tippen.history;

import dev.tippen.event.ApiKey;
import dev.tippen.event.CompanySource;
import dev.tippen.event.EventKind;
import dev.tippen.event.Facts;
import dev.tippen.event.Facts.Campaign;
import dev.tippen.event.TrackedEvent;
import dev.tippen.history.HistoryEvent.Arrival;
import dev.tippen.history.HistoryEvent.Company;
import dev.tippen.history.HistoryEvent.Traits;
import dev.tippen.history.HistoryTables.Learned;
import dev.tippen.store.HistorySource;
import dev.tippen.store.HistorySource.Visitor;
import dev.tippen.store.HistorySource.VisitorName;
import dev.tippen.store.SpoolReads.Logged;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Moves committed events from the log into the history, each exactly once: a batch and the place
/// in the log that it reaches are one transaction of the history, so that whatever a crash leaves,
/// the next batch begins where the last one ended. The log forgets a batch only when the history
/// has put it into its file twice over: a history whose own log is damaged can be brought up to
/// date again. Owned by one thread.
final class Mover {
  static final int BATCH_EVENTS = 5_000;

  private final HistorySource source;
  private final HistoryTables tables;
  private final Engine engine;
  private final IntFunction<@Nullable ApiKey> keys;
  private final InstantSource clock;
  private final long keptMs;
  private long checkpointedTo;
  private long safeTo;

  /// @param keptMs how long the log keeps what is moved, for those who look at what happened lately
  Mover(
      HistorySource source,
      Engine engine,
      IntFunction<@Nullable ApiKey> keys,
      InstantSource clock,
      long keptMs)
      throws SQLException {
    this.source = source;
    this.engine = engine;
    this.keys = keys;
    this.clock = clock;
    this.keptMs = keptMs;
    tables = new HistoryTables(engine);
  }

  HistoryTables tables() {
    return tables;
  }

  /// Moves what is there, at most one batch.
  ///
  /// @return whether it was a full one, so that there may be more; whoever comes back for each
  ///   single event instead of waiting for many pays for a transaction each time
  boolean move() throws SQLException {
    long version = source.companiesVersion();
    if (version != tables.companiesVersion()) tables.companies(version, source.companies());
    HistorySource.Batch batch = source.after(tables.lastId(), BATCH_EVENTS, keys);
    if (batch.lastId() <= tables.lastId()) return false;
    List<Logged> excluded =
        batch.events().stream().filter(l -> l.event().exclusion() != null).toList();
    // First: once the history has moved on, nobody comes back for them.
    if (!excluded.isEmpty()) source.keepExcluded(excluded, batch.lastId());
    List<Logged> counted =
        batch.events().stream().filter(l -> l.event().exclusion() == null).toList();
    Set<VisitorName> names = new HashSet<>();
    for (Logged l : counted) names.add(name(l.event()));
    Map<VisitorName, Visitor> found = source.visitors(names);
    Map<Long, Long> firstSeen = new HashMap<>();
    Map<Visitor, Integer> sites = new HashMap<>();
    // Only these can make somebody known earlier than before.
    Map<Long, Long> imported = new HashMap<>();
    for (Logged l : counted) {
      Visitor visitor = found.get(name(l.event()));
      if (visitor == null) continue;
      firstSeen.put(visitor.rowId(), visitor.firstSeenSecond());
      sites.put(visitor, l.event().key().id());
      if (l.event().isImported()) imported.put(visitor.rowId(), visitor.firstSeenSecond());
    }
    tables.write(
        batch.lastId(),
        writing -> {
          Numbers numbers = new Numbers();
          for (Logged l : counted) numbers.want(l.event());
          numbers.found(writing.numbers(numbers.wanted));
          List<HistoryEvent> events = new ArrayList<>();
          List<Learned> learned = new ArrayList<>();
          for (Logged l : counted) {
            TrackedEvent e = l.event();
            Visitor visitor = found.get(name(e));
            if (!e.kind().isOurs()) {
              events.add(numbers.event(l.id(), e, visitor == null ? 0 : visitor.rowId()));
            } else if (e.kind() != EventKind.COMPANY_CORRECTED && visitor != null) {
              Company company = company(e);
              if (company != null) {
                learned.add(new Learned(visitor.rowId(), e.key().id(), l.id(), company));
              }
            }
          }
          writing.append(events, v -> firstSeen.getOrDefault(v, 0L));
          writing.knownSince(imported);
          writing.visitors(sites);
          writing.learn(learned);
        });
    return batch.events().size() >= BATCH_EVENTS;
  }

  /// Puts what is moved into the file, and lets the log forget what was in it before.
  void checkpoint() throws SQLException {
    long to = tables.lastId();
    if (!engine.checkpoint()) return;
    safeTo = checkpointedTo;
    checkpointedTo = to;
  }

  /// Lets the log forget some of what it no longer has to keep.
  ///
  /// @return whether there may be more
  boolean forget() {
    return safeTo > 0 && source.forget(safeTo, clock.millis() - keptMs);
  }

  private static VisitorName name(TrackedEvent e) {
    return new VisitorName(e.key().text(), e.visitorId());
  }

  private static @Nullable Company company(TrackedEvent e) {
    TrackedEvent.Company c = e.company();
    if (c == null || c.id() == 0 || c.source() == CompanySource.FALLBACK) return null;
    return new Company(c.id(), c.source().ordinal(), c.source().trust(), c.confidence().ordinal());
  }

  /// The texts of a batch and their numbers.
  private static final class Numbers {
    private final Set<String> wanted = new HashSet<>();
    private Map<String, Integer> numbers = Map.of();

    void found(Map<String, Integer> all) {
      numbers = all;
    }

    private void want(@Nullable String text) {
      String cut = Texts.cut(text);
      if (cut != null) wanted.add(cut);
    }

    private int of(@Nullable String text) {
      String cut = Texts.cut(text);
      return cut == null ? Texts.NONE : numbers.getOrDefault(cut, Texts.NONE);
    }

    void want(TrackedEvent e) {
      all(e).forEach(this::want);
    }

    private static Collection<@Nullable String> all(TrackedEvent e) {
      List<@Nullable String> all = new ArrayList<>();
      if (e.kind() == EventKind.CUSTOM || e.kind() == EventKind.VIDEO) all.add(e.name());
      PageAddress page = PageAddress.of(e.page().url());
      all.add(host(e, page));
      all.add(page == null ? null : page.path());
      all.add(e.page().title());
      all.add(e.client().language());
      all.add(e.client().screenResolution());
      Facts f = e.facts();
      Facts.Arrival arrival = f.arrival();
      if (arrival != null) {
        all.add(arrival.source());
        all.add(referrer(e));
        Campaign c = arrival.campaign();
        all.add(c.source());
        all.add(c.medium());
        all.add(c.name());
        all.add(c.term());
        all.add(c.content());
      }
      Facts.Device d = f.device();
      if (d != null) {
        all.add(d.browser());
        all.add(d.browserVersion());
        all.add(d.system());
        all.add(d.systemVersion());
      }
      Facts.Place p = f.place();
      if (p != null) {
        all.add(p.countryCode());
        all.add(p.region());
        all.add(p.city());
      }
      return all;
    }

    private static @Nullable String host(TrackedEvent e, @Nullable PageAddress page) {
      return page == null || page.host().isEmpty() ? e.website() : page.host();
    }

    private static @Nullable String referrer(TrackedEvent e) {
      PageAddress from = PageAddress.of(e.page().referrer());
      return from == null || from.host().isEmpty() ? null : from.host() + from.path();
    }

    HistoryEvent event(long id, TrackedEvent e, long visitor) {
      PageAddress page = PageAddress.of(e.page().url());
      TrackedEvent.Engagement engagement = e.engagement();
      boolean named = e.kind() == EventKind.CUSTOM || e.kind() == EventKind.VIDEO;
      return new HistoryEvent(
          id,
          e.key().id(),
          visitor,
          Math.min(e.occurredAtMs() == 0 ? e.receivedAtMs() : e.occurredAtMs(), e.receivedAtMs()),
          e.receivedAtMs(),
          e.kind(),
          named ? of(e.name()) : Texts.NONE,
          of(host(e, page)),
          page == null ? Texts.NONE : of(page.path()),
          of(e.page().title()),
          engagement == null ? 0 : engagement.engagedMs(),
          engagement == null ? 0 : engagement.scrollPct(),
          e.facts().marks(),
          e.detailsJson(),
          arrival(e),
          traits(e),
          company(e));
    }

    private @Nullable Arrival arrival(TrackedEvent e) {
      Facts.Arrival a = e.facts().arrival();
      if (a == null || !e.isPageView()) return null;
      Campaign c = a.campaign();
      return new Arrival(
          a.channel().ordinal(),
          of(a.source()),
          of(referrer(e)),
          of(c.source()),
          of(c.medium()),
          of(c.name()),
          of(c.term()),
          of(c.content()));
    }

    private Traits traits(TrackedEvent e) {
      Facts.Device d = e.facts().device();
      Facts.Place p = e.facts().place();
      return new Traits(
          d == null ? 0 : d.deviceClass().ordinal(),
          d == null ? 0 : of(d.browser()),
          d == null ? 0 : of(d.browserVersion()),
          d == null ? 0 : of(d.system()),
          d == null ? 0 : of(d.systemVersion()),
          p == null ? 0 : of(p.countryCode()),
          p == null ? 0 : of(p.region()),
          p == null ? 0 : of(p.city()),
          of(e.client().language()),
          of(e.client().screenResolution()));
    }
  }
}
