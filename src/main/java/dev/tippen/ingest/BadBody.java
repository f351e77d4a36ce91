package dev.tippen.ingest;

import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;

/// The body is not what the contract asks for. Carries no stack: it is an answer, not a fault.
final class BadBody extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Refusal refusal;

  BadBody(Problem problem, String text) {
    super(text, null, false, false);
    refusal = Refusal.of(problem, text);
  }

  BadBody(Problem problem) {
    this(problem, problem.text());
  }

  Refusal refusal() {
    return refusal;
  }
}
