package dev.tippen.enrich.place;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Codes and English names of countries. Safe for all threads.
final class Countries {
  private static final Set<String> CODES = codes();

  /// At most one name for each of [#CODES].
  private final Map<String, String> names = new ConcurrentHashMap<>();

  private static Set<String> codes() {
    Set<String> codes = new HashSet<>(Arrays.asList(Locale.getISOCountries()));
    // Not assigned by ISO, but used by everybody for Kosovo.
    codes.add("XK");
    return Set.copyOf(codes);
  }

  /// The code of a country in upper case, null if it is none. Others, such as `XX` for unknown and
  /// `T1` for Tor, are not.
  static @Nullable String code(@Nullable String text) {
    if (text == null || text.length() != 2) return null;
    if (CODES.contains(text)) return text;
    String upper = text.toUpperCase(Locale.ROOT);
    return CODES.contains(upper) ? upper : null;
  }

  /// @param code one that [#code] returned
  String name(String code) {
    String known = names.get(code);
    return known != null ? known : names.computeIfAbsent(code, Countries::englishName);
  }

  private static String englishName(String code) {
    return Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
  }

  /// Loads all names: the first one costs the JDK some tens of milliseconds.
  void warmUp() {
    CODES.forEach(this::name);
  }
}
