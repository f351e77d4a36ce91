package dev.tippen.identify;

import dev.tippen.event.CompanySource;
import dev.tippen.store.DailyCounts;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// How many of the networks that visit a site in a day (UTC) can be told a company, and by which
/// source. A network counts once a day; networks that nobody may ask about count not at all. After
/// a restart a network may count once more. Safe for all threads.
public final class MatchRate {
  /// The topic of the counts by day.
  public static final String TOPIC = "match";

  /// Networks that may be asked about. Beside it stand the sources of the companies found.
  public static final String ELIGIBLE = "eligible";

  /// Of all sites in one day; more are not counted, rather than taking memory without a bound.
  private static final int NETWORKS_MAX = 300_000;

  private final DailyCounts counts;
  private volatile Day day;

  /// @param seen hashes of site and network
  private record Day(long day, Set<Long> seen, Set<Long> found) {
    Day(long day) {
      this(day, ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
    }
  }

  public MatchRate(DailyCounts counts) {
    this.counts = counts;
    day = new Day(counts.today());
  }

  /// A visit from a network that may be asked about.
  ///
  /// @param network any object with a good hash that stands for the network
  void eligible(int apiKeyId, Object network) {
    Day d = current();
    if (d.seen.size() < NETWORKS_MAX && d.seen.add(hash(apiKeyId, network))) {
      counts.count(apiKeyId, TOPIC, ELIGIBLE);
    }
  }

  /// The company behind a network that visits.
  void found(int apiKeyId, Object network, CompanySource source) {
    Day d = current();
    if (d.found.size() < NETWORKS_MAX && d.found.add(hash(apiKeyId, network))) {
      counts.count(apiKeyId, TOPIC, source.text());
    }
  }

  private Day current() {
    Day d = day;
    if (d.day == counts.today()) return d;
    synchronized (this) {
      if (day.day != counts.today()) day = new Day(counts.today());
      return day;
    }
  }

  private static long hash(int apiKeyId, Object network) {
    return (long) apiKeyId << 32 ^ network.hashCode() & 0xFFFFFFFFL;
  }
}
