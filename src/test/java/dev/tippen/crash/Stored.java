package dev.tippen.crash;

import dev.tippen.config.Config;
import dev.tippen.event.TrackedEvent;
import dev.tippen.store.EventCodec;
import dev.tippen.store.sqlite.Database;
import dev.tippen.support.Events;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What lies in a data folder: the events of the spool, and in which points the counters disagree
/// with them.
///
/// @param contradictions sentences; none if the file is sound and everything agrees
record Stored(Set<Sent> events, List<String> contradictions) {

  /// Opens the database as every start does, recovery included.
  static Stored read(Path data) throws SQLException {
    Database database = Database.open(data);
    try (Connection c = database.writer();
        Statement s = c.createStatement()) {
      Reading reading = new Reading(s);
      reading.soundness();
      reading.spool();
      reading.counters();
      return new Stored(reading.events, reading.contradictions);
    }
  }

  /// Only the events, also while a store has the database open.
  static Set<Sent> events(Database database) throws SQLException {
    try (Connection c = database.reader();
        Statement s = c.createStatement()) {
      Reading reading = new Reading(s);
      reading.spool();
      return reading.events;
    }
  }

  /// What of these is not there.
  Set<Sent> missing(Collection<Sent> acknowledged) {
    Set<Sent> missing = new HashSet<>(acknowledged);
    missing.removeAll(events);
    return missing;
  }

  /// What is there and not among these.
  Set<Sent> unknown(Collection<Sent> sent) {
    Set<Sent> unknown = new HashSet<>(events);
    unknown.removeAll(sent);
    return unknown;
  }

  /// What a visitor's page views add up to; the load sends nothing else.
  private record Visitor(long pageViews, long lastEventMs, long totalTimeMs) {
    private static final long GAP_MAX_MS = Config.DEFAULTS.visit().gapMaxSeconds() * 1_000L;

    Visitor after(TrackedEvent e) {
      long atMs = Math.max(e.receivedAtMs(), lastEventMs);
      long gapMs = atMs - lastEventMs;
      return new Visitor(
          pageViews + 1, atMs, gapMs <= GAP_MAX_MS ? totalTimeMs + gapMs : totalTimeMs);
    }
  }

  private static final class Reading {
    private final Statement s;
    private final Set<Sent> events = new HashSet<>();
    private final List<String> contradictions = new ArrayList<>();
    private final Map<String, Visitor> visitors = new HashMap<>();
    private long lastId;

    Reading(Statement s) {
      this.s = s;
    }

    void soundness() throws SQLException {
      try (ResultSet r = s.executeQuery("PRAGMA integrity_check")) {
        expect("ok", r.getString(1), "integrity_check");
      }
    }

    void spool() throws SQLException {
      try (ResultSet r =
          s.executeQuery("SELECT first_id, last_id, body FROM event_spool ORDER BY first_id")) {
        while (r.next()) {
          expect(lastId + 1, r.getLong(1), "first id of a batch");
          for (TrackedEvent e : EventCodec.decodeBatch(r.getBytes(3), Events::key)) record(e);
          expect(lastId, r.getLong(2), "last id of a batch");
        }
      }
    }

    private void record(TrackedEvent e) {
      lastId++;
      if (!events.add(new Sent(e.visitorId(), String.valueOf(e.eventId())))) {
        contradictions.add("stored twice: " + e.eventId());
      }
      Visitor before = visitors.getOrDefault(e.visitorId(), new Visitor(0, e.receivedAtMs(), 0));
      visitors.put(e.visitorId(), before.after(e));
    }

    void counters() throws SQLException {
      expect(lastId, number("SELECT last_id FROM spool_state"), "last id");
      expect(lastId, number("SELECT coalesce(sum(usage_count), 0) FROM api_keys"), "usage");
      expect(visitors.size(), (int) number("SELECT count(*) FROM visitor_sessions"), "visitors");
      // A state may be some seconds behind; a start brings it up to date.
      boolean upToDate = lastId == number("SELECT states_to FROM spool_state");
      try (ResultSet r =
          s.executeQuery(
              "SELECT visitor_id, page_views, last_event_at_ms, total_time_ms, total_time_seconds"
                  + " FROM visitor_sessions v"
                  + " LEFT JOIN visitor_state ON visitor_session_id = v.id")) {
        while (r.next()) {
          String id = r.getString(1);
          Visitor records = visitors.getOrDefault(id, new Visitor(0, 0, 0));
          expect(records.pageViews, r.getLong(2), "page views of " + id);
          expect(records.totalTimeMs / 1_000, r.getLong(5), "seconds of " + id);
          if (upToDate) expect(records, new Visitor(r.getLong(2), r.getLong(3), r.getLong(4)), id);
        }
      }
    }

    private long number(String sql) throws SQLException {
      try (ResultSet r = s.executeQuery(sql)) {
        return r.getLong(1);
      }
    }

    private void expect(Object records, Object found, String what) {
      if (records.equals(found)) return;
      contradictions.add(what + ": records say " + records + ", found " + found);
    }
  }
}
