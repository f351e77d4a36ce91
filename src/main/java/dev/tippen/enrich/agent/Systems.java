package dev.tippen.enrich.agent;

import dev.tippen.event.DeviceClass;
import org.jspecify.annotations.Nullable;

/// Which system and kind of device a user agent names. The order matters: telephones with Windows
/// say "Android" and "like iPhone", televisions "Linux" and "Android", iPhones "like Mac OS X".
final class Systems {
  /// @param version empty where it is missing or always the same, whatever the truth
  record Found(String name, String version, DeviceClass deviceClass) {}

  private Systems() {}

  /// @return null if the agent names none that is known
  static @Nullable Found of(String agent, WordSearch.Found marks) {
    Found found = console(marks);
    if (found != null) return found;
    if (marks.has(Mark.WINDOWS_PHONE)) {
      int at = agent.indexOf("Windows Phone");
      int version = at < 0 ? 0 : afterName(agent, at + 13);
      return new Found(
          "Windows Phone", at < 0 ? "" : Versions.twoNumbers(agent, version), DeviceClass.PHONE);
    }
    if (marks.has(Mark.TV)) return tv(agent, marks);
    if (marks.has(Mark.IPHONE) || marks.has(Mark.IPOD)) {
      return new Found("iOS", appleVersion(agent), DeviceClass.PHONE);
    }
    if (marks.has(Mark.IPAD)) return new Found("iPadOS", appleVersion(agent), DeviceClass.TABLET);
    if (marks.has(Mark.OPEN_HARMONY) || marks.has(Mark.HARMONY) && !marks.has(Mark.ANDROID)) {
      int at = Math.max(agent.indexOf("OpenHarmony"), agent.indexOf("HarmonyOS"));
      int version = afterName(agent, at + (agent.startsWith("OpenHarmony", at) ? 11 : 9));
      return new Found(
          "HarmonyOS",
          Versions.twoNumbers(agent, version),
          marks.has(Mark.TABLET_SAID)
              ? DeviceClass.TABLET
              : marks.has(Mark.HARMONY_PC) ? DeviceClass.DESKTOP : DeviceClass.PHONE);
    }
    if (marks.has(Mark.KINDLE)) return new Found("Linux", "", DeviceClass.TABLET);
    if (marks.has(Mark.ANDROID) || marks.has(Mark.SILK)) return android(agent, marks);
    if (marks.has(Mark.CHROME_OS)) return new Found("ChromeOS", "", DeviceClass.DESKTOP);
    found = oldPhone(agent, marks);
    if (found != null) return found;
    if (marks.has(Mark.WINDOWS)) return windows(agent);
    if (marks.has(Mark.MAC_OS)) {
      return mac(agent, marks);
    }
    return unix(agent, marks);
  }

  private static @Nullable Found console(WordSearch.Found marks) {
    if (marks.has(Mark.PLAYSTATION)) {
      return new Found("PlayStation", "", DeviceClass.CONSOLE);
    }
    if (marks.has(Mark.XBOX)) return new Found("Xbox", "", DeviceClass.CONSOLE);
    if (marks.has(Mark.NINTENDO)) return new Found("Nintendo", "", DeviceClass.CONSOLE);
    if (marks.has(Mark.STEAM)) {
      return new Found("SteamOS", "", DeviceClass.CONSOLE);
    }
    return null;
  }

  private static Found tv(String agent, WordSearch.Found marks) {
    if (marks.has(Mark.TIZEN)) {
      int tizen = agent.indexOf("Tizen");
      return new Found(
          "Tizen", Versions.twoNumbers(agent, afterName(agent, tizen + 5)), DeviceClass.TV);
    }
    if (marks.has(Mark.WEB_OS)) {
      return new Found("webOS", "", DeviceClass.TV);
    }
    if (marks.has(Mark.ANDROID)) {
      int android = agent.indexOf("Android");
      return new Found("Android", androidVersion(agent, android), DeviceClass.TV);
    }
    if (marks.has(Mark.FIRE_TV) || marks.has(Mark.SILK)) {
      return new Found("Android", "", DeviceClass.TV);
    }
    if (marks.has(Mark.APPLE_TV)) {
      return new Found("tvOS", appleVersion(agent), DeviceClass.TV);
    }
    if (marks.has(Mark.ROKU)) return new Found("Roku OS", "", DeviceClass.TV);
    if (marks.has(Mark.VIDAA)) return new Found("VIDAA", "", DeviceClass.TV);
    if (marks.has(Mark.NETCAST)) return new Found("NetCast", "", DeviceClass.TV);
    return new Found(
        marks.has(Mark.LINUX) || marks.has(Mark.LINUX_CAPITALS) ? "Linux" : Agent.UNKNOWN,
        "",
        DeviceClass.TV);
  }

  private static String appleVersion(String agent) {
    int at = agent.indexOf(" OS ");
    while (at >= 0 && !isDigit(agent, at + 4)) at = agent.indexOf(" OS ", at + 1);
    if (at < 0) return "";
    String version = Versions.twoNumbers(agent, at + 4);
    // Since Safari 26 the system always says 18.6 or 18.7.
    int safari = agent.indexOf("Version/");
    if (safari >= 0 && (version.equals("18.6") || version.equals("18.7"))) {
      String major = Versions.major(agent, safari + 8);
      if (major.length() == 2 && major.compareTo("26") >= 0) return "";
    }
    return version;
  }

  private static Found android(String agent, WordSearch.Found marks) {
    int at = agent.indexOf("Android");
    // Says which Android its programs may take it for, not its own version.
    if (marks.has(Mark.HARMONY)) return new Found("HarmonyOS", "", androidClass(marks));
    String version = at < 0 ? "" : androidVersion(agent, at);
    return new Found("Android", version, androidClass(marks));
  }

