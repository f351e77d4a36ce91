package dev.tippen.ingest;

import dev.tippen.event.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a batch of events ends.
public sealed interface BatchOutcome {
  /// Each event on its own, in the order of the batch.
  record Results(List<Result> results) implements BatchOutcome {}

  /// @param eventId as sent, null if none
  record Result(Outcome outcome, @Nullable String eventId) {}

  /// Nothing stored, for one reason that holds for all events.
  record Refused(Refusal refusal) implements BatchOutcome {}
}
