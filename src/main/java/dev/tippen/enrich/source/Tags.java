package dev.tippen.enrich.source;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The parameters of a page's address that say what led to it. The first of doubled ones counts;
/// what stands behind `#` never does.
final class Tags {
  private static final int PARAMETERS_MAX = 200;

  private @Nullable String utmSource;
  private @Nullable String source;
  private @Nullable String ref;
  private @Nullable String medium;
  private @Nullable String campaign;
  private @Nullable String term;
  private @Nullable String content;
  private @Nullable ClickId clickId;

  private Tags() {}

  static Tags of(@Nullable String address) {
    Tags tags = new Tags();
    if (address == null) return tags;
    int fragment = address.indexOf('#');
    int end = Math.min(fragment < 0 ? address.length() : fragment, WebAddress.MAX_CHARS);
    int at = address.indexOf('?') + 1;
    if (at == 0) return tags;
    for (int i = 0; i < PARAMETERS_MAX && at < end; i++) {
      int next = address.indexOf('&', at);
      if (next < 0 || next > end) next = end;
      int equals = address.indexOf('=', at);
      if (equals >= 0 && equals < next) tags.add(address, at, equals, next);
      at = next + 1;
    }
    return tags;
  }

  private void add(String address, int from, int equals, int end) {
    // No parameter that counts is longer, even with escapes in its name.
    if (equals - from > 36) return;
    String name = decoded(address, from, equals);
    switch (name) {
      case "utm_source" -> utmSource = first(utmSource, address, equals, end);
      case "source" -> source = first(source, address, equals, end);
      case "ref" -> ref = first(ref, address, equals, end);
      case "utm_medium" -> medium = first(medium, address, equals, end);
      case "utm_campaign" -> campaign = first(campaign, address, equals, end);
      case "utm_term" -> term = first(term, address, equals, end);
      case "utm_content" -> content = first(content, address, equals, end);
      default -> {
        ClickId id = ClickId.ofParameter(name);
        if (id == null || equals + 1 == end) return;
        if (clickId == null || id.compareTo(clickId) < 0) clickId = id;
      }
    }
  }

  private static String first(@Nullable String before, String address, int equals, int end) {
    if (before != null) return before;
    return cleaned(decoded(address, equals + 1, end), Sources.TAG_MAX_CHARS);
  }

  Campaign campaign() {
    String from = or(utmSource, "");
    if (from.isEmpty()) from = or(source, "");
    if (from.isEmpty()) from = or(ref, "");
    if (from.isEmpty() && medium == null && campaign == null && term == null && content == null) {
      return Campaign.NONE;
    }
    return new Campaign(from, or(medium, ""), or(campaign, ""), or(term, ""), or(content, ""));
  }

  @Nullable ClickId clickId() {
    return clickId;
  }

  private static String or(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }

  /// Without control characters and without blanks at the ends, at most `maxChars`.
  static String cleaned(String text, int maxChars) {
    String clean = text;
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        clean = withoutControls(text);
        break;
      }
    }
    clean = clean.strip();
    if (clean.length() <= maxChars) return clean;
    int end = Character.isHighSurrogate(clean.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
    return clean.substring(0, end).stripTrailing();
  }

  private static String withoutControls(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (Character.isISOControl(chars[i])) chars[i] = ' ';
    }
    return new String(chars);
  }

  /// Plus is a blank, escapes are UTF-8; what is no escape stays as it is.
  static String decoded(String text, int from, int end) {
    boolean plain = true;
    for (int i = from; i < end && plain; i++) {
      char c = text.charAt(i);
      plain = c != '%' && c != '+';
    }
    if (plain) return text.substring(from, end);
    var out = new StringBuilder(end - from);
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (c == '+') {
        out.append(' ');
      } else if (c == '%' && escape(text, i, end) >= 0) {
        i = escapes(text, i, end, out) - 1;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static int escapes(String text, int from, int end, StringBuilder out) {
    var bytes = new ByteArrayOutputStream();
    int at = from;
    for (int b = escape(text, at, end); b >= 0; b = escape(text, at, end)) {
      bytes.write(b);
      at += 3;
    }
    out.append(bytes.toString(StandardCharsets.UTF_8));
    return at;
  }

  private static int escape(String text, int at, int end) {
    if (at + 2 >= end || text.charAt(at) != '%') return -1;
    int high = Character.digit(text.charAt(at + 1), 16);
    int low = Character.digit(text.charAt(at + 2), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }
}
