package dev.tippen.event;

/// What is done with every text from outside before it is kept: whoever reads it later gets plain
/// text, whatever was sent.
public final class CleanText {
  private CleanText() {}

  /// Cuts without halving a surrogate pair.
  public static String cut(String s, int maxChars) {
    if (s.length() <= maxChars) return s;
    int end = Character.isHighSurrogate(s.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
    return s.substring(0, end);
  }

  /// Control characters become spaces, halves of surrogate pairs question marks.
  public static String clean(String s) {
    if (isClean(s)) return s;
    StringBuilder out = new StringBuilder(s.length());
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < s.length()
          && Character.isLowSurrogate(s.charAt(i + 1))) {
        out.append(c).append(s.charAt(++i));
      } else if (Character.isSurrogate(c)) {
        out.append('?');
      } else {
        out.append(Character.isISOControl(c) ? ' ' : c);
      }
    }
    return out.toString();
  }

  /// Whether [#clean] would change nothing.
  public static boolean isClean(String s) {
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c < 0x20 || (c >= 0x7f && c < 0xa0)) return false;
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == s.length()
            || !Character.isLowSurrogate(s.charAt(i + 1))) return false;
        i++;
      }
    }
    return true;
  }
}
