package dev.tippen.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One of the tables in `src/test/resources/golden`; its README says what they are.
public final class GoldenSet {
  private GoldenSet() {}

  /// One line of a table.
  public record Case(int line, Map<String, String> fields) {
    public String get(String column) {
      String value = fields.get(column);
      if (value == null) throw new IllegalArgumentException("no column " + column);
      return value;
    }
  }

  /// How much of a table holds, and what does not.
  public static final class Score {
    private final String name;
    private final List<String> failures = new ArrayList<>();
    private int cases;

    public Score(String name) {
      this.name = name;
    }

    /// @param difference empty if the case holds
    public void add(Case golden, String difference) {
      cases++;
      if (!difference.isEmpty()) {
        failures.add("line " + golden.line + " (" + golden.get("reason") + "): " + difference);
      }
    }

    public int cases() {
      return cases;
    }

    public List<String> failures() {
      return failures;
    }

    public double percent() {
      return 100.0 * (cases - failures.size()) / cases;
    }

    /// One line for the log of the test.
    @Override
    public String toString() {
      return String.format(
          java.util.Locale.ROOT,
          "golden %s: %d of %d hold, %.2f %%",
          name,
          cases - failures.size(),
          cases,
          percent());
    }

    public String withFailures() {
      return this + "\n" + String.join("\n", failures);
    }
  }

  public static List<Case> read(String file) {
    try (InputStream in = GoldenSet.class.getResourceAsStream("/golden/" + file)) {
      if (in == null) throw new IllegalStateException("missing golden/" + file);
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      List<String> columns = List.of();
      List<Case> cases = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        List<String> fields = List.of(line.replaceFirst("^# ", "").split("\t", -1));
        if (line.startsWith("#")) {
          if (fields.getLast().equals("reason")) columns = fields;
          continue;
        }
        if (fields.size() != columns.size()) {
          throw new IllegalStateException(file + " line " + (i + 1) + ": " + fields.size());
        }
        Map<String, String> named = new LinkedHashMap<>();
        for (int f = 0; f < columns.size(); f++) named.put(columns.get(f), fields.get(f));
        cases.add(new Case(i + 1, named));
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `name: expected 'a', is 'b'; `, empty if they are equal.
  public static String difference(String name, String expected, String actual) {
    return expected.equals(actual)
        ? ""
        : name + ": expected '" + expected + "', is '" + actual + "'; ";
  }
}
