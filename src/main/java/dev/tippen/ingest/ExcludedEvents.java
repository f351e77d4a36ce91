package dev.tippen.ingest;

import dev.tippen.event.ApiKey;
import dev.tippen.event.Exclusion;
import dev.tippen.store.DailyCounts;
import org.jspecify.annotations.Nullable;

/// Counts what counts nowhere, by site, day, reason, and robot, company or own network, for the
/// owner to see. Safe for all threads.
public final class ExcludedEvents {
  /// The topic of the counts by day: `reason`, or `reason:what`.
  public static final String TOPIC = "excluded";

  private final DailyCounts counts;

  public ExcludedEvents(DailyCounts counts) {
    this.counts = counts;
  }

  /// @param what name of the robot, the company or the own network, null if there is none
  void count(ApiKey key, Exclusion why, @Nullable String what) {
    counts.count(key.id(), TOPIC, what == null ? why.text() : why.text() + ":" + what);
  }
}
