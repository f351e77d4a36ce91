package dev.tippen.enrich.agent;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The request header lines in which Chromium browsers say more than in their user agent
/// (https://wicg.github.io/ua-client-hints/), as they came. A line that is too long is taken as
/// absent: half of it could not be read.
public record ClientHints(
    @Nullable String brands,
    @Nullable String mobile,
    @Nullable String platform,
    @Nullable String platformVersion,
    @Nullable String model) {
  /// Nothing was said.
  public static final ClientHints NONE = new ClientHints(null, null, null, null, null);

  private static final int BRANDS_MAX_CHARS = 512;
  private static final int OTHER_MAX_CHARS = 64;

  public ClientHints {
    brands = bounded(brands, BRANDS_MAX_CHARS);
    mobile = bounded(mobile, OTHER_MAX_CHARS);
    platform = bounded(platform, OTHER_MAX_CHARS);
    platformVersion = bounded(platformVersion, OTHER_MAX_CHARS);
    model = bounded(model, OTHER_MAX_CHARS);
  }

  /// @param header gives the value of a header line by its name in lower case, null if absent
  public static ClientHints from(UnaryOperator<@Nullable String> header) {
    String brands = header.apply("sec-ch-ua");
    String mobile = header.apply("sec-ch-ua-mobile");
    String platform = header.apply("sec-ch-ua-platform");
    String platformVersion = header.apply("sec-ch-ua-platform-version");
    String model = header.apply("sec-ch-ua-model");
    if (brands == null
        && mobile == null
        && platform == null
        && platformVersion == null
        && model == null) return NONE;
    return new ClientHints(brands, mobile, platform, platformVersion, model);
  }

  boolean isEmpty() {
    return brands == null
        && mobile == null
        && platform == null
        && platformVersion == null
        && model == null;
  }

  private static @Nullable String bounded(@Nullable String text, int maxChars) {
    return text == null || text.isEmpty() || text.length() > maxChars ? null : text;
  }
}
