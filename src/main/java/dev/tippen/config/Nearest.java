package dev.tippen.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The known name that a mistyped one most likely meant, by edit distance (Levenshtein, 1966).
public final class Nearest {
  private Nearest() {}

  /// The known name that is so near that it was likely meant: at most half of the letters are
  /// wrong. Dashes before the names don't count.
  ///
  /// @return null if none is
  public static @Nullable String near(String typed, Collection<String> known) {
    String bare = withoutDashes(typed);
    int limit = Math.max(1, bare.length() / 2);
    String nearest = null;
    for (String name : known) {
      int distance = distance(bare, withoutDashes(name));
      if (distance <= limit) {
        nearest = name;
        limit = distance - 1;
      }
    }
    return nearest;
  }

  private static String withoutDashes(String name) {
    int start = 0;
    while (start < name.length() && name.charAt(start) == '-') start++;
    return name.substring(start).toLowerCase(Locale.ROOT);
  }

  static String of(String typed, Collection<String> known) {
    String lower = typed.toLowerCase(Locale.ROOT);
    return known.stream()
        .min(
            Comparator.<String>comparingInt(k -> distanceToKey(lower, k.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /// A key may be meant by its last word alone: `port` for `server.port`.
  private static int distanceToKey(String typed, String key) {
    int whole = distance(typed, key);
    return typed.indexOf('.') < 0
        ? Math.min(whole, distance(typed, key.substring(key.lastIndexOf('.') + 1)))
        : whole;
  }

  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) previous[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
