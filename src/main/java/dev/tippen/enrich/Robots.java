package dev.tippen.enrich;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether a user agent names a robot by the words that crawlers, monitors and programs use for
/// themselves. Safe for all threads.
public final class Robots {
  private static final int CACHE_MAX_AGENTS = 10_000;
  private static final String[] WORDS = {
    "bot/",
    "bot;",
    "bot ",
    "bot)",
    "bots",
    "-bot",
    "_bot",
    "crawl",
    "spider",
    "slurp",
    "headless",
    "phantomjs",
    "lighthouse",
    "pingdom",
    "uptime",
    "monitor",
    "scrape",
    "python-requests",
    "curl/",
    "wget/",
    "facebookexternalhit",
    "preview"
  };

  private final Cache<String, Boolean> cache =
      Caffeine.newBuilder().maximumSize(CACHE_MAX_AGENTS).build();

  /// @param userAgent null says nothing: a program that relays the events of people may have none
  public boolean isRobot(@Nullable String userAgent) {
    return userAgent != null && cache.get(userAgent, Robots::namesRobot);
  }

  static boolean namesRobot(String userAgent) {
    // A maker of phones calls itself Cubot.
    String lower = userAgent.toLowerCase(Locale.ROOT).replace("cubot", "");
    if (lower.endsWith("bot")) return true;
    for (String word : WORDS) {
      if (lower.contains(word)) return true;
    }
    return false;
  }
}
