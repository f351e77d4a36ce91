package dev.tippen.event;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The host in the text of an address. Visitors send any text as an address: nothing here throws.
public final class UrlHost {
  private static final int HOST_MAX_CHARS = 253;

  private UrlHost() {}

  /// @return lower case, without port; null if the text has no host
  public static @Nullable String of(@Nullable String url) {
    if (url == null) return null;
    int start = url.indexOf("://");
    if (start < 0) return null;
    start += 3;
    int end = start;
    while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) end++;
    int at = url.lastIndexOf('@', end - 1);
    if (at >= start) start = at + 1;
    boolean ipv6 = start < end && url.charAt(start) == '[';
    int port = url.indexOf(':', ipv6 ? Math.max(start, url.indexOf(']', start)) : start);
    if (port >= start && port < end) end = port;
    if (end <= start || end - start > HOST_MAX_CHARS) return null;
    return url.substring(start, end).toLowerCase(Locale.ROOT);
  }

  /// The host as people name the site: without a leading `www.`.
  public static String withoutWww(String host) {
    return host.startsWith("www.") && host.length() > 4 ? host.substring(4) : host;
  }
}
