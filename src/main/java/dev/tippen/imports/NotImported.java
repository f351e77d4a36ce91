package dev.tippen.imports;

/// A row that is left out. Carries no stack: it is an answer, not a fault.
final class NotImported extends Exception {
  private static final long serialVersionUID = 1;

  private final SkipReason reason;

  NotImported(SkipReason reason) {
    super(reason.text(), null, false, false);
    this.reason = reason;
  }

  SkipReason reason() {
    return reason;
  }
}
