package dev.tippen.enrich.agent;

import dev.tippen.event.DeviceClass;
import org.jspecify.annotations.Nullable;

/// Which system and kind of device a user agent names. The order matters: telephones with Windows
/// say "Android" and "like iPhone", televisions "Linux" and "Android", iPhones "like Mac OS X".
final class Systems {
  /// @param version empty where it is missing or always the same, whatever the truth
  record Found(String name, String version, DeviceClass deviceClass) {}

  private static final String[] TV_WORDS = {
    "SMART-TV",
    "SmartTV",
    "Smart-TV",
    "SMART TV",
    "Smart TV",
    "HbbTV",
    "Web0S",
    "WebOS; Linux/SmartTV",
    "NetCast",
    "NETTV",
    "BRAVIA",
    "AppleTV",
    "Apple TV",
    "CrKey",
    "Roku",
    "GoogleTV",
    "Google TV",
    "Android TV",
    "AndroidTV",
    "VIDAA",
    "Viera",
    "VIERA",
    "DTV",
    "TV Safari",
    "Chromecast",
    "AFT",
    "MiTV",
    "SHIELD",
    "TV Build",
    "OTT",
    "ADT-",
    "TV Box",
    "MIBOX"
  };

  private static final String[] TABLET_WORDS = {
    "Tablet",
    "tablet",
    "iPad",
    "Kindle",
    "KF",
    "SM-T",
    "SM-X",
    "SM-P",
    "GT-P",
    "Nexus 7",
    "Nexus 9",
    "Nexus 10",
    "Pixel C",
    "Lenovo TB",
    "MediaPad",
    "MatePad",
    "Pad ",
    "Pad)",
    "PlayBook",
    "Silk",
    "Xoom",
    "Transformer"
  };

  private Systems() {}

  /// @return null if the agent names none that is known
  static @Nullable Found of(String agent) {
    Found found = console(agent);
    if (found != null) return found;
    if (agent.contains("Windows Phone") || agent.contains("Windows Mobile")) {
      int at = agent.indexOf("Windows Phone");
      int version = at < 0 ? 0 : afterName(agent, at + 13);
      return new Found(
          "Windows Phone", at < 0 ? "" : Versions.twoNumbers(agent, version), DeviceClass.PHONE);
    }
    if (isTv(agent)) return tv(agent);
    if (agent.contains("iPhone") || agent.contains("iPod")) {
      return new Found("iOS", appleVersion(agent), DeviceClass.PHONE);
    }
    if (agent.contains("iPad")) return new Found("iPadOS", appleVersion(agent), DeviceClass.TABLET);
    if (agent.contains("OpenHarmony")
        || agent.contains("HarmonyOS") && !agent.contains("Android")) {
      int at = Math.max(agent.indexOf("OpenHarmony"), agent.indexOf("HarmonyOS"));
      int version = afterName(agent, at + (agent.startsWith("OpenHarmony", at) ? 11 : 9));
      return new Found(
          "HarmonyOS",
          Versions.twoNumbers(agent, version),
          agent.contains("Tablet")
              ? DeviceClass.TABLET
              : agent.contains("PC;") ? DeviceClass.DESKTOP : DeviceClass.PHONE);
    }
    if (agent.contains("Kindle/")) return new Found("Linux", "", DeviceClass.TABLET);
    if (agent.contains("Android") || agent.contains("Silk/")) return android(agent);
    if (agent.contains("CrOS")) return new Found("ChromeOS", "", DeviceClass.DESKTOP);
    found = oldPhone(agent);
    if (found != null) return found;
    if (agent.contains("Windows")) return windows(agent);
    if (agent.contains("Macintosh")
        || agent.contains("Mac OS X")
        || agent.contains("Mac_PowerPC")) {
      return mac(agent);
    }
    return unix(agent);
  }

  private static @Nullable Found console(String agent) {
    if (agent.contains("PlayStation") || agent.contains("PLAYSTATION")) {
      return new Found("PlayStation", "", DeviceClass.CONSOLE);
    }
    if (agent.contains("Xbox")) return new Found("Xbox", "", DeviceClass.CONSOLE);
    if (agent.contains("Nintendo")) return new Found("Nintendo", "", DeviceClass.CONSOLE);
    if (agent.contains("Valve Steam GameOverlay") || agent.contains("SteamDeck")) {
      return new Found("SteamOS", "", DeviceClass.CONSOLE);
    }
    return null;
  }

  private static boolean isTv(String agent) {
    for (String word : TV_WORDS) {
      int at = agent.indexOf(word);
      if (at >= 0 && (at == 0 || !WordSearch.isWordChar(agent.charAt(at - 1)))) return true;
    }
    return false;
  }

