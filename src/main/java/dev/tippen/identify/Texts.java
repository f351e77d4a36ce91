package dev.tippen.identify;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What others send as text, made harmless: no control characters, no odd spaces, bounded.
final class Texts {
  /// Labels that look like a name and say that there is none.
  private static final Set<String> LABELS =
      Set.of(
          "unknown",
          "unknown company",
          "unknown organization",
          "unknown organisation",
          "unknown isp",
          "company",
          "not found",
          "not available",
          "no company",
          "no company record found",
          "anonymous",
          "private",
          "undefined",
          "null",
          "none",
          "n/a",
          "na",
          "nil",
          "-",
          "--",
          "?");

  /// The label that the product itself prints for visitors of whom nothing is known.
  private static final Pattern VISITOR_LABEL = Pattern.compile("[^ ]+\\.[^ ]+ visitor");

  private static final Pattern HOST =
      Pattern.compile("(?:[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?\\.)+[a-z0-9-]{2,63}");
  private static final int HOST_MAX_CHARS = 253;

  private Texts() {}

  /// @return null if nothing is left
  static @Nullable String clean(@Nullable String text, int maxChars) {
    if (text == null) return null;
    // A long text is cut before work is spent on it; four characters of space for each kept one.
    String head = text.length() > maxChars * 4 ? text.substring(0, maxChars * 4) : text;
    StringBuilder clean = new StringBuilder(Math.min(head.length(), maxChars));
    boolean space = false;
    for (int i = 0; i < head.length(); ) {
      int c = head.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)) {
        space = !clean.isEmpty();
      } else if (isShown(c)) {
        int needed = Character.charCount(c) + (space ? 1 : 0);
        if (clean.length() + needed > maxChars) break;
        if (space) clean.append(' ');
        space = false;
        clean.appendCodePoint(c);
      }
    }
    return clean.isEmpty() ? null : clean.toString();
  }

  /// @return null for no name and for labels such as `Unknown Company`
  static @Nullable String name(@Nullable String text, int maxChars) {
    String name = clean(text, maxChars);
    return name == null || isLabel(name) ? null : name;
  }

  static boolean isLabel(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return LABELS.contains(lower)
        || VISITOR_LABEL.matcher(lower).matches()
        || lower.codePoints().noneMatch(Character::isLetterOrDigit);
  }

  /// A host name in lower case, from a host or an address.
  ///
  /// @return null if the text is no host name
  static @Nullable String domain(@Nullable String text) {
    String clean = clean(text, 2_048);
    if (clean == null) return null;
    String host = clean.toLowerCase(Locale.ROOT);
    int scheme = host.indexOf("://");
    if (scheme >= 0) host = host.substring(scheme + 3);
    int end = 0;
    while (end < host.length() && "/?#:".indexOf(host.charAt(end)) < 0) end++;
    host = host.substring(0, end);
    if (host.startsWith("www.")) host = host.substring(4);
    if (host.endsWith(".")) host = host.substring(0, host.length() - 1);
    if (host.chars().anyMatch(c -> c > 127)) host = ascii(host);
    return isHost(host) ? host : null;
  }

  /// @param host in lower case
  static boolean isHost(String host) {
    return host.length() <= HOST_MAX_CHARS && HOST.matcher(host).matches() && !isAddress(host);
  }

  private static String ascii(String host) {
    try {
      return java.net.IDN.toASCII(host, java.net.IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  /// No top-level domain is a number.
  private static boolean isAddress(String host) {
    return host.substring(host.lastIndexOf('.') + 1).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
