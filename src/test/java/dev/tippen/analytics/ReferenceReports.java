package dev.tippen.analytics;

import dev.tippen.analytics.Reports.Cohort;
import dev.tippen.analytics.Reports.Per;
import dev.tippen.analytics.Reports.Reached;
import dev.tippen.event.EventKind;
import dev.tippen.history.HistoryFacts;
import dev.tippen.history.ReferenceVisits.RefVisit;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reports by walking through everything that each visitor did. Shares nothing with the product.
final class ReferenceReports {
  private final List<RefVisit> visits;
  private final TimeRange range;

  ReferenceReports(List<RefVisit> visits, TimeRange range) {
    this.visits = visits;
    this.range = range;
  }

  private boolean inRange(HistoryFacts e) {
    return e.atMs() >= range.startMs() && e.atMs() < range.endMs();
  }

  private static long key(RefVisit v, Per per) {
    return switch (per) {
      case VISIT -> HistoryFacts.of(v).stream().mapToLong(HistoryFacts::id).min().orElse(0);
      case VISITOR -> HistoryFacts.visitor(v);
      case COMPANY -> HistoryFacts.company(v);
    };
  }

  List<Long> funnel(List<Set<String>> steps, Per per) {
    Map<Long, List<HistoryFacts>> views = new HashMap<>();
    for (RefVisit v : visits) {
      long key = key(v, per);
      if (per == Per.COMPANY && key == 0) continue;
      for (HistoryFacts e : HistoryFacts.of(v)) {
        if (e.kind() == EventKind.PAGE_VIEW && inRange(e)) {
          views.computeIfAbsent(key, k -> new ArrayList<>()).add(e);
        }
      }
    }
    long[] counts = new long[steps.size()];
    for (List<HistoryFacts> one : views.values()) {
      one.sort(Comparator.comparingLong(HistoryFacts::atMs));
      int step = 0;
      long after = Long.MIN_VALUE;
      for (HistoryFacts e : one) {
        if (step == steps.size()) break;
        if (e.atMs() > after && steps.get(step).contains(e.page())) {
          counts[step++]++;
          after = e.atMs();
        }
      }
    }
    List<Long> all = new ArrayList<>();
    for (long n : counts) all.add(n);
    return all;
  }

  private LocalDate week(long ms) {
    return Instant.ofEpochMilli(ms)
        .atZone(range.zone())
        .toLocalDate()
        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  List<Cohort> retention(Per per, Map<Long, List<RefVisit>> byVisitor, List<RefVisit> all) {
    Map<Long, Long> first = new HashMap<>();
    for (RefVisit v : all) {
      if (per == Per.VISITOR) {
        List<RefVisit> own = byVisitor.getOrDefault(HistoryFacts.visitor(v), List.of());
        if (!HistoryFacts.isNew(v, own)) continue;
      }
      long key = key(v, per);
      if (per == Per.COMPANY && key == 0) continue;
      if (v.startMs() < range.endMs()) first.merge(key, v.startMs(), Math::min);
    }
    Map<LocalDate, Map<Integer, Set<Long>>> came = new TreeMap<>();
    for (RefVisit v : visits) {
      if (v.startMs() < range.startMs() || v.startMs() >= range.endMs()) continue;
      Long began = first.get(key(v, per));
      if (began == null || began < range.startMs()) continue;
      int after = (int) ChronoUnit.WEEKS.between(week(began), week(v.startMs()));
      came.computeIfAbsent(week(began), w -> new HashMap<>())
          .computeIfAbsent(after, a -> new HashSet<>())
          .add(key(v, per));
    }
    List<Cohort> cohorts = new ArrayList<>();
    LocalDate last = week(range.endMs() - 1);
    came.forEach((monday, weeks) -> {
      List<Long> counts = new ArrayList<>();
      long length = ChronoUnit.WEEKS.between(week(range.startMs()), last);
      for (int i = 0; i <= ChronoUnit.WEEKS.between(monday, last); i++) {
        counts.add((long) weeks.getOrDefault(i, Set.of()).size());
      }
      if (length >= 0) cohorts.add(new Cohort(monday, counts.getFirst(), counts));
    });
    return cohorts;
  }

  List<String> journeys() {
    Map<String, Long> ways = new HashMap<>();
    for (RefVisit v : visits) {
      HistoryFacts previous = null;
      for (HistoryFacts e : HistoryFacts.of(v)) {
        if (e.kind() != EventKind.PAGE_VIEW) continue;
        if (previous != null && inRange(e) && !previous.page().equals(e.page())) {
          ways.merge(previous.page() + " > " + e.page(), 1L, Long::sum);
        }
        previous = e;
      }
      if (previous != null && inRange(previous)) {
        ways.merge(previous.page() + " > null", 1L, Long::sum);
      }
    }
    // As many as are asked for; of equally frequent ones the first by number.
    return ways.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).sorted().toList();
  }

  Reached goal(@Nullable Set<String> pages, int engagedSeconds) {
    long n = 0;
    Set<Long> visitors = new HashSet<>();
    Set<Long> companies = new HashSet<>();
    for (RefVisit v : visits) {
      if (v.startMs() >= range.endMs() || v.endMs() < range.startMs()) continue;
      boolean reached =
          pages == null
              ? v.engagedMs() >= engagedSeconds * 1_000L
              : HistoryFacts.of(v).stream()
                  .anyMatch(e ->
                      e.kind() == EventKind.PAGE_VIEW && inRange(e) && pages.contains(e.page()));
      if (!reached) continue;
      n++;
      visitors.add(HistoryFacts.visitor(v));
      if (HistoryFacts.company(v) > 0) companies.add(HistoryFacts.company(v));
    }
    return new Reached(pages == null ? "read" : "page", n, visitors.size(), companies.size());
  }
}
