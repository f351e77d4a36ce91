package dev.tippen.history;

import dev.tippen.event.ApiKey;
import dev.tippen.event.EventKind;
import dev.tippen.event.TrackedEvent;
import dev.tippen.history.HistoryEvent.Company;
import dev.tippen.history.VisitorRows.Learned;
import dev.tippen.store.HistorySource;
import dev.tippen.store.HistorySource.Visitor;
import dev.tippen.store.HistorySource.VisitorName;
import dev.tippen.store.SpoolReads.Logged;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves committed events from the log into the history, each exactly once: a batch and the place
/// in the log that it reaches are one transaction of the history, so that whatever a crash leaves,
/// the next batch begins where the last one ended. The log forgets a batch only when the history
/// has put it into its file twice over: a history whose own log is damaged can be brought up to
/// date again. Owned by one thread.
final class Mover {
  private static final Logger log = LoggerFactory.getLogger(Mover.class);

  static final int BATCH_EVENTS = 5_000;

  /// While batches are full, rows of visitors wait so long, or until there are so many.
  private static final long VISITORS_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final int VISITORS_WAIT_MAX = 30_000;

  private final HistorySource source;
  private final HistoryTables tables;
  private final Engine engine;
  private final IntFunction<@Nullable ApiKey> keys;
  private final InstantSource clock;
  private final long keptMs;
  private final Arrangement arrangement;
  private final EventRows rows = new EventRows();
  private long checkpointedTo;
  private long safeTo;
  private long lastReceivedMs;
  private long visitorsPutNanos = System.nanoTime();

  /// @param keptMs how long the log keeps what is moved, for those who look at what happened lately
  /// @param arrangeEvents as in [Arrangement]
  /// @throws SQLException also if the history is of a later time than the log
  Mover(
      HistorySource source,
      Engine engine,
      IntFunction<@Nullable ApiKey> keys,
      InstantSource clock,
      long keptMs,
      int arrangeEvents)
      throws SQLException {
    this.source = source;
    this.engine = engine;
    this.keys = keys;
    this.clock = clock;
    this.keptMs = keptMs;
    tables = new HistoryTables(engine);
    arrangement = new Arrangement(engine, arrangeEvents);
    if (tables.lastId() > source.lastId()) {
      // New events would get numbers that the history takes for moved ones.
      throw new SQLException(
          "%s has events that the log doesn't know yet: was only tippen.db restored? Restore both"
                  .formatted(engine.file())
              + " from the same time, or move the history away");
    }
    long missing = source.firstId() - 1 - tables.lastId();
    if (missing > 0) {
      log.error("{} events are neither in the history nor in the log any more", missing);
    }
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
    boolean full = batch.events().size() >= BATCH_EVENTS;
    boolean wait = full && mayWait(sites.size());
    Map<Visitor, Integer> visitors = wait ? Map.of() : withThoseThatWait(sites);
    tables.write(
        batch.lastId(),
        writing -> {
          Texts texts = writing.texts();
          for (Logged l : counted) rows.of(l, 0, texts::want);
          texts.findWanted();
          List<HistoryEvent> events = new ArrayList<>();
          List<Learned> learned = new ArrayList<>();
          for (Logged l : counted) {
            TrackedEvent e = l.event();
            Visitor visitor = found.get(name(e));
            if (!e.kind().isOurs()) {
              events.add(rows.of(l, visitor == null ? 0 : visitor.rowId(), texts::number));
            } else if (e.kind() != EventKind.COMPANY_CORRECTED && visitor != null) {
              Company company = EventRows.company(e);
              if (company != null) {
                learned.add(new Learned(visitor.rowId(), e.key().id(), l.id(), company));
              }
            }
          }
          writing.append(events, v -> firstSeen.getOrDefault(v, 0L));
          writing.knownSince(imported);
          if (wait) tables.visitors().later(sites);
          else tables.visitors().put(visitors);
          tables.visitors().learn(learned);
        });
    if (!wait) visitorsPutNanos = System.nanoTime();
    if (!counted.isEmpty()) lastReceivedMs = counted.getLast().event().receivedAtMs();
    return full;
  }

  /// When the last event arrived that was moved since the start, epoch milliseconds; 0 if none was.
  long lastReceivedMs() {
    return lastReceivedMs;
  }

  private boolean mayWait(int more) {
    return tables.visitors().due().size() + more < VISITORS_WAIT_MAX
        && System.nanoTime() - visitorsPutNanos < VISITORS_WAIT_NANOS;
  }

  /// The rows of a batch's visitors and of those that wait.
  private Map<Visitor, Integer> withThoseThatWait(Map<Visitor, Integer> batch) {
    Map<Visitor, Integer> rows = new HashMap<>(batch);
    Map<Long, VisitorRows.Due> waiting = new HashMap<>(tables.visitors().due());
    for (Visitor v : batch.keySet()) waiting.remove(v.rowId());
    List<Long> unread = new ArrayList<>();
    waiting.forEach((id, due) -> {
      Visitor row = due.row();
      if (row == null) unread.add(id);
      else rows.put(row, due.site());
    });
    for (Visitor v : source.visitorRows(unread)) {
      VisitorRows.Due due = waiting.get(v.rowId());
      if (due != null) rows.put(v, due.site());
    }
    return rows;
  }

  /// Arranges some old rows, see [Arrangement].
  ///
  /// @return whether something was done
  boolean arrange(boolean idle) throws SQLException {
    return arrangement.step(tables.lastId(), idle);
  }

  /// How many events are not arranged.
  long mixed() {
    return arrangement.mixed(tables.lastId());
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
}
