package dev.tippen.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// The text form of a web origin, as browsers send it in `Origin` (RFC 6454, section 6.2).
public final class Origin {
  public static final String ALLOWED =
      "an origin such as https://example.com (scheme, host and port, no path)";

  private Origin() {}

  /// Lower case, without a slash at the end and without the scheme's own port.
  ///
  /// @throws IllegalArgumentException if the text is not an origin; the message is a sentence
  public static String normalize(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (lower.endsWith("/")) lower = lower.substring(0, lower.length() - 1);
    URI uri = parse(text, lower);
    String scheme = uri.getScheme();
    boolean web = "http".equals(scheme) || "https".equals(scheme);
    // The comparison refuses whatever else a URI may have: user, path, query, fragment.
    String bare = scheme + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    if (!web || uri.getHost() == null || !bare.equals(lower) || uri.getPort() > 65_535) {
      throw refused(text, null);
    }
    int ownPort = "https".equals(scheme) ? 443 : 80;
    return uri.getPort() == ownPort ? scheme + "://" + uri.getHost() : lower;
  }

  private static URI parse(String text, String lower) {
    try {
      return new URI(lower);
    } catch (URISyntaxException e) {
      throw refused(text, e);
    }
  }

  private static IllegalArgumentException refused(
      String text, @org.jspecify.annotations.Nullable Throwable cause) {
    return new IllegalArgumentException("'" + text + "' is not " + ALLOWED, cause);
  }
}
