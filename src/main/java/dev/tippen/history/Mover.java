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
import java.util.concurrent.atomic.AtomicBoolean;
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

  static final int PIECE_EVENTS = 1_000;

  /// A batch ends with the piece that reaches this: the more events one has, the fewer visits are
  /// written again for each.
  static final int BATCH_EVENTS = 20_000;

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
  /// @return whether there may be more; whoever comes back for each single event instead of waiting
  ///   for many pays for a transaction each time
  boolean move() throws SQLException {
    long version = source.companiesVersion();
    if (version != tables.companiesVersion()) tables.companies(version, source.companies());
    HistorySource.Batch first = source.after(tables.lastId(), PIECE_EVENTS, keys);
    if (first.lastId() <= tables.lastId()) return false;
    AtomicBoolean more = new AtomicBoolean();
    tables.write(writing -> {
      Moving moving = new Moving(writing.texts());
      HistorySource.Batch piece = first;
      moving.take(piece);
      // In pieces: only what the history keeps of an event stays in memory.
      while (isFull(piece) && moving.events.size() < BATCH_EVENTS) {
        HistorySource.Batch next = source.after(piece.lastId(), PIECE_EVENTS, keys);
        if (next.lastId() <= piece.lastId()) break;
        piece = next;
        moving.take(piece);
      }
      more.set(isFull(piece));
      moving.write(writing, isFull(piece));
      return piece.lastId();
    });
    return more.get();
  }

  private static boolean isFull(HistorySource.Batch piece) {
    return piece.events().size() >= PIECE_EVENTS;
  }

  /// What one transaction brings.
  private final class Moving {
    private final Texts texts;
    private final List<HistoryEvent> events = new ArrayList<>();
    private final List<Learned> learned = new ArrayList<>();
    private final Map<Long, VisitorRows.Row> visitors = new HashMap<>();

    /// Only imported events can make somebody known earlier than before.
    private final Map<Long, Long> knownSince = new HashMap<>();

    Moving(Texts texts) {
      this.texts = texts;
    }

    void take(HistorySource.Batch piece) throws SQLException {
      List<Logged> excluded =
          piece.events().stream().filter(l -> l.event().exclusion() != null).toList();
      // First: once the history has moved on, nobody comes back for them.
      if (!excluded.isEmpty()) source.keepExcluded(excluded, piece.lastId());
      List<Logged> counted =
          piece.events().stream().filter(l -> l.event().exclusion() == null).toList();
      Set<VisitorName> names = new HashSet<>();
      for (Logged l : counted) names.add(name(l.event()));
      Map<VisitorName, Visitor> found = source.visitors(names);
      for (Logged l : counted) rows.of(l, 0, texts::want);
      texts.findWanted();
      for (Logged l : counted) take(l, found.get(name(l.event())));
      if (!counted.isEmpty()) lastReceivedMs = counted.getLast().event().receivedAtMs();
    }

    private void take(Logged logged, @Nullable Visitor visitor) {
      TrackedEvent e = logged.event();
      if (visitor != null) {
        visitors.put(visitor.rowId(), new VisitorRows.Row(e.key().id(), visitor));
        if (e.isImported()) knownSince.put(visitor.rowId(), visitor.firstSeenSecond());
      }
      if (!e.kind().isOurs()) {
        events.add(rows.of(logged, visitor == null ? 0 : visitor.rowId(), texts::number));
      } else if (e.kind() != EventKind.COMPANY_CORRECTED && visitor != null) {
        Company company = EventRows.company(e);
        if (company != null) {
          learned.add(new Learned(visitor.rowId(), e.key().id(), logged.id(), company));
        }
      }
    }

    /// @param busy whether there is more to move: then rows of visitors may wait
    void write(HistoryTables.Writing writing, boolean busy) throws SQLException {
      writing.append(events, this::firstSeenSecond);
      writing.knownSince(knownSince);
      if (busy && mayWait(visitors.size())) {
        tables.visitors().later(visitors);
      } else {
        addThoseThatWait(visitors);
        tables.visitors().put(visitors);
        visitorsPutNanos = System.nanoTime();
      }
      tables.visitors().learn(learned);
    }

    private long firstSeenSecond(long visitor) {
      VisitorRows.Row row = visitors.get(visitor);
      return row == null || row.row() == null ? 0 : row.row().firstSeenSecond();
    }
  }

  /// When the last event arrived that was moved since the start, epoch milliseconds; 0 if none was.
  long lastReceivedMs() {
    return lastReceivedMs;
  }

  private boolean mayWait(int more) {
    return tables.visitors().due().size() + more < VISITORS_WAIT_MAX
        && System.nanoTime() - visitorsPutNanos < VISITORS_WAIT_NANOS;
  }

  private void addThoseThatWait(Map<Long, VisitorRows.Row> rows) {
    List<Long> unread = new ArrayList<>();
    tables
        .visitors()
        .due()
        .forEach((id, due) -> {
          if (rows.putIfAbsent(id, due) == null && due.row() == null) unread.add(id);
        });
    for (Visitor v : source.visitorRows(unread)) {
      rows.computeIfPresent(v.rowId(), (id, due) -> new VisitorRows.Row(due.site(), v));
    }
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
