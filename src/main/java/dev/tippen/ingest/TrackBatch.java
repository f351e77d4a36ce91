package dev.tippen.ingest;

import dev.tippen.event.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The decoded body of a batch: each event on its own.
///
/// @param apiKey for the events that name none
record TrackBatch(@Nullable String apiKey, List<Item> items) {
  sealed interface Item {
    record Event(TrackBody body) implements Item {}

    record Bad(Refusal refusal) implements Item {}
  }
}
