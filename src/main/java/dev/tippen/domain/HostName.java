package dev.tippen.domain;

import java.net.IDN;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One spelling for each host: lower case, international characters in their ASCII form, no dot at
/// the end. Nothing here throws on any text.
public final class HostName {
  /// RFC 1035, section 2.3.4.
  public static final int MAX_CHARS = 253;

  private static final int LABEL_MAX_CHARS = 63;

  private HostName() {}

  /// @return null if the text is no host name; numeric IPv4 addresses are names here
  public static @Nullable String of(String text) {
    int length = text.length();
    if (length > 0 && text.charAt(length - 1) == '.') length--;
    if (length == 0 || length > MAX_CHARS) return null;
    boolean plain = true;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c > 127) return ofInternational(text.substring(0, length));
      if (c >= 'A' && c <= 'Z') plain = false;
    }
    String name = length == text.length() ? text : text.substring(0, length);
    if (!plain) name = name.toLowerCase(Locale.ROOT);
    return isName(name) ? name : null;
  }

  private static @Nullable String ofInternational(String text) {
    try {
      String name = IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
      return name.length() <= MAX_CHARS && isName(name) ? name : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /// Whether this is a numeric IPv4 address: four numbers, nothing else.
  public static boolean isAddress(String name) {
    int dots = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.') dots++;
      else if (c < '0' || c > '9') return false;
    }
    return dots == 3;
  }

  /// Whether `name` is `domain` or a name below it. Both in the form of [#of].
  public static boolean isWithin(String name, String domain) {
    int rest = name.length() - domain.length();
    return name.endsWith(domain) && (rest == 0 || rest > 0 && name.charAt(rest - 1) == '.');
  }

  /// The host as people name the site: without a leading `www.`.
  public static String withoutWww(String name) {
    return name.startsWith("www.") && name.length() > 4 ? name.substring(4) : name;
  }

  private static boolean isName(String name) {
    int label = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i == name.length() || name.charAt(i) == '.') {
        if (i == label || i - label > LABEL_MAX_CHARS) return false;
        label = i + 1;
      } else {
        char c = name.charAt(i);
        // Underscores occur in names of machines, though never in registered ones.
        boolean letter = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
        if (!letter) return false;
      }
    }
    return true;
  }
}
