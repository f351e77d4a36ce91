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

  static String of(WordSearch.Found marks) {
    return LABELS[device(marks)][browser(marks)];
  }

  private static int device(WordSearch.Found marks) {
    if (marks.has(Mark.IPHONE)) return 0;
    if (marks.has(Mark.IPAD)) return 1;
    if (marks.has(Mark.ANDROID)) return 2;
    if (marks.has(Mark.MAC)) return 3;
    if (marks.has(Mark.WINDOWS)) return 4;
    return marks.has(Mark.LINUX) ? 5 : 6;
  }

  private static int browser(WordSearch.Found marks) {
    if (marks.has(Mark.EDGE)) return 0;
    if (marks.has(Mark.FIREFOX)) return 1;
    if (marks.has(Mark.CHROME)) return 2;
    return marks.has(Mark.SAFARI) ? 3 : 4;
  }

  private static String[][] labels() {
    String[][] labels = new String[DEVICES.length][BROWSERS.length];
    for (int d = 0; d < DEVICES.length; d++) {
      for (int b = 0; b < BROWSERS.length; b++) labels[d][b] = DEVICES[d] + " - " + BROWSERS[b];
    }
    return labels;
  }
}
