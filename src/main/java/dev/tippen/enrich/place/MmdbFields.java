package dev.tippen.enrich.place;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One record of an .mmdb file. Vendors nest and name the same things in several ways; every
/// question here names the ways that are known.
///
/// @param map as decoded
record MmdbFields(Map<?, ?> map) {
  private static final int TEXT_MAX_CHARS = 200;

  /// The first of these paths that leads to a text.
  ///
  /// @param paths keys with dots between them; a number is an index
  @Nullable String text(String... paths) {
    for (String path : paths) {
      if (at(path) instanceof String text) {
        String stripped = text.strip();
        // Some write a dash for nothing.
        if (!stripped.isEmpty() && !stripped.equals("-")) {
          return stripped.length() > TEXT_MAX_CHARS
              ? stripped.substring(0, TEXT_MAX_CHARS)
              : stripped;
        }
      }
    }
    return null;
  }

  /// The first of these paths that leads to a number of an autonomous system, as a number or as
  /// text such as `AS64500`; 0 if none does.
  long asn(String... paths) {
    for (String path : paths) {
      Object value = at(path);
      if (value instanceof Number number) return number.longValue();
      if (value instanceof String text) {
        long number = asn(text);
        if (number > 0) return number;
      }
    }
    return 0;
  }

  /// 0 if the text is none.
  static long asn(String text) {
    String digits = text.regionMatches(true, 0, "AS", 0, 2) ? text.substring(2) : text;
    if (digits.isEmpty() || digits.length() > 10) return 0;
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') return 0;
    }
    return Long.parseLong(digits);
  }

  /// Whether one of these paths leads to true.
  boolean flag(String... paths) {
    for (String path : paths) {
      Object value = at(path);
      if (Boolean.TRUE.equals(value) || "true".equals(value)) return true;
    }
    return false;
  }

  private @Nullable Object at(String path) {
    @Nullable Object value = map.get(path);
    if (value != null || path.indexOf('.') < 0) return value;
    value = map;
    int from = 0;
    while (from >= 0) {
      int dot = path.indexOf('.', from);
      String key = dot < 0 ? path.substring(from) : path.substring(from, dot);
      if (value instanceof Map<?, ?> inner) {
        value = inner.get(key);
      } else if (value instanceof List<?> list && key.equals("0")) {
        value = list.isEmpty() ? null : list.getFirst();
      } else {
        return null;
      }
      from = dot < 0 ? -1 : dot + 1;
    }
    return value;
  }
}