  private static String androidVersion(String agent, int at) {
    // Chromium says this on every device.
    if (agent.startsWith("Android 10; K)", at) || agent.startsWith("Android 10; K;", at)) return "";
    return Versions.twoNumbers(agent, afterName(agent, at + 7));
  }

  private static DeviceClass androidClass(WordSearch.Found marks) {
    if (marks.has(Mark.HEADSET)) return DeviceClass.UNKNOWN;
    if (marks.has(Mark.OPERA_MINI) && !marks.has(Mark.TABLET_SAID)) return DeviceClass.PHONE;
    if (marks.has(Mark.TABLET) || marks.has(Mark.IPAD)) return DeviceClass.TABLET;
    return marks.has(Mark.MOBILE) ? DeviceClass.PHONE : DeviceClass.TABLET;
  }

  private static @Nullable Found oldPhone(String agent, WordSearch.Found marks) {
    if (marks.has(Mark.KAI_OS)) {
      int kai = agent.indexOf("KAIOS/");
      return new Found("KaiOS", Versions.twoNumbers(agent, kai + 6), DeviceClass.PHONE);
    }
    if (marks.has(Mark.TIZEN)) {
      int tizen = agent.indexOf("Tizen");
      return new Found(
          "Tizen", Versions.twoNumbers(agent, afterName(agent, tizen + 5)), DeviceClass.PHONE);
    }
    if (marks.has(Mark.BLACKBERRY)) {
      int version = agent.indexOf("Version/");
      return new Found(
          "BlackBerry",
          version < 0 ? "" : Versions.twoNumbers(agent, version + 8),
          DeviceClass.PHONE);
    }
    if (marks.has(Mark.PLAYBOOK)) return new Found("BlackBerry", "", DeviceClass.TABLET);
    if (marks.has(Mark.SYMBIAN)) {
      return new Found("Symbian", "", DeviceClass.PHONE);
    }
    if (marks.has(Mark.SAILFISH)) return new Found("Sailfish OS", "", DeviceClass.PHONE);
    if (marks.has(Mark.PALM)) {
      return new Found(
          "webOS", "", marks.has(Mark.TOUCH_PAD) ? DeviceClass.TABLET : DeviceClass.PHONE);
    }
    if (marks.has(Mark.UBUNTU) && marks.has(Mark.MOBILE)) {
      return new Found("Ubuntu Touch", "", DeviceClass.PHONE);
    }
    if (marks.has(Mark.FIREFOX_OS)) {
      return new Found("Firefox OS", "", DeviceClass.PHONE);
    }
    if (marks.has(Mark.FEATURE_PHONE)) {
      return new Found(Agent.UNKNOWN, "", DeviceClass.PHONE);
    }
    return null;
  }

  private static Found windows(String agent) {
    String version = "";
    int at = agent.indexOf("Windows NT ");
    if (at >= 0) {
      version = ntVersion(Versions.twoNumbers(agent, at + 11));
    } else if (agent.contains("Windows 98") || agent.contains("Win98")) {
      version = "98";
    } else if (agent.contains("Windows XP")) {
      version = "XP";
    }
    return new Found("Windows", version, DeviceClass.DESKTOP);
  }

  private static String ntVersion(String version) {
    return switch (version) {
      case "10" -> "10+";
      case "6.3" -> "8.1";
      case "6.2" -> "8";
      case "6.1" -> "7";
      case "6" -> "Vista";
      case "5.1", "5.2" -> "XP";
      case "5" -> "2000";
      default -> "";
    };
  }

  private static Found mac(String agent, WordSearch.Found marks) {
    // Chrome and Firefox on an iPad that ask for the pages of desktops.
    if (marks.has(Mark.MOBILE_APPLE_BROWSER)) {
      return new Found("iPadOS", "", DeviceClass.TABLET);
    }
    int at = agent.indexOf("Mac OS X ");
    String version = at < 0 ? "" : Versions.twoNumbers(agent, at + 9);
    boolean frozen =
        at >= 0
            && (agent.startsWith("10_15_7", at + 9)
                || version.equals("10.15") && marks.has(Mark.FIREFOX));
    return new Found("macOS", frozen ? "" : version, DeviceClass.DESKTOP);
  }

  private static @Nullable Found unix(String agent, WordSearch.Found marks) {
    if (marks.has(Mark.BSD)) {
      String name =
          agent.contains("FreeBSD") ? "FreeBSD" : agent.contains("OpenBSD") ? "OpenBSD" : "NetBSD";
      return new Found(name, "", DeviceClass.DESKTOP);
    }
    if (marks.has(Mark.SOLARIS)) return new Found("Solaris", "", DeviceClass.DESKTOP);
    if (marks.has(Mark.HAIKU)) return new Found("Haiku", "", DeviceClass.DESKTOP);
    if (marks.has(Mark.LINUX) || marks.has(Mark.X11)) {
      boolean phone = marks.has(Mark.MOBILE);
      return new Found(
          marks.has(Mark.LINUX) ? "Linux" : Agent.UNKNOWN,
          "",
          phone ? DeviceClass.PHONE : DeviceClass.DESKTOP);
    }
    return null;
  }

  private static int afterName(String agent, int at) {
    return at < agent.length()
            && (agent.charAt(at) == ' ' || agent.charAt(at) == '/' || agent.charAt(at) == '-')
        ? at + 1
        : at;
  }

  private static boolean isDigit(String text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }
}
