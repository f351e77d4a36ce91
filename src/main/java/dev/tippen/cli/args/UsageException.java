package dev.tippen.cli.args;

/// Wrong arguments; the message is the sentence that is printed.
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UsageException(String sentence) {
    super(sentence);
  }
}
