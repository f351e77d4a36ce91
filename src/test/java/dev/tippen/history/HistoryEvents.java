package dev.tippen.history;

import dev.tippen.event.EventKind;
import dev.tippen.history.ReferenceVisits.RefVisit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Random events and the visits that the reference makes of them, for tests of other packages.
public final class HistoryEvents {
  private final List<HistoryEvent> all;

  private HistoryEvents(List<HistoryEvent> all) {
    this.all = all;
  }

  public static HistoryEvents random(
      long seed, long beginMs, long spanMs, int visitors, int sites) {
    return new HistoryEvents(new RandomHistories(seed, beginMs, spanMs).make(visitors, sites));
  }

  /// Page views, each of a visitor on a page, a second after the one before.
  public static HistoryEvents views(long beginMs, List<View> views) {
    List<HistoryEvent> all = new ArrayList<>();
    for (View v : views) {
      long id = all.size() + 1;
      long atMs = beginMs + id * 1_000;
      all.add(
          new HistoryEvent(
              id,
              1,
              v.visitor(),
              atMs,
              atMs,
              EventKind.PAGE_VIEW,
              0,
              0,
              v.page(),
              0,
              0,
              0,
              0,
              null,
              null,
              HistoryEvent.Traits.NONE,
              null));
    }
    return new HistoryEvents(all);
  }

  /// A visitor on a page.
  public record View(long visitor, int page) {}

  static HistoryEvents of(List<HistoryEvent> all) {
    return new HistoryEvents(all);
  }

  List<HistoryEvent> events() {
    return all;
  }

  public long lastId() {
    return all.getLast().id();
  }

  public Map<Long, List<RefVisit>> visits() {
    return ReferenceVisits.of(new ArrayList<>(all));
  }
}
