package dev.tippen.imports;

import java.io.IOException;

/// A file that is not what it should be; the message is one sentence for its owner.
public final class SourceException extends IOException {
  private static final long serialVersionUID = 1;

  SourceException(String sentence) {
    super(sentence);
  }

  SourceException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
