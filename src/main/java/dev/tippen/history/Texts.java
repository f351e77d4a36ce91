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
import java.util.Iterator;
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
  private static final int KNOWN_MAX_CHARS = 4_000_000;

  private final Engine engine;
  private final LinkedHashMap<String, Integer> known =
      new LinkedHashMap<>(1024, 0.75f, /* accessOrder= */ true);
  private final Set<String> wanted = new HashSet<>();
  private long knownChars;
  private int last;

  Texts(Engine engine) throws SQLException {
    this.engine = engine;
    reload();
  }

  /// Forgets what a transaction that failed has added.
  void reload() throws SQLException {
    known.clear();
    knownChars = 0;
    wanted.clear();
    try (Statement s = engine.writer().createStatement();
        ResultSet r = s.executeQuery("SELECT coalesce(max(id), 0) FROM texts")) {
      r.next();
      last = r.getInt(1);
    }
  }

  private static @Nullable String cut(@Nullable String text) {
    if (text == null || text.isEmpty()) return null;
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
  }

  /// Notes a text whose number will be asked for.
  ///
  /// @return always [#NONE]
  int want(@Nullable String text) {
    String cut = cut(text);
    if (cut != null && !known.containsKey(cut)) wanted.add(cut);
    return NONE;
  }

  /// Finds or makes the numbers of all wanted texts. Within a transaction; new ones are in the
  /// table when it commits.
  void findWanted() throws SQLException {
    if (wanted.isEmpty()) return;
    for (Map.Entry<String, Integer> found : stored(wanted).entrySet()) {
      know(found.getKey(), found.getValue());
      wanted.remove(found.getKey());
    }
    try (RowSink sink = engine.sink("texts", false)) {
      for (String text : wanted) {
        int number = ++last;
        sink.begin().put(number).put(text).end();
        know(text, number);
      }
    }
    wanted.clear();
  }

  /// The number of a text that was wanted before, [#NONE] for null and for an empty text.
  int number(@Nullable String text) {
    String cut = cut(text);
    if (cut == null) return NONE;
    Integer number = known.get(cut);
    if (number == null) throw new IllegalStateException("a text was not wanted");
    return number;
  }

  private void know(String text, int number) {
    known.put(text, number);
    knownChars += text.length();
  }

  /// Forgets what was not asked for lately, when no number is needed any more.
  void trim() {
    Iterator<String> eldest = known.keySet().iterator();
    while (knownChars > KNOWN_MAX_CHARS && eldest.hasNext()) {
      knownChars -= eldest.next().length();
      eldest.remove();
    }
  }

  private Map<String, Integer> stored(Set<String> texts) throws SQLException {
    Connection c = engine.writer();
    Map<String, Integer> found = new HashMap<>();
    try (Statement s = c.createStatement()) {
      s.execute("DELETE FROM wanted");
      try (RowSink sink = engine.sink("wanted", true)) {
        for (String text : texts) sink.begin().put(text).end();
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
}
