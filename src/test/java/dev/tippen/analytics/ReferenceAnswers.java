package dev.tippen.analytics;

import dev.tippen.event.EventKind;
import dev.tippen.history.HistoryFacts;
import dev.tippen.history.ReferenceVisits.RefVisit;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Metrics as their definitions say, by walking through all visits and all events of each. Shares
/// neither code nor SQL with the product.
final class ReferenceAnswers {
  private final List<RefVisit> visits;
  private final TimeRange range;

  /// @param visits of one site, without those that count nowhere
  ReferenceAnswers(List<RefVisit> visits, TimeRange range) {
    this.visits = visits;
    this.range = range;
  }

  private boolean inRange(long ms) {
    return ms >= range.startMs() && ms < range.endMs();
  }

  /// What a visit or an event is told apart by; several if it counts in more than one group.
  interface OfVisit {
    Set<String> of(RefVisit visit);
  }

  /// Visits with an event in the range, by their groups.
  Map<String, List<RefVisit>> groups(Predicate<RefVisit> wanted, OfVisit group) {
    Map<String, List<RefVisit>> groups = new TreeMap<>();
    for (RefVisit v : visits) {
      // The whole visit counts as active from its first to its last event.
      if (v.startMs() >= range.endMs() || v.endMs() < range.startMs()) continue;
      if (!wanted.test(v)) continue;
      for (String g : group.of(v)) groups.computeIfAbsent(g, k -> new ArrayList<>()).add(v);
    }
    return groups;
  }

  /// The moments of a visit that lie in the range, in the words of the dimension.
  Set<String> times(RefVisit v, Dimension dimension) {
    Set<String> all = new HashSet<>();
    for (HistoryFacts e : HistoryFacts.of(v)) {
      if (inRange(e.atMs())) all.add(time(e.atMs(), dimension));
    }
    return all;
  }

  String time(long ms, Dimension dimension) {
    ZonedDateTime t = Instant.ofEpochMilli(ms).atZone(range.zone());
    LocalDate day = t.toLocalDate();
    return switch (dimension) {
      case HOUR -> t.toLocalDateTime().truncatedTo(ChronoUnit.HOURS).toString();
      case DAY -> day.toString();
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).toString();
      case MONTH -> day.toString().substring(0, 7);
      case HOUR_OF_DAY -> "%02d".formatted(t.getHour());
      case WEEKDAY -> Integer.toString(t.getDayOfWeek().getValue());
      default -> throw new IllegalArgumentException(dimension.toString());
    };
  }

  /// Events of visits, by their groups, as far as they lie in the range.
  Map<String, List<HistoryFacts>> eventGroups(
      Predicate<RefVisit> wanted,
      Predicate<HistoryFacts> wantedEvent,
      java.util.function.Function<HistoryFacts, String> group) {
    Map<String, List<HistoryFacts>> groups = new TreeMap<>();
    for (RefVisit v : visits) {
      if (!wanted.test(v)) continue;
      for (HistoryFacts e : HistoryFacts.of(v)) {
        if (!inRange(e.atMs()) || !wantedEvent.test(e)) continue;
        groups.computeIfAbsent(group.apply(e), k -> new ArrayList<>()).add(e);
      }
    }
    return groups;
  }

  long pageViews(List<RefVisit> some) {
    long n = 0;
    for (RefVisit v : some) {
      for (HistoryFacts e : HistoryFacts.of(v)) {
        if (e.kind() == EventKind.PAGE_VIEW && inRange(e.atMs())) n++;
      }
    }
    return n;
  }

  @Nullable Double ofVisits(Metric metric, List<RefVisit> some) {
    return switch (metric) {
      case VISITS -> (double) some.size();
      case VISITORS -> (double) some.stream().map(v -> HistoryFacts.visitor(v)).distinct().count();
      case COMPANIES ->
          (double) some.stream().map(HistoryFacts::company).filter(c -> c > 0).distinct().count();
      case PAGE_VIEWS -> (double) pageViews(some);
      case VIEWS_PER_VISIT -> {
        double views = 0;
        int n = 0;
        for (RefVisit v : some) {
          views += v.pageViews();
          if (v.pageViews() > 0) n++;
        }
        yield n == 0 ? null : views / n;
      }
      case BOUNCE_RATE -> {
        int bounces = 0;
        int n = 0;
        for (RefVisit v : some) {
          if (v.pageViews() == 0) continue;
          n++;
          if (v.isBounce()) bounces++;
        }
        yield n == 0 ? null : 100.0 * bounces / n;
      }
      case VISIT_DURATION -> {
        double sum = 0;
        for (RefVisit v : some) sum += (v.endMs() - v.startMs()) / 1000.0;
        yield some.isEmpty() ? null : sum / some.size();
      }
      case ENGAGED_TIME -> {
        double sum = 0;
        int n = 0;
        for (RefVisit v : some) {
          if (v.pageViews() == 0) continue;
          n++;
          sum += v.engagedMs() / 1000.0;
        }
        yield n == 0 ? null : sum / n;
      }
      default -> throw new IllegalArgumentException(metric.toString());
    };
  }
}
