package dev.tippen.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every query has its file, and every file its caller: a name is only looked up when it is used.
class SqlTest {
  private static final Pattern USE = Pattern.compile("Sql\\.of\\(\\s*\"([^\"]+)\"");

  @Test
  void filesAndCallersAgree() throws Exception {
    Set<String> used = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(p -> p.toString().endsWith(".java")).toList()) {
        var uses = USE.matcher(Files.readString(source, StandardCharsets.UTF_8));
        while (uses.find()) used.add(uses.group(1));
      }
    }
    Set<String> there = new TreeSet<>();
    Path root = Path.of("src/main/resources/sql");
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(p -> p.toString().endsWith(".sql"))
          .forEach(p -> there.add(root.relativize(p).toString().replace(".sql", "")));
    }
    assertEquals(there, used);
  }

  @Test
  void aMissingQueryIsNamed() {
    IllegalStateException missing =
        assertThrows(IllegalStateException.class, () -> Sql.of("read/nothing"));
    assertEquals("missing query read/nothing", missing.getMessage());
  }
}