  private static Found tv(String agent) {
    int tizen = agent.indexOf("Tizen");
    if (tizen >= 0) {
      return new Found(
          "Tizen", Versions.twoNumbers(agent, afterName(agent, tizen + 5)), DeviceClass.TV);
    }
    if (agent.contains("Web0S") || agent.contains("WebOS") || agent.contains("webOS")) {
      return new Found("webOS", "", DeviceClass.TV);
    }
    int android = agent.indexOf("Android");
    if (android >= 0) {
      return new Found("Android", androidVersion(agent, android), DeviceClass.TV);
    }
    if (agent.contains("AFT") || agent.contains("Silk/")) {
      return new Found("Android", "", DeviceClass.TV);
    }
    if (agent.contains("Apple TV") || agent.contains("AppleTV")) {
      return new Found("tvOS", appleVersion(agent), DeviceClass.TV);
    }
    if (agent.contains("Roku")) return new Found("Roku OS", "", DeviceClass.TV);
    if (agent.contains("VIDAA")) return new Found("VIDAA", "", DeviceClass.TV);
    if (agent.contains("NetCast")) return new Found("NetCast", "", DeviceClass.TV);
    return new Found(
        agent.contains("Linux") || agent.contains("LINUX") ? "Linux" : Agent.UNKNOWN,
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

  private static Found android(String agent) {
    int at = agent.indexOf("Android");
    // Says which Android its programs may take it for, not its own version.
    if (agent.contains("HarmonyOS")) return new Found("HarmonyOS", "", androidClass(agent));
    String version = at < 0 ? "" : androidVersion(agent, at);
    return new Found("Android", version, androidClass(agent));
  }

  private static String androidVersion(String agent, int at) {
    // Chromium says this on every device.
    if (agent.startsWith("Android 10; K)", at) || agent.startsWith("Android 10; K;", at)) return "";
    return Versions.twoNumbers(agent, afterName(agent, at + 7));
  }

  private static DeviceClass androidClass(String agent) {
    if (agent.contains("Quest") || agent.contains("OculusBrowser") || agent.contains(" VR "))
      return DeviceClass.UNKNOWN;
    if (agent.contains("Opera Mini/") && !agent.contains("Tablet")) return DeviceClass.PHONE;
    for (String word : TABLET_WORDS) {
      int index = agent.indexOf(word);
      if (index >= 0
          && (index == 0
              || !WordSearch.isWordChar(agent.charAt(index - 1))
              || word.startsWith("Pad"))) {
        return DeviceClass.TABLET;
      }
    }
    return agent.contains("Mobile") || agent.contains("Mobi")
        ? DeviceClass.PHONE
        : DeviceClass.TABLET;
  }

  private static @Nullable Found oldPhone(String agent) {
    int kai = agent.indexOf("KAIOS/");
    if (kai >= 0) {
      return new Found("KaiOS", Versions.twoNumbers(agent, kai + 6), DeviceClass.PHONE);
    }
    int tizen = agent.indexOf("Tizen");
    if (tizen >= 0) {
      return new Found(
          "Tizen", Versions.twoNumbers(agent, afterName(agent, tizen + 5)), DeviceClass.PHONE);
    }
    if (agent.contains("BlackBerry") || agent.contains("BB10")) {
      int version = agent.indexOf("Version/");
      return new Found(
          "BlackBerry",
          version < 0 ? "" : Versions.twoNumbers(agent, version + 8),
          DeviceClass.PHONE);
    }
    if (agent.contains("PlayBook")) return new Found("BlackBerry", "", DeviceClass.TABLET);
    if (agent.contains("Symbian") || agent.contains("Series60") || agent.contains("SymbOS")) {
      return new Found("Symbian", "", DeviceClass.PHONE);
    }
    if (agent.contains("Sailfish")) return new Found("Sailfish OS", "", DeviceClass.PHONE);
    if (agent.contains("hpwOS") || agent.contains("webOS/")) {
      return new Found(
          "webOS", "", agent.contains("TouchPad") ? DeviceClass.TABLET : DeviceClass.PHONE);
    }
    if (agent.contains("Ubuntu") && agent.contains("Mobile")) {
      return new Found("Ubuntu Touch", "", DeviceClass.PHONE);
    }
    if (agent.contains("(Mobile;") && agent.contains("Gecko")) {
      return new Found("Firefox OS", "", DeviceClass.PHONE);
    }
    if (agent.contains("MIDP")
        || agent.contains("Series40")
        || agent.contains("J2ME")
        || agent.contains("UP.Browser")) {
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

  private static Found mac(String agent) {
    // Chrome and Firefox on an iPad that ask for the pages of desktops.
    if (agent.contains("CriOS/") || agent.contains("FxiOS/") || agent.contains("EdgiOS/")) {
      return new Found("iPadOS", "", DeviceClass.TABLET);
    }
    int at = agent.indexOf("Mac OS X ");
    String version = at < 0 ? "" : Versions.twoNumbers(agent, at + 9);
    boolean frozen =
        at >= 0
            && (agent.startsWith("10_15_7", at + 9)
                || version.equals("10.15") && agent.contains("Firefox/"));
    return new Found("macOS", frozen ? "" : version, DeviceClass.DESKTOP);
  }

  private static @Nullable Found unix(String agent) {
    if (agent.contains("FreeBSD")) return new Found("FreeBSD", "", DeviceClass.DESKTOP);
    if (agent.contains("OpenBSD")) return new Found("OpenBSD", "", DeviceClass.DESKTOP);
    if (agent.contains("NetBSD")) return new Found("NetBSD", "", DeviceClass.DESKTOP);
    if (agent.contains("SunOS")) return new Found("Solaris", "", DeviceClass.DESKTOP);
    if (agent.contains("Haiku")) return new Found("Haiku", "", DeviceClass.DESKTOP);
    if (agent.contains("Linux") || agent.contains("X11")) {
      boolean phone = agent.contains("Mobile");
      return new Found(
          agent.contains("Linux") ? "Linux" : Agent.UNKNOWN,
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
