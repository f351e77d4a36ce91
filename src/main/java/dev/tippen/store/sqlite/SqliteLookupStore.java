package dev.tippen.store.sqlite;

import dev.tippen.store.LookupStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// [LookupStore] in the tables `lookups`, `lookup_days` and `lookup_changes`.
public final class SqliteLookupStore implements LookupStore {
  private static final int PAGE_ROWS = 1_000;

  private final SqliteAccess access;

  private record Key(String prefix, String source) {}

  public SqliteLookupStore(SqliteAccess access) {
    this.access = access;
  }

  @Override
  public List<Saved> find(Collection<String> prefixes) {
    if (prefixes.isEmpty()) return List.of();
    return access.read(c -> {
      try (PreparedStatement p = c.prepareStatement(Sql.of("lookup/answers-find"))) {
        p.setString(1, json(prefixes));
        List<Saved> found = new ArrayList<>();
        try (ResultSet r = p.executeQuery()) {
          while (r.next()) found.add(saved(r));
        }
        return found;
      }
    });
  }

  private static Saved saved(ResultSet r) throws SQLException {
    return new Saved(
        r.getString(1),
        r.getString(2),
        r.getInt(3) == 1,
        r.getInt(4),
        r.getString(5),
        r.getString(6),
        r.getString(7),
        r.getString(8),
        r.getLong(9),
        r.getLong(10));
  }

  @Override
  public void save(Collection<Saved> answers, Collection<Counts> counts) {
    if (answers.isEmpty() && counts.isEmpty()) return;
    access.write(c -> {
      saveAnswers(c, answers);
      saveCounts(c, counts);
      return true;
    });
  }

  private static void saveAnswers(Connection c, Collection<Saved> answers) throws SQLException {
    try (PreparedStatement p = c.prepareStatement(Sql.of("lookup/answer-upsert"))) {
      for (Saved a : answers) {
        p.setString(1, a.source());
        p.setString(2, a.prefix());
        p.setInt(3, a.ipv6() ? 1 : 0);
        p.setInt(4, a.prefixBits());
        p.setString(5, a.status());
        p.setString(6, a.name());
        p.setString(7, a.domain());
        p.setString(8, a.body());
        p.setLong(9, a.fetchedAtMs());
        p.setLong(10, a.expiresAtMs());
        p.executeUpdate();
      }
    }
  }

  private static void saveCounts(Connection c, Collection<Counts> counts) throws SQLException {
    try (PreparedStatement p = c.prepareStatement(Sql.of("lookup/counts-upsert"))) {
      for (Counts n : counts) {
        p.setLong(1, n.day());
        p.setString(2, n.source());
        p.setLong(3, n.memoryHits());
        p.setLong(4, n.diskHits());
        p.setLong(5, n.calls());
        p.setLong(6, n.found());
        p.setLong(7, n.notFound());
        p.setLong(8, n.failed());
        p.setLong(9, n.skipped());
        p.setLong(10, n.creditsUsed());
        p.setLong(11, n.creditsSaved());
        p.executeUpdate();
      }
    }
  }

  @Override
  public List<Length> lengths() {
    return access.read(c -> {
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery(Sql.of("lookup/lengths"))) {
        List<Length> lengths = new ArrayList<>();
        while (r.next()) lengths.add(new Length(r.getInt(1) == 1, r.getInt(2)));
        return lengths;
      }
    });
  }

  @Override
  public List<Counts> counts(long fromDay, long toDay) {
    return access.read(c -> {
      try (PreparedStatement p = c.prepareStatement(Sql.of("lookup/counts-of-days"))) {
        p.setLong(1, fromDay);
        p.setLong(2, toDay);
        List<Counts> counts = new ArrayList<>();
        try (ResultSet r = p.executeQuery()) {
          while (r.next()) counts.add(counts(r));
        }
        return counts;
      }
    });
  }

  private static Counts counts(ResultSet r) throws SQLException {
    return new Counts(
        r.getLong(1),
        r.getString(2),
        r.getLong(3),
        r.getLong(4),
        r.getLong(5),
        r.getLong(6),
        r.getLong(7),
        r.getLong(8),
        r.getLong(9),
        r.getLong(10),
        r.getLong(11));
  }

  @Override
  public Marked count(Which which) {
    return access.read(c -> count(c, which));
  }

  private static Marked count(Connection c, Which which) throws SQLException {
    try (PreparedStatement p = c.prepareStatement(Sql.of("lookup/answers-count"))) {
      set(p, which);
      try (ResultSet r = p.executeQuery()) {
        return new Marked(r.getInt(1), r.getInt(2));
      }
    }
  }

  @Override
  public Marked expire(Which which) {
    Marked marked = count(which);
    Key last = new Key("", "");
    // A server beside us commits between our writes: each is short, and reading takes no lock.
    while (true) {
      Key after = last;
      List<Key> page = access.read(c -> page(c, which, after));
      if (page.isEmpty()) break;
      access.write(c -> expire(c, page));
      last = page.getLast();
    }
    access.<Integer>write(c -> {
      try (Statement s = c.createStatement()) {
        return s.executeUpdate("UPDATE lookup_changes SET version = version + 1");
      }
    });
    return marked;
  }

  private static List<Key> page(Connection c, Which which, Key after) throws SQLException {
    try (PreparedStatement p = c.prepareStatement(Sql.of("lookup/answers-page"))) {
      set(p, which);
      p.setString(4, after.prefix);
      p.setString(5, after.source);
      p.setInt(6, PAGE_ROWS);
      List<Key> page = new ArrayList<>();
      try (ResultSet r = p.executeQuery()) {
        while (r.next()) page.add(new Key(r.getString(1), r.getString(2)));
      }
      return page;
    }
  }

  private static boolean expire(Connection c, List<Key> page) throws SQLException {
    try (PreparedStatement p = c.prepareStatement(Sql.of("lookup/answer-expire"))) {
      for (Key key : page) {
        p.setString(1, key.prefix);
        p.setString(2, key.source);
        p.executeUpdate();
      }
    }
    return true;
  }

  private static void set(PreparedStatement p, Which which) throws SQLException {
    p.setString(1, which.prefixes() == null ? null : json(which.prefixes()));
    p.setString(2, which.company());
    p.setString(3, which.status());
  }

  @Override
  public long version() {
    return access.read(c -> {
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery("SELECT version FROM lookup_changes")) {
        return r.getLong(1);
      }
    });
  }

  @Override
  public int purge(long expiredBeforeMs, int rowsMax, long daysBefore, int deleteMax) {
    // Counting reads the whole index, which the writer must not wait for.
    int beyond = Math.max(0, count(Which.ALL).rows() - rowsMax);
    return access.<Integer>write(c -> {
      try (PreparedStatement old = c.prepareStatement(Sql.of("lookup/answers-purge"));
          PreparedStatement shrink = c.prepareStatement(Sql.of("lookup/answers-shrink"));
          PreparedStatement days = c.prepareStatement(Sql.of("lookup/counts-purge"))) {
        old.setLong(1, expiredBeforeMs);
        old.setInt(2, deleteMax);
        int deleted = old.executeUpdate();
        shrink.setInt(1, Math.clamp((long) beyond - deleted, 0, deleteMax - deleted));
        deleted += shrink.executeUpdate();
        days.setLong(1, daysBefore);
        return deleted + days.executeUpdate();
      }
    });
  }

  /// Names of networks have no character that JSON escapes.
  private static String json(Collection<String> texts) {
    return texts.stream()
        .map(t -> '"' + t.replaceAll("[^0-9A-Za-z.:/#_-]", "") + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }
}
