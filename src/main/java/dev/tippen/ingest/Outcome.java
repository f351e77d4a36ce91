package dev.tippen.ingest;

import dev.tippen.event.Exclusion;
import dev.tippen.event.Refusal;

/// How a tracked event ends.
public sealed interface Outcome {
  /// Committed and synced, now or, for a repeat, before.
  record Stored(String visitorId) implements Outcome {}

  /// Understood and deliberately not counted.
  record Excluded(String visitorId, Exclusion why) implements Outcome {}

  /// Nothing stored; the caller is told why.
  record Refused(Refusal refusal) implements Outcome {}
}
