package dev.tippen.cli;

import java.io.Console;

/// What may be written to a terminal, and how wide it is.
final class Terminal {
  private Terminal() {}

  /// Whether a person reads our output as it comes.
  static boolean isInteractive() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /// The text with everything escaped that would move the cursor, start a line or turn the
  /// direction of writing: cells hold what visitors sent.
  static String printable(String text) {
    if (text.codePoints().allMatch(Terminal::isPrintable)) return text;
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '\n' -> escaped.append("\\n");
            case '\r' -> escaped.append("\\r");
            case '\t' -> escaped.append("\\t");
            default -> {
              if (isPrintable(c)) {
                escaped.appendCodePoint(c);
              } else {
                escaped.append("\\u").append("%04x".formatted(c));
              }
            }
          }
        });
    return escaped.toString();
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
