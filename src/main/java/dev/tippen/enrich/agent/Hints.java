package dev.tippen.enrich.agent;

import dev.tippen.event.DeviceClass;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What client hints add to what the user agent says. Where they can't be read, nothing.
final class Hints {
  private static final int BRAND_MAX_CHARS = 40;
  private static final int BRANDS_MAX = 16;

  /// Brands by the names under which their agents are known.
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("Google Chrome", "Chrome"),
          Map.entry("Microsoft Edge", "Edge"),
          Map.entry("Microsoft Edge WebView2", "Edge WebView2"),
          Map.entry("YaBrowser", "Yandex Browser"),
          Map.entry("Yandex", "Yandex Browser"),
          Map.entry("CocCoc", "Coc Coc"),
          Map.entry("OperaMobile", "Opera"),
          Map.entry("Opera Mobile", "Opera"),
          Map.entry("Oculus Browser", "Meta Quest Browser"),
          Map.entry("Meta Quest Browser", "Meta Quest Browser"));

  private record Brand(String name, String version) {}

  private Hints() {}

  static Agent applied(Agent agent, ClientHints hints) {
    String browser = agent.browser();
    String browserVersion = agent.browserVersion();
    Brand brand = hints.brands() == null ? null : brand(hints.brands());
    if (brand != null && replaces(brand.name, browser)) {
      browser = brand.name;
      browserVersion = brand.version;
    }
    String platform = platform(hints.platform());
    String system = platform == null ? agent.system() : platform;
    String version = system.equals(agent.system()) ? agent.systemVersion() : "";
    String told = text(hints.platformVersion());
    if (told != null) version = version(system, told, version);
    return new Agent(
        browser,
        browserVersion,
        system,
        version,
        deviceClass(agent, system, hints),
        agent.label(),
        agent.robot());
  }

  /// A named product in the agent says more than a family of engines, and a named brand more than
  /// the family's usual agent.
  private static boolean replaces(String brand, String browser) {
    boolean bare =
        browser.equals("Chrome") || browser.equals(Agent.UNKNOWN) || browser.equals("Chromium");
    return bare || brand.equals(browser);
  }

  private static DeviceClass deviceClass(Agent agent, String system, ClientHints hints) {
    DeviceClass told = agent.deviceClass();
    if (told == DeviceClass.TV || told == DeviceClass.CONSOLE) return told;
    if (!system.equals(agent.system())) {
      told =
          switch (system) {
            case "Windows", "macOS", "Linux", "ChromeOS" -> DeviceClass.DESKTOP;
            case "Android" -> DeviceClass.TABLET;
            default -> told;
          };
    }
    if (system.equals("Android")) {
      if ("?1".equals(hints.mobile())) return DeviceClass.PHONE;
      if ("?0".equals(hints.mobile()) && told == DeviceClass.PHONE) return DeviceClass.TABLET;
    }
    return told;
  }

  private static @Nullable String platform(@Nullable String header) {
    String name = text(header);
    if (name == null) return null;
    return switch (name) {
      case "Windows", "macOS", "Android", "Linux", "iOS" -> name;
      case "Mac OS X" -> "macOS";
      case "Chrome OS", "Chromium OS" -> "ChromeOS";
      default -> null;
    };
  }

  private static String version(String system, String told, String otherwise) {
    String version = Versions.twoNumbers(told, 0);
    if (version.isEmpty()) return otherwise;
    switch (system) {
      case "Windows":
        // https://learn.microsoft.com/microsoft-edge/web-platform/how-to-detect-win11
        if (told.startsWith("0.1")) return "7";
        if (told.startsWith("0.2")) return "8";
        if (told.startsWith("0.3")) return "8.1";
        int dot = version.indexOf('.');
        int major = Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
        return major >= 13 ? "11" : major >= 1 ? "10" : otherwise;
      case "macOS", "Android", "iOS":
        return version;
      default:
        return "";
    }
  }

  /// The best brand of the list: one with a name, else that of the embedded view, else Chromium.
  private static @Nullable Brand brand(String list) {
    Brand best = null;
    int bestRank = 0;
    int at = 0;
    for (int brands = 0; brands < BRANDS_MAX && at < list.length(); brands++) {
      at = skipBlanks(list, at);
      int nameEnd = closingQuote(list, at);
      if (nameEnd < 0) return null;
      String name = list.substring(at + 1, nameEnd);
      at = skipBlanks(list, nameEnd + 1);
      String version = "";
      if (at < list.length() && list.charAt(at) == ';') {
        at = skipBlanks(list, at + 1);
        if (!list.startsWith("v=", at)) return null;
        int versionEnd = closingQuote(list, at + 2);
        if (versionEnd < 0) return null;
        version = Versions.major(list, at + 3);
        at = skipBlanks(list, versionEnd + 1);
      }
      if (at < list.length()) {
        if (list.charAt(at) != ',') return null;
        at++;
      }
      int rank = rank(name);
      if (rank > bestRank) {
        best = new Brand(NAMES.getOrDefault(name, name), version);
        bestRank = rank;
      }
    }
    return best;
  }

  private static int rank(String name) {
    if (!isReadable(name) || isFiller(name)) return 0;
    return switch (name) {
      case "Chromium" -> 1;
      case "Android WebView" -> 2;
      case "Google Chrome" -> 3;
      default -> 4;
    };
  }

  /// Browsers add a brand such as `Not/A)Brand` that is none, to keep readers of the list honest.
  private static boolean isFiller(String name) {
    var letters = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      if (WordSearch.isWordChar(name.charAt(i))) letters.append(name.charAt(i));
    }
    String plain = letters.toString().toLowerCase(Locale.ROOT);
    return plain.contains("not") && plain.contains("brand");
  }

  private static boolean isReadable(String name) {
    if (name.isBlank() || name.length() > BRAND_MAX_CHARS) return false;
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < ' ' || name.charAt(i) > '~') return false;
    }
    return true;
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == ' ') at++;
    return at;
  }

  /// @return where the quoted text that begins at `from` ends; -1 if none begins or ends
  private static int closingQuote(String text, int from) {
    if (from >= text.length() || text.charAt(from) != '"') return -1;
    for (int i = from + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') i++;
      else if (text.charAt(i) == '"') return i;
    }
    return -1;
  }

  private static @Nullable String text(@Nullable String header) {
    if (header == null || closingQuote(header, 0) != header.length() - 1) return null;
    return header.substring(1, header.length() - 1);
  }
}
