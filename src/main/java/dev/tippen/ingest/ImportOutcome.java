package dev.tippen.ingest;

import dev.tippen.event.Refusal;
import dev.tippen.store.ImportStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a batch of imported lines ends.
public sealed interface ImportOutcome {
  /// Committed and synced.
  ///
  /// @param state of the import, null for lines of no file
  record Stored(List<Line> lines, ImportStore.@Nullable State state) implements ImportOutcome {}

  /// @param reason why it was skipped, null if it was not
  record Line(ImportStore.End end, @Nullable String reason) {}

  /// Nothing stored.
  record Refused(Refusal refusal) implements ImportOutcome {}
}
