package dev.tippen.enrich.agent;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which browser, or program with a browser inside, a user agent names. Agents name several, from
/// the one that they are to all that they want to be treated as: the first of the list wins.
final class Browsers {
  /// A browser's name and the version that the agent gives it.
  record Found(String name, String version) {}

  private record Product(int rank, String name) {}

  /// `Product/1.2` in the agent, and the name that people know. Order is rank.
  private static final String[][] PRODUCTS = {
    // Programs that show pages in a view of their own.
    {"FBAV", "Facebook"},
    {"FBAN", "Facebook"},
    {"FB_IAB", "Facebook"},
    {"FBIOS", "Facebook"},
    {"Instagram", "Instagram"},
    {"Barcelona", "Threads"},
    {"LinkedInApp", "LinkedIn"},
    {"Snapchat", "Snapchat"},
    {"Pinterest", "Pinterest"},
    {"BytedanceWebview", "TikTok"},
    {"ByteLocale", "TikTok"},
    {"musical_ly", "TikTok"},
    {"trill", "TikTok"},
    {"TikTok", "TikTok"},
    {"TwitterAndroid", "X"},
    {"Twitter", "X"},
    {"Reddit", "Reddit"},
    {"MicroMessenger", "WeChat"},
    {"DingTalk", "DingTalk"},
    {"AlipayClient", "Alipay"},
    {"Weibo", "Weibo"},
    {"Line", "Line"},
    {"KAKAOTALK", "KakaoTalk"},
    {"NAVER", "Naver"},
    {"Viber", "Viber"},
    {"Telegram-Android", "Telegram"},
    {"Telegram", "Telegram"},
    {"WhatsApp", "WhatsApp"},
    {"baiduboxapp", "Baidu App"},
    {"BIDUBrowser", "Baidu Browser"},
    {"baidubrowser", "Baidu Browser"},
    {"GSA", "Google App"},
    {"Slack_SSB", "Slack"},
    {"Slack", "Slack"},
    {"Discord", "Discord"},
    {"discord", "Discord"},
    {"Discord-iOS", "Discord"},
    {"Teams", "Microsoft Teams"},
    {"TeamsMobile-Android", "Microsoft Teams"},
    {"TeamsMobile-iOS", "Microsoft Teams"},
    {"Whale", "Whale"},
    // Browsers.
    {"EdgA", "Edge"},
    {"EdgiOS", "Edge"},
    {"EdgW", "Edge"},
    {"Edg", "Edge"},
    {"Edge", "Edge"},
    {"OPRGX", "Opera GX"},
    {"OPX", "Opera GX"},
    {"OPT", "Opera"},
    {"OPiOS", "Opera"},
    {"Opera Mini", "Opera Mini"},
    {"OPR", "Opera"},
    {"Opera Mobi", "Opera"},
    {"Opera Tablet", "Opera"},
    {"Coast", "Opera Coast"},
    {"Vivaldi", "Vivaldi"},
    {"Brave", "Brave"},
    {"YaBrowser", "Yandex Browser"},
    {"YaApp_iOS", "Yandex"},
    {"YaApp_Android", "Yandex"},
    {"YaSearchBrowser", "Yandex"},
    {"SamsungBrowser", "Samsung Internet"},
    {"DuckDuckGo", "DuckDuckGo"},
    {"Ddg", "DuckDuckGo"},
    {"MiuiBrowser", "MIUI Browser"},
    {"HuaweiBrowser", "Huawei Browser"},
    {"HeyTapBrowser", "HeyTap Browser"},
    {"VivoBrowser", "Vivo Browser"},
    {"OppoBrowser", "Oppo Browser"},
    {"RealmeBrowser", "Realme Browser"},
    {"HonorBrowser", "Honor Browser"},
    {"MQQBrowser", "QQ Browser"},
    {"QQBrowser", "QQ Browser"},
    {"QQBrowserLite", "QQ Browser"},
    {"QQ", "QQ"},
    {"Quark", "Quark"},
    {"UCBrowser", "UC Browser"},
    {"UBrowser", "UC Browser"},
    {"UCWEB", "UC Browser"},
    {"coc_coc_browser", "Coc Coc"},
    {"CocCocBrowser", "Coc Coc"},
    {"Silk", "Silk"},
    {"Puffin", "Puffin"},
    {"Maxthon", "Maxthon"},
    {"MxBrowser", "Maxthon"},
    {"MetaSr", "Sogou Explorer"},
    {"SogouMobileBrowser", "Sogou Browser"},
    {"360SE", "360 Browser"},
    {"QihooBrowser", "360 Browser"},
    {"2345Explorer", "2345 Explorer"},
    {"LBBROWSER", "Liebao"},
    {"AvastSecureBrowser", "Avast Secure Browser"},
    {"Avast", "Avast Secure Browser"},
    {"AVG", "AVG Secure Browser"},
    {"Avira", "Avira Secure Browser"},
    {"CCleaner", "CCleaner Browser"},
    {"Norton", "Norton Private Browser"},
    {"Ecosia", "Ecosia"},
    {"EcosiaBrowser", "Ecosia"},
    {"Arc", "Arc"},
    {"Atlas", "ChatGPT Atlas"},
    {"Comet", "Comet"},
    {"Aloha", "Aloha"},
    {"AlohaBrowser", "Aloha"},
    {"Phoenix", "Phoenix"},
    {"PHX", "Phoenix"},
    {"Kiwi", "Kiwi"},
    {"Iron", "Iron"},
    {"Sleipnir", "Sleipnir"},
    {"Epic", "Epic"},
    {"Dragon", "Comodo Dragon"},
    {"OculusBrowser", "Meta Quest Browser"},
    {"PicoBrowser", "Pico Browser"},
    {"Falkon", "Falkon"},
    {"QupZilla", "QupZilla"},
    {"Konqueror", "Konqueror"},
    {"Epiphany", "GNOME Web"},
    {"Midori", "Midori"},
    {"qutebrowser", "qutebrowser"},
    {"Otter", "Otter"},
    {"Dooble", "Dooble"},
    {"Ladybird", "Ladybird"},
    {"Servo", "Servo"},
    {"Focus", "Firefox Focus"},
    {"Klar", "Firefox Klar"},
    {"PaleMoon", "Pale Moon"},
    {"Goanna", "Goanna"},
    {"Basilisk", "Basilisk"},
    {"SeaMonkey", "SeaMonkey"},
    {"Waterfox", "Waterfox"},
    {"LibreWolf", "LibreWolf"},
    {"Iceweasel", "Iceweasel"},
    {"Camino", "Camino"},
    {"K-Meleon", "K-Meleon"},
    {"Thunderbird", "Thunderbird"},
    {"LG Browser", "LG Browser"},
    {"Kindle", "Kindle"},
    {"NintendoBrowser", "Nintendo Browser"},
    {"NX", "Nintendo Browser"},
    {"NetFront", "NetFront"},
    {"Nokia", "Nokia Browser"},
    {"NokiaBrowser", "Nokia Browser"},
    {"BrowserNG", "Nokia Browser"},
    {"IEMobile", "Internet Explorer"},
    {"QtCarBrowser", "Tesla"},
    {"Tesla", "Tesla"},
    {"ArkWeb", "ArkWeb"},
    {"CriOS", "Chrome"},
    {"FxiOS", "Firefox"},
    {"Electron", "Electron"},
    {"Lynx", "Lynx"},
    {"Links", "Links"},
    {"ELinks", "ELinks"},
    {"w3m", "w3m"},
    {"Dillo", "Dillo"},
    {"NetSurf", "NetSurf"},
    {"Firefox", "Firefox"},
    {"Chromium", "Chromium"},
    {"Chrome", "Chrome"},
  };

