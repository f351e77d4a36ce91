package dev.tippen.history;

/// The history could not be read.
public final class HistoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  /// Why.
  public enum Reason {
    /// It is not open yet, or its file can't be used.
    UNAVAILABLE,
    /// Too many others ask.
    BUSY,
    /// It took longer than a query may.
    TOO_SLOW,
    /// It needed more memory or disk than a query may.
    TOO_LARGE,
    /// Nobody waits for the answer any more.
    CANCELLED,
    FAILED
  }

  HistoryException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
