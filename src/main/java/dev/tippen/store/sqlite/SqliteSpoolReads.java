package dev.tippen.store.sqlite;

import dev.tippen.event.ApiKey;
import dev.tippen.event.TrackedEvent;
import dev.tippen.store.EventCodec;
import dev.tippen.store.SpoolReads;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The tables `event_spool`, `excluded_events` and `replayed_events`.
public final class SqliteSpoolReads implements SpoolReads {
  private static final int KEPT_AT_A_TIME = 500;

  private final SqliteAccess access;
  private final InstantSource clock;

  public SqliteSpoolReads(SqliteAccess access, InstantSource clock) {
    this.access = access;
    this.clock = clock;
  }

  @Override
  public Range range(long fromMs, long beforeMs) {
    return access.read(c -> {
      try (PreparedStatement p = c.prepareStatement(Sql.of("spool/range"))) {
        p.setLong(1, fromMs);
        p.setLong(2, beforeMs);
        try (ResultSet r = p.executeQuery()) {
          r.next();
          return new Range(r.getLong(1) - 1, r.getLong(2));
        }
      }
    });
  }

  @Override
  public Page page(long afterId, long beforeMs, int records, IntFunction<@Nullable ApiKey> keys) {
    return access.read(c -> {
      Page kept = kept(c, afterId, beforeMs, keys);
      if (!kept.events().isEmpty()) return kept;
      try (PreparedStatement p = c.prepareStatement(Sql.of("spool/page"))) {
        p.setLong(1, afterId);
        p.setLong(2, beforeMs);
        p.setInt(3, records);
        List<Logged> events = new ArrayList<>();
        long lastId = afterId;
        try (ResultSet r = p.executeQuery()) {
          while (r.next()) {
            long id = r.getLong(1);
            for (TrackedEvent e : EventCodec.decodeBatch(r.getBytes(3), keys)) {
              if (e != null) events.add(new Logged(id, e));
              id++;
            }
            lastId = r.getLong(2);
          }
        }
        return new Page(events, lastId);
      }
    });
  }

  /// Excluded events that the log itself no longer has.
  private static Page kept(
      Connection c, long afterId, long beforeMs, IntFunction<@Nullable ApiKey> keys)
      throws SQLException {
    try (PreparedStatement p = c.prepareStatement(Sql.of("spool/kept"))) {
      p.setLong(1, afterId);
      p.setLong(2, beforeMs);
      p.setInt(3, KEPT_AT_A_TIME);
      List<Logged> events = new ArrayList<>();
      long lastId = afterId;
      try (ResultSet r = p.executeQuery()) {
        while (r.next()) {
          lastId = r.getLong(1);
          for (TrackedEvent e : EventCodec.decodeBatch(r.getBytes(2), keys)) {
            if (e != null) events.add(new Logged(lastId, e));
          }
        }
      }
      return new Page(events, lastId);
    }
  }

  @Override
  public Set<Long> replayed(Collection<Long> eventIds) {
    return access.read(c -> {
      try (PreparedStatement p =
          c.prepareStatement("SELECT 1 FROM replayed_events WHERE event_id = ?")) {
        Set<Long> found = new HashSet<>();
        for (long id : eventIds) {
          p.setLong(1, id);
          try (ResultSet r = p.executeQuery()) {
            if (r.next()) found.add(id);
          }
        }
        return found;
      }
    });
  }

  @Override
  public void markReplayed(Collection<Long> eventIds) {
    if (eventIds.isEmpty()) return;
    long nowMs = clock.millis();
    access.write(c -> {
      try (PreparedStatement p =
          c.prepareStatement(
              "INSERT OR IGNORE INTO replayed_events (event_id, replayed_at_ms) VALUES (?, ?)")) {
        for (long id : eventIds) {
          p.setLong(1, id);
          p.setLong(2, nowMs);
          p.executeUpdate();
        }
        return null;
      }
    });
  }
}
