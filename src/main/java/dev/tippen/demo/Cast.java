package dev.tippen.demo;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The people and pages of the simulation. All companies are invented.
final class Cast {
  static final String HOST = "www.northwindpumps.example";

  private Cast() {}

  record Page(String path, String title) {}

  /// @param company null for the many who stay unidentified
  record Person(
      @Nullable String company,
      String timezone,
      String language,
      String userAgent,
      String screen) {}

  private static final List<Page> PAGES =
      List.of(
          new Page("/", "Northwind Pumps: pumps that outlast the plant"),
          new Page("/products", "Products"),
          new Page("/products/centrifugal-c200", "C200 centrifugal pump"),
          new Page("/products/dosing-d40", "D40 dosing pump"),
          new Page("/products/slurry-s900", "S900 slurry pump"),
          new Page("/pricing", "Pricing and leasing"),
          new Page("/case-studies/harbour-water", "Case study: Harbour Water"),
          new Page("/blog/seal-failure-checklist", "Seal failure: a checklist"),
          new Page("/service", "Service and spare parts"),
          new Page("/contact", "Talk to an engineer"));

  private static final List<String> COMPANIES =
      List.of(
          "Harbour Water Utilities",
          "Falkenberg Chemie",
          "Oakridge Foods",
          "Sierra Copper",
          "Lumen Paper Mills",
          "Bluefin Aquaculture",
          "Meridian Dairy",
          "Kestrel Breweries",
          "Tasman Desalination",
          "Aurora Pharma",
          "Delta Flood Control",
          "Polder Engineering");

  private static final List<String> TIMEZONES =
      List.of(
          "Australia/Sydney",
          "Europe/Berlin",
          "America/New_York",
          "America/Chicago",
          "Europe/London",
          "Asia/Singapore",
          "America/Los_Angeles",
          "Europe/Amsterdam",
          "Asia/Tokyo",
          "America/Sao_Paulo");

  private static final List<String> LANGUAGES =
      List.of(
          "en-AU", "de-DE", "en-US", "en-US", "en-GB", "en-SG", "en-US", "nl-NL", "ja-JP", "pt-BR");

  private static final List<String> USER_AGENTS =
      List.of(
          "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
          "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
          "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
          "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
          "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1");

  private static final List<String> SCREENS =
      List.of(
          "1728x1117",
          "1920x1080",
          "2560x1440",
          "393x852",
          "412x915",
          "1512x982",
          "1920x1200",
          "820x1180");

  private static final List<String> REFERRERS =
      List.of(
          "https://www.google.com/",
          "https://www.google.com/",
          "https://www.linkedin.com/",
          "https://chatgpt.com/",
          "https://duckduckgo.com/",
          "https://pumps-monthly.example/reviews",
          "https://www.bing.com/");

  static Person person(RandomGenerator random) {
    int place = random.nextInt(TIMEZONES.size());
    int device = random.nextInt(USER_AGENTS.size());
    String company = random.nextInt(100) < 60 ? pick(COMPANIES, random) : null;
    return new Person(
        company,
        TIMEZONES.get(place),
        LANGUAGES.get(place),
        USER_AGENTS.get(device),
        SCREENS.get(device));
  }

  static Page page(RandomGenerator random) {
    // The first pages are the ones most visited.
    return PAGES.get(Math.min(random.nextInt(PAGES.size()), random.nextInt(PAGES.size() + 4)));
  }

  static @Nullable String referrer(RandomGenerator random) {
    return random.nextInt(100) < 35 ? null : pick(REFERRERS, random);
  }

  private static <T> T pick(List<T> list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }
}