  /// Names that stand before a blank or another sign instead of a slash.
  private static final String[][] SPACED = {
    {"Instagram ", "Instagram"},
    {"Barcelona ", "Threads"},
    {"KAKAOTALK ", "KakaoTalk"},
    {"NAVER(", "Naver"},
    {"Weibo (", "Weibo"},
    {"Twitter for iPhone/", "X"},
    {"Twitter for iPad/", "X"},
    {"TwitterAndroid", "X"},
    {"TikTok ", "TikTok"},
    {"musical_ly_", "TikTok"},
    {"trill_", "TikTok"},
    {"Ecosia android@", "Ecosia"},
    {"Ecosia ios@", "Ecosia"},
    {"QIHU 360", "360 Browser"},
    {"360SE", "360 Browser"},
    {"MetaSr ", "Sogou Explorer"},
    {"MSIE ", "Internet Explorer"},
  };

  private static final Map<String, Product> BY_NAME = new HashMap<>();

  static {
    for (String[] product : PRODUCTS) {
      BY_NAME.putIfAbsent(product[0], new Product(BY_NAME.size(), product[1]));
    }
  }

  private Browsers() {}

  static String[] spacedNames() {
    String[] names = new String[SPACED.length];
    for (int i = 0; i < names.length; i++) names[i] = SPACED[i][0];
    return names;
  }

