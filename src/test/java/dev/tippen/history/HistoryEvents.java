package dev.tippen.history;

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
