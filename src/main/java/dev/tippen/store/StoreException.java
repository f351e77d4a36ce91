package dev.tippen.store;

/// The database failed in a way that the caller can't mend.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreException(String text, Throwable cause) {
    super(text, cause);
  }
}
