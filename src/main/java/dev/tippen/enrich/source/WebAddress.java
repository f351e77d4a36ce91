package dev.tippen.enrich.source;

import dev.tippen.domain.HostName;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An absolute address, cut where it must be. Visitors send any text as an address: nothing here
/// throws.
///
/// @param host in the form of [HostName#of], or the id of a program, or an IPv6 address in brackets
/// @param app whether it is the address of a program, not of a page
/// @param text the whole address
/// @param pathAt where in the text the path begins
record WebAddress(String host, boolean app, String text, int pathAt) {
  /// Longer ones are cut before they are read.
  static final int MAX_CHARS = 4_096;

  private static final String[] SCHEMES = {"https://", "http://", "android-app://", "ios-app://"};
  private static final int WEB_SCHEMES = 2;

  /// @return null if this is not the absolute address of a page or a program
  static @Nullable WebAddress of(@Nullable String address) {
    if (address == null || address.isEmpty()) return null;
    String text = address.length() > MAX_CHARS ? address.substring(0, MAX_CHARS) : address;
    text = text.strip();
    for (int scheme = 0; scheme < SCHEMES.length; scheme++) {
      String name = SCHEMES[scheme];
      if (!text.regionMatches(true, 0, name, 0, name.length())) continue;
      return of(text, name.length(), scheme >= WEB_SCHEMES);
    }
    return null;
  }

  private static @Nullable WebAddress of(String text, int from, boolean app) {
    int end = from;
    int start = from;
    while (end < text.length() && !endsAuthority(text.charAt(end))) {
      if (text.charAt(end) == '@') start = end + 1;
      end++;
    }
    int port = end;
    if (start < end && text.charAt(start) == '[') {
      int close = text.indexOf(']', start);
      if (close < 0 || close >= end) return null;
      port = close + 1;
      if (port - start > HostName.MAX_CHARS) return null;
      String literal = text.substring(start, port).toLowerCase(Locale.ROOT);
      return new WebAddress(literal, app, text, end);
    }
    int colon = text.lastIndexOf(':', end - 1);
    if (colon >= start) port = colon;
    String host = HostName.of(text.substring(start, port));
    return host == null ? null : new WebAddress(host, app, text, end);
  }

  private static boolean endsAuthority(char c) {
    return c == '/' || c == '?' || c == '#' || c == '\\';
  }

  /// Without query and fragment, at most `maxChars`.
  String path(int maxChars) {
    int end = pathAt;
    while (end < text.length() && text.charAt(end) != '?' && text.charAt(end) != '#') end++;
    return end == pathAt ? "/" : Tags.cleaned(text.substring(pathAt, end), maxChars);
  }
}
