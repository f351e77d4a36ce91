package dev.tippen.store.sqlite;

import dev.tippen.event.ApiKey;
import dev.tippen.event.TrackedEvent;
import dev.tippen.store.EventCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the rows of visitors' states up to date from the spool after the process ended without
/// saving them. Each row names its newest event, so that nothing is applied twice, however often
/// this is begun.
final class StateRecovery {
  private static final Logger log = LoggerFactory.getLogger(StateRecovery.class);

  private StateRecovery() {}

  /// @param gapMaxMs as for [EventWriter]
  static void run(Database database, long gapMaxMs) throws SQLException {
    try (Connection connection = database.writer();
        Statement s = connection.createStatement()) {
      long lastId = number(s, "SELECT last_id FROM spool_state");
      long completeTo = number(s, "SELECT states_to FROM spool_state");
      if (completeTo >= lastId) return;
      s.executeUpdate("BEGIN IMMEDIATE");
      Map<VisitorKey, VisitorState> states = new HashMap<>();
      VisitorTables tables = new VisitorTables(connection);
      replay(connection, tables, keys(database), completeTo, states, gapMaxMs);
      for (Map.Entry<VisitorKey, VisitorState> e : states.entrySet()) {
        tables.saveState(e.getKey(), e.getValue());
      }
      try (PreparedStatement p = connection.prepareStatement(Sql.of("ingest/spool-state"))) {
        p.setLong(1, lastId);
        p.setLong(2, lastId);
        p.executeUpdate();
      }
      s.executeUpdate("COMMIT");
      if (!states.isEmpty()) log.info("states of {} visitors recovered", states.size());
    }
  }

  private static Map<Integer, ApiKey> keys(Database database) {
    return new SqliteKeyStore(new DirectAccess(database))
        .all().stream().collect(Collectors.toMap(ApiKey::id, Function.identity()));
  }

  private static void replay(
      Connection connection,
      VisitorTables tables,
      Map<Integer, ApiKey> keys,
      long completeTo,
      Map<VisitorKey, VisitorState> states,
      long gapMaxMs)
      throws SQLException {
    try (PreparedStatement p = connection.prepareStatement(Sql.of("ingest/spool-unsaved"))) {
      p.setLong(1, completeTo);
      try (ResultSet r = p.executeQuery()) {
        while (r.next()) {
          long eventId = r.getLong(1);
          List<@Nullable TrackedEvent> events = EventCodec.decodeBatch(r.getBytes(2), keys::get);
          load(events, tables, states);
          for (TrackedEvent e : events) {
            VisitorState state =
                e == null || e.exclusion() != null ? null : states.get(VisitorKey.of(e));
            if (e != null && state != null && eventId > state.lastEventId) {
              state.apply(e, eventId, gapMaxMs);
            }
            eventId++;
          }
        }
      }
    }
  }

  private static void load(
      List<@Nullable TrackedEvent> events,
      VisitorTables tables,
      Map<VisitorKey, VisitorState> states)
      throws SQLException {
    Set<VisitorKey> missing = new HashSet<>();
    for (TrackedEvent e : events) {
      if (e == null || e.exclusion() != null) continue;
      VisitorKey key = VisitorKey.of(e);
      if (!states.containsKey(key)) missing.add(key);
    }
    if (!missing.isEmpty()) states.putAll(tables.find(missing));
  }

  private static long number(Statement s, String sql) throws SQLException {
    try (ResultSet r = s.executeQuery(sql)) {
      return r.getLong(1);
    }
  }
}
