package dev.tippen.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Numbers for texts, so that columns hold numbers: they are small on disk and quick to group.
/// Those seen lately are in memory, the rest in the table `texts`. Owned by the thread that writes.
final class Texts {
  /// No text.
  static final int NONE = 0;

  static final int MAX_CHARS = 1_024;
  private static final int CACHE_MAX = 100_000;

  private final Engine engine;
  private final Map<String, Integer> known = new Recent();
  private int last;

  Texts(Engine engine) throws SQLException {
    this.engine = engine;
    reload();
  }

  /// Forgets what a transaction that failed has added.
  void reload() throws SQLException {
    known.clear();
    try (Statement s = engine.writer().createStatement();
        ResultSet r = s.executeQuery("SELECT coalesce(max(id), 0) FROM texts")) {
      r.next();
      last = r.getInt(1);
    }
  }

  static @Nullable String cut(@Nullable String text) {
    if (text == null || text.isEmpty()) return null;
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
  }

  /// Finds or makes the numbers of all these texts. Within a transaction; new ones are in the table
  /// when it commits.
  ///
  /// @param texts as [#cut] leaves them
  Map<String, Integer> numbers(Collection<String> texts) throws SQLException {
    Map<String, Integer> numbers = new HashMap<>();
    Set<String> missing = new HashSet<>();
    for (String text : texts) {
      Integer number = known.get(text);
      if (number == null) missing.add(text);
      else numbers.put(text, number);
    }
    if (missing.isEmpty()) return numbers;
    for (Map.Entry<String, Integer> found : stored(missing).entrySet()) {
      numbers.put(found.getKey(), found.getValue());
      known.put(found.getKey(), found.getValue());
      missing.remove(found.getKey());
    }
    try (RowSink sink = engine.sink("texts", false)) {
      for (String text : missing) {
        int number = ++last;
        sink.begin().put(number).put(text).end();
        numbers.put(text, number);
        known.put(text, number);
      }
    }
    return numbers;
  }

  private Map<String, Integer> stored(Set<String> wanted) throws SQLException {
    Connection c = engine.writer();
    Map<String, Integer> found = new HashMap<>();
    try (Statement s = c.createStatement()) {
      s.execute("DELETE FROM wanted");
      try (RowSink sink = engine.sink("wanted", true)) {
        for (String text : wanted) sink.begin().put(text).end();
      }
      try (ResultSet r =
          s.executeQuery("SELECT t.id, t.text FROM texts t JOIN wanted w ON w.text = t.text")) {
        while (r.next()) found.put(r.getString(2), r.getInt(1));
      }
    }
    return found;
  }

  /// The texts of these numbers.
  static Map<Integer, String> texts(Connection connection, Collection<Integer> numbers)
      throws SQLException {
    Map<Integer, String> texts = new HashMap<>();
    List<Integer> wanted = new ArrayList<>(new HashSet<>(numbers));
    for (int from = 0; from < wanted.size(); from += 500) {
      List<Integer> some = wanted.subList(from, Math.min(from + 500, wanted.size()));
      try (PreparedStatement p =
          connection.prepareStatement(
              "SELECT id, text FROM texts WHERE id IN (?" + ",?".repeat(some.size() - 1) + ")")) {
        for (int i = 0; i < some.size(); i++) p.setInt(i + 1, some.get(i));
        try (ResultSet r = p.executeQuery()) {
          while (r.next()) texts.put(r.getInt(1), r.getString(2));
        }
      }
    }
    return texts;
  }

  private static final class Recent extends LinkedHashMap<String, Integer> {
    private static final long serialVersionUID = 1;

    Recent() {
      super(1024, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
      return size() > CACHE_MAX;
    }
  }
}