  /// @return null if the agent names none that is known
  static @Nullable Found of(String agent, WordSearch.Found marks) {
    if (marks.has(Mark.PLAYSTATION)) {
      return new Found("PlayStation Browser", "");
    }
    Product best = null;
    int bestVersionAt = 0;
    for (int slash = agent.indexOf('/'); slash >= 0; slash = agent.indexOf('/', slash + 1)) {
      Product product = BY_NAME.get(nameBefore(agent, slash));
      if (product != null && (best == null || product.rank < best.rank)) {
        best = product;
        bestVersionAt = slash + 1;
      }
    }
    boolean weak = best == null || best.name.equals("Chrome") || best.name.equals("Electron");
    if (weak && marks.has(Mark.SPACED_NAME)) {
      Found spaced = spaced(agent);
      if (spaced != null) return spaced;
    }
    if (best == null) return others(agent, marks);
    if (best.name.equals("Facebook")) return facebook(agent);
    if (best.name.equals("TikTok")) return new Found("TikTok", tikTokVersion(agent));
    if (best.name.equals("Chrome") && marks.has(Mark.ANDROID) && marks.has(Mark.ANDROID_VIEW)) {
      return new Found("Android WebView", Versions.major(agent, bestVersionAt));
    }
    return new Found(best.name, Versions.major(agent, bestVersionAt));
  }

  private static String nameBefore(String agent, int slash) {
    int end = slash;
    if (end > 0 && agent.charAt(end - 1) == ']') end--;
    int start = end;
    while (start > 0 && isNameChar(agent.charAt(start - 1))) start--;
    if (agent.startsWith("Opera ", start - 6)) start -= 6;
    if (agent.startsWith("LG ", start - 3)) start -= 3;
    return agent.substring(start, end);
  }

  private static Found facebook(String agent) {
    int version = agent.indexOf("FBAV/");
    String name =
        agent.contains("FBAN/Messenger")
                || agent.contains("FB_IAB/Orca")
                || agent.contains("FB_IAB/MESSENGER")
            ? "Messenger"
            : "Facebook";
    return new Found(name, version < 0 ? "" : Versions.major(agent, version + 5));
  }

  /// The number behind `trill_` is a build.
  private static String tikTokVersion(String agent) {
    for (String name : new String[] {"app_version/", "musical_ly_", "TikTok ", "TikTok/"}) {
      int at = agent.indexOf(name);
      if (at >= 0) return Versions.major(agent, at + name.length());
    }
    return "";
  }

  /// Such as `NAVER(inapp; search; 1000; 12.5.1; 14PRO)`.
  private static String naverVersion(String agent, int at) {
    int field = at;
    for (int i = 0; i < 3 && field >= 0; i++) field = agent.indexOf(';', field + 1);
    return field < 0 ? "" : Versions.major(agent, field + 1);
  }

  private static @Nullable Found spaced(String agent) {
    for (String[] name : SPACED) {
      int at = agent.indexOf(name[0]);
      if (at < 0) continue;
      if (name[1].equals("Internet Explorer")) return explorer(agent, at);
      if (name[1].equals("TikTok")) return new Found("TikTok", tikTokVersion(agent));
      if (name[1].equals("Naver")) return new Found("Naver", naverVersion(agent, at));
      return new Found(name[1], Versions.major(agent, at + name[0].length()));
    }
    return null;
  }

  /// In its compatibility view the browser names an older version; its engine tells the truth.
  private static Found explorer(String agent, int at) {
    int trident = agent.indexOf("Trident/");
    if (trident < 0) return new Found("Internet Explorer", Versions.major(agent, at + 5));
    String engine = Versions.major(agent, trident + 8);
    return new Found(
        "Internet Explorer",
        engine.length() == 1 ? String.valueOf(engine.charAt(0) - '0' + 4) : "");
  }

  private static @Nullable Found others(String agent, WordSearch.Found marks) {
    if (agent.contains("Trident/")) return explorer(agent, 0);
    if (agent.startsWith("Opera/") || agent.contains("Opera ")) {
      int version = agent.indexOf("Version/");
      int opera = agent.indexOf("Opera") + 6;
      return new Found("Opera", Versions.major(agent, version < 0 ? opera : version + 8));
    }
    int version = marks.has(Mark.VERSION) ? agent.indexOf("Version/") : -1;
    if (marks.has(Mark.BLACKBERRY)) {
      return new Found("BlackBerry Browser", version < 0 ? "" : Versions.major(agent, version + 8));
    }
    if (marks.has(Mark.ANDROID) && version >= 0) {
      return new Found("Android Browser", Versions.major(agent, version + 8));
    }
    if (!marks.has(Mark.WEB_KIT)) return null;
    if (marks.has(Mark.IPHONE) || marks.has(Mark.IPAD) || marks.has(Mark.IPOD)) {
      return marks.has(Mark.SAFARI) && version >= 0
          ? new Found("Safari", Versions.major(agent, version + 8))
          : new Found("iOS WebView", "");
    }
    if (marks.has(Mark.SAFARI) && marks.has(Mark.MAC_OS)) {
      return new Found("Safari", version < 0 ? "" : Versions.major(agent, version + 8));
    }
    return null;
  }

  private static boolean isNameChar(char c) {
    return WordSearch.isWordChar(c) || c == '_' || c == '-';
  }
}
