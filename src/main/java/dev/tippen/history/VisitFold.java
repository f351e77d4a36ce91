package dev.tippen.history;

import dev.tippen.history.Visit.At;
import dev.tippen.history.Visit.Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Puts new events of one visitor into visits: the rule of what a visit is.
///
/// Events closer than [#IDLE_MS] in event time form a chain. A chain is cut into visits every
/// [#CAP_MS] from its first event, so that a page that stays open for days is no visit of days;
/// midnight cuts nothing. A late event may begin a visit, lengthen one at either end, fill the
/// pause between two so that they become one, and move the cuts of a long chain. Whatever the order
/// in which events come, the visits are those of all events in order of event time.
final class VisitFold {
  /// A pause of this length ends a visit.
  static final long IDLE_MS = 30 * 60_000L;

  /// No visit is longer.
  static final long CAP_MS = 24 * 3_600_000L;

  private VisitFold() {}

  /// @param stored all visits of the visitor that end after the earliest of the events less
  ///   [#IDLE_MS] and start before the latest of them plus [#IDLE_MS] and [#CAP_MS]
  /// @param events new ones of this visitor, in any order
  static Result fold(List<Visit> stored, List<HistoryEvent> events) {
    List<Piece> pieces = new ArrayList<>(stored.size() + events.size());
    for (Visit v : stored) pieces.add(new Piece(v, v.id(), /* isEvent= */ false));
    for (HistoryEvent e : events) pieces.add(new Piece(Visit.of(e), e.id(), /* isEvent= */ true));
    return fold(pieces, /* cutAgain= */ false);
  }

  /// As [#fold] where cuts moved.
  ///
  /// @param untouched stored visits that keep their events
  /// @param taken visits whose events are among `old`
  /// @param old stored events of the visits that are cut again
  static Result cutAgain(
      List<Visit> untouched, List<Visit> taken, List<HistoryEvent> old, List<HistoryEvent> events) {
    List<Piece> pieces = new ArrayList<>();
    for (Visit v : untouched) pieces.add(new Piece(v, v.id(), /* isEvent= */ false));
    for (HistoryEvent e : old) pieces.add(new Piece(Visit.of(e), e.id(), /* isEvent= */ true));
    for (HistoryEvent e : events) pieces.add(new Piece(Visit.of(e), e.id(), /* isEvent= */ true));
    Result result = fold(pieces, /* cutAgain= */ true);
    for (Visit v : taken) result.gone.add(v.id());
    for (Visit v : result.put) result.toLinkAgain.add(v.id());
    return result;
  }

  /// A stored visit or a single event.
  private record Piece(Visit visit, long id, boolean isEvent) {}

  /// @param put visits that are new or have changed
  /// @param gone ids of stored visits that no longer are as stored, also of those that `put` has
  /// @param visitOf the visit of each event that was given
  /// @param merged visits whose events belong to another one now
  /// @param previousPage the page of the page view before each event that is a page view and has
  ///   one in its visit, as far as it can be told from the ends of stored visits
  /// @param toLinkAgain visits of which it can't, because a page view came between stored ones
  /// @param toCutAgain chains whose cuts moved, by the event time of their first event; if there
  ///   are any, the rest of the result is void and [#cutAgain] must be asked with the events of all
  ///   visits of these chains
  record Result(
      List<Visit> put,
      Set<Long> gone,
      Map<Long, Long> visitOf,
      Map<Long, Long> merged,
      Map<Long, Integer> previousPage,
      Set<Long> toLinkAgain,
      Set<Long> toCutAgain) {
    Result() {
      this(
          new ArrayList<>(),
          new HashSet<>(),
          new HashMap<>(),
          new HashMap<>(),
          new HashMap<>(),
          new HashSet<>(),
          new HashSet<>());
    }
  }

  private static Result fold(List<Piece> pieces, boolean cutAgain) {
    pieces.sort(
        Comparator.comparingLong((Piece p) -> p.visit.startMs()).thenComparingLong(Piece::id));
    Result result = new Result();
    int from = 0;
    while (from < pieces.size()) {
      long endMs = pieces.get(from).visit.endMs();
      int to = from + 1;
      while (to < pieces.size() && pieces.get(to).visit.startMs() - endMs < IDLE_MS) {
        endMs = Math.max(endMs, pieces.get(to).visit.endMs());
        to++;
      }
      chain(pieces.subList(from, to), endMs, cutAgain, result);
      from = to;
    }
    return result;
  }

  private static void chain(List<Piece> pieces, long endMs, boolean cutAgain, Result result) {
    long chainMs = Long.MAX_VALUE;
    for (Piece p : pieces) chainMs = Math.min(chainMs, p.visit.chainMs());
    if (!cutAgain && endMs - chainMs >= CAP_MS) {
      for (Piece p : pieces) {
        if (!p.isEvent && p.visit.chainMs() != chainMs) result.toCutAgain.add(p.visit.chainMs());
      }
    }
    Map<Long, List<Piece>> visits = new TreeMap<>();
    for (Piece p : pieces) {
      visits.computeIfAbsent((p.visit.startMs() - chainMs) / CAP_MS, k -> new ArrayList<>()).add(p);
    }
    for (List<Piece> parts : visits.values()) visit(parts, chainMs, result);
  }

  private static void visit(List<Piece> parts, long chainMs, Result result) {
    Piece first = parts.getFirst();
    if (parts.size() == 1 && !first.isEvent && first.visit.chainMs() == chainMs) return;
    Visit whole = first.visit;
    for (Piece p : parts.subList(1, parts.size())) whole = whole.and(p.visit);
    whole = whole.withChain(chainMs);
    result.put.add(whole);
    for (Piece p : parts) {
      if (p.isEvent) {
        result.visitOf.put(p.id, whole.id());
      } else {
        result.gone.add(p.id);
        if (p.id != whole.id()) result.merged.put(p.id, whole.id());
      }
    }
    link(parts, whole.id(), result);
  }

  private static void link(List<Piece> parts, long visit, Result result) {
    At<Location> previous = null;
    for (Piece p : parts) {
      At<Location> entry = p.visit.entry();
      if (entry != null && previous != null) {
        if (p.isEvent && previous.isBefore(entry)) {
          result.previousPage.put(p.id, previous.value().page());
        } else {
          result.toLinkAgain.add(visit);
        }
      }
      previous = Visit.last(previous, p.visit.exit());
    }
  }
}
