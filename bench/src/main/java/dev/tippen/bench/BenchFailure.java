package dev.tippen.bench;

/// A benchmark can't go on; the message is a sentence for whoever runs it.
public final class BenchFailure extends Exception {
  private static final long serialVersionUID = 1;

  public BenchFailure(String sentence) {
    super(sentence);
  }

  public BenchFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
