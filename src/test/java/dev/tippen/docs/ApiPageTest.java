package dev.tippen.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds docs/api.md against the code: its error codes against [Problem], its endpoints against the
/// paths that the routes mount.
class ApiPageTest {
  private static final Path PAGE = Path.of("docs/api.md");
  private static final Path ROUTES = Path.of("src/main/java/dev/tippen/http");

  /// A word with an underscore in backticks: an error code, if a status stands before it.
  private static final Pattern CODE = Pattern.compile("`([a-z]+(?:_[a-z]+)+)`");

  private static final Pattern CODE_ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (\\d{3}) \\| ");

  private static final Pattern MOUNTED =
      Pattern.compile("\\.(?:get|post|put|delete|patch|route)\\(\\s*\"(/[^\"]*)\"\\)");

  @Test
  void everyErrorCodeIsListedWithItsStatus() throws IOException {
    String page = page();
    String table = page.substring(page.indexOf("\n## Error codes"));
    Set<String> listed =
        CODE_ROW.matcher(table).results().map(m -> m.group(1) + " " + m.group(2)).collect(sorted());
    Set<String> known =
        Arrays.stream(Problem.values()).map(p -> p.code() + " " + p.status()).collect(sorted());
    assertEquals(known, listed);
  }

  @Test
  void everyErrorCodeThatIsMentionedExists() throws IOException {
    Set<String> known = Arrays.stream(Problem.values()).map(Problem::code).collect(sorted());
    Set<String> mentioned = new TreeSet<>();
    for (String line : page().lines().toList()) {
      // Codes stand behind a status: "401 `api_key_required`".
      Matcher m = Pattern.compile("\\b[45]\\d\\d " + CODE.pattern()).matcher(line);
      while (m.find()) mentioned.add(m.group(1));
    }
    assertFalse(mentioned.isEmpty());
    mentioned.removeAll(known);
    assertEquals(Set.of(), mentioned);
  }

  @Test
  void everyMountedPathIsDescribed() throws IOException {
    String page = page();
    List<String> paths = mountedPaths();
    assertTrue(paths.size() >= 20, paths.toString());
    List<String> missing =
        paths.stream()
            // Groups of paths, for handlers before the endpoints themselves.
            .filter(p -> !p.endsWith("/*"))
            .filter(p -> !page.contains("`" + p + "`") && !page.contains(" " + p + "`"))
            .toList();
    assertEquals(List.of(), missing, "paths that docs/api.md doesn't name");
  }

  @Test
  void everyEndpointOfAHeadingIsMounted() throws IOException {
    List<String> mounted = mountedPaths();
    List<String> headings =
        Pattern.compile("(?m)^#+ `(?:GET|POST|WS) (/[^` ]*)`")
            .matcher(page())
            .results()
            .map(m -> m.group(1))
            .toList();
    assertFalse(headings.isEmpty());
    List<String> gone = headings.stream().filter(h -> !mounted.contains(h)).toList();
    assertEquals(List.of(), gone, "endpoints of docs/api.md that no route mounts");
  }

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }

  /// Literal paths of the routes, and those in the list that the dashboard routes by itself.
  private static List<String> mountedPaths() throws IOException {
    List<String> paths = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROUTES)) {
      for (Path file : files.sorted().toList()) {
        String source = Files.readString(file);
        MOUNTED.matcher(source).results().map(m -> m.group(1)).forEach(paths::add);
        Matcher list =
            Pattern.compile("DASHBOARD_PATHS =\\s*List\\.of\\(([^)]*)\\)").matcher(source);
        if (list.find()) {
          Pattern.compile("\"(/[^\"]*)\"")
              .matcher(list.group(1))
              .results()
              .map((MatchResult m) -> m.group(1))
              .forEach(paths::add);
        }
      }
    }
    return paths.stream().distinct().toList();
  }

  private static java.util.stream.Collector<String, ?, TreeSet<String>> sorted() {
    return Collectors.toCollection(TreeSet::new);
  }
}
