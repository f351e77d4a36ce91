package dev.tippen.enrich;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/// The device string of a user agent, `<device> - <browser>`, such as `Mac - Edge`. Safe for all
/// threads.
///
/// The order of the checks matters: user agents of iPhones contain "Mac", those of Android "Linux",
/// those of Edge also "Chrome" and "Safari", and Chrome and Firefox on an iPhone also "Safari".
public final class Device {
  private static final int CACHE_MAX_AGENTS = 10_000;
  private static final String[] DEVICES = {"iPhone", "iPad", "Android", "Mac", "Windows", "Linux"};

  private final Cache<String, String> cache =
      Caffeine.newBuilder().maximumSize(CACHE_MAX_AGENTS).build();

  /// @return null if there is no user agent
  public @Nullable String of(@Nullable String userAgent) {
    return userAgent == null ? null : cache.get(userAgent, Device::classify);
  }

  static String classify(String userAgent) {
    return device(userAgent) + " - " + browser(userAgent);
  }

  private static String device(String userAgent) {
    for (String device : DEVICES) {
      if (userAgent.contains(device)) return device;
    }
    return "Unknown Device";
  }

  private static String browser(String userAgent) {
    if (userAgent.contains("Edg")) return "Edge";
    if (userAgent.contains("Firefox") || userAgent.contains("FxiOS")) return "Firefox";
    if (userAgent.contains("Chrome") || userAgent.contains("CriOS")) return "Chrome";
    if (userAgent.contains("Safari")) return "Safari";
    return "Unknown Browser";
  }
}
