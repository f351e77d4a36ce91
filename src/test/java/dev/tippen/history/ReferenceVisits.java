package dev.tippen.history;

import dev.tippen.event.Channel;
import dev.tippen.event.EventKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What visits are, said as plainly as possible and without a thought for speed: sort everything,
/// walk through it once. Shares no code with what it judges.
public final class ReferenceVisits {
  private ReferenceVisits() {}

  /// One visit and its events in order of time.
  public static final class RefVisit {
    public final List<HistoryEvent> events = new ArrayList<>();

    public HistoryEvent first() {
      return events.getFirst();
    }

    public long startMs() {
      return events.getFirst().atMs();
    }

    public long endMs() {
      return events.getLast().atMs();
    }

    public int pageViews() {
      return count(EventKind.PAGE_VIEW);
    }

    public int count(EventKind kind) {
      int n = 0;
      for (HistoryEvent e : events) if (e.kind() == kind) n++;
      return n;
    }

    public long engagedMs() {
      long sum = 0;
      for (HistoryEvent e : events) sum += e.engagedMs();
      return sum;
    }

    public @Nullable HistoryEvent entry() {
      for (HistoryEvent e : events) if (e.kind() == EventKind.PAGE_VIEW) return e;
      return null;
    }

    public @Nullable HistoryEvent exit() {
      HistoryEvent last = null;
      for (HistoryEvent e : events) if (e.kind() == EventKind.PAGE_VIEW) last = e;
      return last;
    }

    /// The page view that brought the visitor from outside, null for a direct visit.
    public HistoryEvent.@Nullable Arrival arrival() {
      for (HistoryEvent e : events) {
        if (e.arrival() != null && e.arrival().channel() != Channel.INTERNAL.ordinal()) {
          return e.arrival();
        }
      }
      return null;
    }

    public int channel() {
      return arrival() == null ? Channel.DIRECT.ordinal() : arrival().channel();
    }

    public HistoryEvent.Traits traits() {
      for (HistoryEvent e : events) {
        if (!e.traits().equals(HistoryEvent.Traits.NONE)) return e.traits();
      }
      return HistoryEvent.Traits.NONE;
    }

    /// Most trusted; of equals, the one that arrived last.
    public long company() {
      long id = 0;
      int trust = -1;
      long event = -1;
      for (HistoryEvent e : events) {
        if (e.company() == null) continue;
        boolean better =
            e.company().trust() > trust || (e.company().trust() == trust && e.id() > event);
        if (!better) continue;
        id = e.company().id();
        trust = e.company().trust();
        event = e.id();
      }
      return id;
    }

    public long firstReceivedMs() {
      long first = Long.MAX_VALUE;
      for (HistoryEvent e : events) first = Math.min(first, e.receivedMs());
      return first;
    }

    public boolean isBounce() {
      return pageViews() == 1
          && engagedMs() < 10_000
          && count(EventKind.CUSTOM) == 0
          && count(EventKind.VIDEO) == 0;
    }

    /// Everything about it in one line, to compare.
    @Override
    public String toString() {
      HistoryEvent entry = entry();
      HistoryEvent exit = exit();
      int marks = 0;
      for (HistoryEvent e : events) marks |= e.marks();
      return "%d..%d views %d acts %d engaged %d marks %d entry %s exit %s ch %d arrival %s traits %s company %d"
          .formatted(
              startMs(),
              endMs(),
              pageViews(),
              count(EventKind.CUSTOM) + count(EventKind.VIDEO),
              engagedMs(),
              marks,
              entry == null ? "-" : entry.host() + "/" + entry.page(),
              exit == null ? "-" : exit.host() + "/" + exit.page(),
              channel(),
              arrival(),
              traits(),
              company());
    }
  }

  /// The visits of each visitor, in order of time.
  public static Map<Long, List<RefVisit>> of(List<HistoryEvent> all) {
    Map<Long, List<HistoryEvent>> byVisitor = new HashMap<>();
    for (HistoryEvent e : all) {
      byVisitor.computeIfAbsent(e.visitor(), v -> new ArrayList<>()).add(e);
    }
    Map<Long, List<RefVisit>> visits = new HashMap<>();
    byVisitor.forEach((visitor, events) -> visits.put(visitor, split(events)));
    return visits;
  }

  private static List<RefVisit> split(List<HistoryEvent> events) {
    events.sort(Comparator.comparingLong(HistoryEvent::atMs).thenComparingLong(HistoryEvent::id));
    List<RefVisit> visits = new ArrayList<>();
    RefVisit current = new RefVisit();
    long chainBegan = 0;
    long previous = 0;
    long day = 0;
    for (HistoryEvent e : events) {
      boolean idle = visits.isEmpty() || e.atMs() - previous >= 30 * 60 * 1000;
      if (idle) chainBegan = e.atMs();
      long dayOfChain = (e.atMs() - chainBegan) / (24L * 60 * 60 * 1000);
      if (idle || dayOfChain != day) {
        current = new RefVisit();
        visits.add(current);
        day = dayOfChain;
      }
      current.events.add(e);
      previous = e.atMs();
    }
    return visits;
  }
}
