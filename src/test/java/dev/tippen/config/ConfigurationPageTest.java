package dev.tippen.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// `docs/configuration.md` says what [Config] does.
class ConfigurationPageTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z][A-Za-z.]*)` \\|(.*?)\\|(.*?)\\|(.+)\\|");
  private static final Pattern RANGE = Pattern.compile("(\\d+) to (\\d+)");

  private record Row(String shownDefault, String allowed) {}

  private static Map<String, Row> rows() throws IOException {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of("docs/configuration.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.put(
            row.group(1), new Row(row.group(2).replace("`", "").strip(), row.group(3).strip()));
      }
    }
    return rows;
  }

  @Test
  void listsEveryKeyInOrderWithItsDefault() throws IOException {
    Map<String, @Nullable Object> defaults = Settings.flatten(Config.DEFAULTS);
    Map<String, Row> rows = rows();
    assertEquals(List.copyOf(defaults.keySet()), List.copyOf(rows.keySet()));
    rows.forEach((key, row) -> assertEquals(shown(defaults.get(key)), row.shownDefault(), key));
  }

  @Test
  void everyRangeIsTheRealOne() throws IOException {
    List<String> numbers = new ArrayList<>();
    rows()
        .forEach((key, row) -> {
          Matcher range = RANGE.matcher(row.allowed());
          if (!range.matches()) return;
          numbers.add(key);
          long min = Long.parseLong(range.group(1));
          long max = Long.parseLong(range.group(2));
          assertDoesNotThrow(() -> set(key, min));
          assertDoesNotThrow(() -> set(key, max));
          for (long bad : new long[] {min - 1, max + 1}) {
            ConfigException e = assertThrows(ConfigException.class, () -> set(key, bad), key);
            String said = key + " is " + bad + "; allowed is " + min + " to " + max;
            assertTrue(String.valueOf(e.getMessage()).startsWith(said), e.getMessage());
          }
        });
    List<String> integers =
        Settings.flatten(Config.DEFAULTS).entrySet().stream()
            .filter(e -> e.getValue() instanceof Integer)
            .map(Map.Entry::getKey)
            .toList();
    assertEquals(integers, numbers);
  }

  private static Config set(String key, long value) {
    return ConfigLoader.load(
        Map.of(), new ConfigLoader.Flags(null, Map.of(key, String.valueOf(value))));
  }

  private static String shown(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case List<?> list when list.isEmpty() -> "";
      case Enum<?> choice -> choice.name().toLowerCase(Locale.ROOT);
      default -> value.toString();
    };
  }
}
