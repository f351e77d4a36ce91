package dev.tippen.analytics;

/// A question that can't be asked like this. The message names the field and what is allowed.
public final class InvalidQuery extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InvalidQuery(String message) {
    super(message);
  }
}
