package dev.tippen.cli;

import org.jspecify.annotations.Nullable;

/// A command that could not do its work; the message is the sentence that is printed.
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  Failure(int exitCode, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.exitCode = exitCode;
  }

  Failure(String sentence) {
    this(Exit.FAILED, sentence, null);
  }

  int exitCode() {
    return exitCode;
  }
}
