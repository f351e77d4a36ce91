package dev.tippen.ingest;

import dev.tippen.event.Refusal;
import dev.tippen.ingest.BatchOutcome.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Collects the outcomes of a batch's events and answers when all are there. Used by one thread.
final class BatchAnswer {
  private final @Nullable Result[] results;
  private final Consumer<BatchOutcome> answer;

  /// One more than events: the batch itself, until all its events were asked for.
  private int missing;

  BatchAnswer(int events, Consumer<BatchOutcome> answer) {
    results = new @Nullable Result[events];
    this.answer = answer;
    missing = events + 1;
  }

  /// Takes the outcome of one event.
  Consumer<Outcome> of(int index, @Nullable String eventId) {
    return outcome -> {
      results[index] = new Result(outcome, eventId);
      oneLess();
    };
  }

  void allAreAsked() {
    oneLess();
  }

  private void oneLess() {
    if (--missing > 0) return;
    List<Result> all = new ArrayList<>(results.length);
    for (Result r : results) {
      if (r == null) throw new IllegalStateException("an event has not ended");
      all.add(r);
    }
    Refusal common = commonRefusal(all);
    answer.accept(
        common == null ? new BatchOutcome.Results(all) : new BatchOutcome.Refused(common));
  }

  /// A sender that looks only at the status must learn that nothing was stored, and when to come
  /// again.
  private static @Nullable Refusal commonRefusal(List<Result> all) {
    Refusal common = null;
    for (Result r : all) {
      if (!(r.outcome() instanceof Outcome.Refused(var refusal))) return null;
      if (common != null && common.problem() != refusal.problem()) return null;
      common = refusal;
    }
    boolean forAll = common != null && common.problem().status() != 400;
    return forAll ? common : null;
  }
}
