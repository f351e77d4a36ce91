package dev.tippen.ingest;

import dev.tippen.event.DropReason;
import dev.tippen.event.Refusal;

/// How a tracking request ends.
public sealed interface Outcome {
  /// Committed and synced.
  record Stored(String visitorId) implements Outcome {}

  /// Understood and deliberately not stored.
  record Dropped(String visitorId, DropReason reason) implements Outcome {}

  /// Nothing stored; the caller is told why.
  record Refused(Refusal refusal) implements Outcome {}
}
