package dev.tippen.bench.report;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How numbers are written; `-` for what is not known.
final class Figures {
  static final String UNKNOWN = "-";

  private Figures() {}

  /// Three digits that count, or all before the point.
  static String number(double d) {
    if (Double.isNaN(d) || Double.isInfinite(d)) return UNKNOWN;
    double size = Math.abs(d);
    int decimals = size >= 100 || d == 0 ? 0 : size >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + decimals + "f", d);
  }

  static String whole(double d) {
    return Double.isNaN(d) ? UNKNOWN : String.format(Locale.ROOT, "%,.0f", d);
  }

  static String errors(Map<String, Long> errors) {
    if (errors.isEmpty()) return "0";
    return new TreeMap<>(errors)
        .entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s: %,d", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
  }
}
