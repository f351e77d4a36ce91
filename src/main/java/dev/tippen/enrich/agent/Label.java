package dev.tippen.enrich.agent;

/// The device text that the wire contract promises, `<device> - <browser>`, such as `Mac - Edge`:
/// plain text search in a fixed order, also where it is not the true device.
///
/// The order of the checks matters: user agents of iPhones contain "Mac", those of Android "Linux",
/// those of Edge also "Chrome" and "Safari", and Chrome and Firefox on an iPhone also "Safari".
final class Label {
  static final String UNKNOWN = "Unknown Device - Unknown Browser";

  private static final String[] DEVICES = {
    "iPhone", "iPad", "Android", "Mac", "Windows", "Linux", "Unknown Device"
  };
  private static final String[] BROWSERS = {
    "Edge", "Firefox", "Chrome", "Safari", "Unknown Browser"
  };
  private static final String[][] LABELS = labels();

  private Label() {}

  static String of(String userAgent) {
    return LABELS[device(userAgent)][browser(userAgent)];
  }

  private static int device(String userAgent) {
    int device = 0;
    while (device < DEVICES.length - 1 && !userAgent.contains(DEVICES[device])) device++;
    return device;
  }

  private static int browser(String userAgent) {
    if (userAgent.contains("Edg")) return 0;
    if (userAgent.contains("Firefox") || userAgent.contains("FxiOS")) return 1;
    if (userAgent.contains("Chrome") || userAgent.contains("CriOS")) return 2;
    return userAgent.contains("Safari") ? 3 : 4;
  }

  private static String[][] labels() {
    String[][] labels = new String[DEVICES.length][BROWSERS.length];
    for (int d = 0; d < DEVICES.length; d++) {
      for (int b = 0; b < BROWSERS.length; b++) labels[d][b] = DEVICES[d] + " - " + BROWSERS[b];
    }
    return labels;
  }
}
