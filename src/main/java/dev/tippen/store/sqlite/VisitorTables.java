package dev.tippen.store.sqlite;

import dev.tippen.event.CompanySource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The statements on the two tables of visitors: the published `visitor_sessions`, and
/// `visitor_state` for what it has no room for. New visitors are looked for and inserted many at a
/// time, because calling a statement costs more than what it does; for updates by row id that was
/// measured to gain nothing. Owned by the thread of its connection.
final class VisitorTables {
  private static final String COMPANY_UNKNOWN = "Unknown Company";
  private static final String LOCATION_UNKNOWN = "Unknown Location";
  private static final String DEVICE_UNKNOWN = "Unknown Device - Unknown Browser";
  private static final CompanySource[] SOURCES = CompanySource.values();

  /// Rows in one statement: the largest that fits is used until none is left.
  private static final int[] ROWS = {16, 4, 1};

  private static final int SESSION_COLUMNS = 11;
  private static final int STATE_COLUMNS = 10;

  private final SqlTime time = new SqlTime();
  private final Map<Integer, PreparedStatement> finds = new HashMap<>();
  private final Map<Integer, PreparedStatement> sessionInserts = new HashMap<>();
  private final Map<Integer, PreparedStatement> stateInserts = new HashMap<>();
  private final PreparedStatement update;
  private final PreparedStatement stateUpdate;
  private final PreparedStatement exists;
  private final PreparedStatement company;
  private final PreparedStatement firstSeen;

  /// A visitor with their state.
  record Visitor(VisitorKey key, VisitorState state) {}

  VisitorTables(Connection connection) throws SQLException {
    String find = Sql.of("ingest/visitors-find");
    String session = Sql.of("ingest/visitor-insert");
    String state = Sql.of("ingest/state-insert");
    for (int rows : ROWS) {
      finds.put(
          rows,
          connection.prepareStatement(
              find.replace("IN (?)", "IN (?" + ", ?".repeat(rows - 1) + ")")));
      sessionInserts.put(rows, connection.prepareStatement(withRows(session, rows)));
      stateInserts.put(rows, connection.prepareStatement(withRows(state, rows)));
    }
    update = connection.prepareStatement(Sql.of("ingest/visitor-update"));
    stateUpdate = connection.prepareStatement(Sql.of("ingest/state-update"));
    exists = connection.prepareStatement(Sql.of("ingest/visitor-exists"));
    company = connection.prepareStatement(Sql.of("ingest/visitor-company"));
    firstSeen = connection.prepareStatement(Sql.of("ingest/visitor-first-seen"));
  }

  private static String withRows(String insert, int rows) {
    String sql = insert.strip();
    String values = sql.substring(sql.lastIndexOf('('));
    return sql + (", " + values).repeat(rows - 1);
  }

  /// The states of those that have rows.
  Map<VisitorKey, VisitorState> find(Collection<VisitorKey> visitors) throws SQLException {
    Map<VisitorKey, VisitorState> found = new HashMap<>();
    Map<Integer, List<VisitorKey>> byApiKey = new LinkedHashMap<>();
    for (VisitorKey v : visitors) {
      byApiKey.computeIfAbsent(v.apiKeyId(), k -> new ArrayList<>()).add(v);
    }
    for (List<VisitorKey> all : byApiKey.values()) {
      for (List<VisitorKey> group : groups(all)) find(group, found);
    }
    return found;
  }

  private void find(List<VisitorKey> group, Map<VisitorKey, VisitorState> found)
      throws SQLException {
    PreparedStatement p = statement(finds, group.size());
    VisitorKey any = group.getFirst();
    p.setString(1, any.apiKey());
    for (int i = 0; i < group.size(); i++) p.setString(2 + i, group.get(i).visitorId());
    try (ResultSet r = p.executeQuery()) {
      while (r.next()) {
        found.put(
            new VisitorKey(any.apiKeyId(), any.apiKey(), r.getString(1)),
            new VisitorState(
                r.getLong(2),
                r.getLong(3),
                r.getLong(4),
                r.getLong(5),
                r.getInt(6) == 1,
                r.getLong(7),
                r.getLong(8),
                SOURCES[r.getInt(9)],
                r.getLong(10),
                EngagementMarks.of(r.getBytes(11)),
                r.getLong(12),
                r.getLong(13)));
      }
    }
  }

  /// Makes the rows of new visitors in both tables.
  void insert(List<Visitor> visitors) throws SQLException {
    for (List<Visitor> group : groups(visitors)) {
      PreparedStatement p = statement(sessionInserts, group.size());
      for (int i = 0; i < group.size(); i++) {
        bindSession(p, i * SESSION_COLUMNS, group.get(i).key, group.get(i).state);
      }
      p.executeUpdate();
    }
    insertStates(visitors);
  }

  private void insertStates(List<Visitor> visitors) throws SQLException {
    for (List<Visitor> group : groups(visitors)) {
      PreparedStatement p = statement(stateInserts, group.size());
      for (int i = 0; i < group.size(); i++) {
        VisitorState s = group.get(i).state;
        p.setLong(i * STATE_COLUMNS + 1, s.rowId);
        p.setInt(i * STATE_COLUMNS + 2, group.get(i).key.apiKeyId());
        bindState(p, i * STATE_COLUMNS + 2, s);
      }
      p.executeUpdate();
    }
  }

  private void bindSession(PreparedStatement p, int before, VisitorKey key, VisitorState s)
      throws SQLException {
    int at = before;
    p.setLong(++at, s.rowId);
    p.setString(++at, key.apiKey());
    p.setString(++at, key.visitorId());
    p.setString(++at, s.company == null ? COMPANY_UNKNOWN : s.company);
    p.setString(++at, s.location == null ? LOCATION_UNKNOWN : s.location);
    p.setString(++at, s.device == null ? DEVICE_UNKNOWN : s.device);
    p.setString(++at, s.website);
    p.setLong(++at, s.pageViews);
    p.setString(++at, time.text(s.firstSeenMs));
    p.setString(++at, time.text(s.lastEventMs));
    p.setLong(++at, s.totalTimeMs / 1000);
  }

  /// Brings the published row up to date.
  ///
  /// @return false if somebody deleted it
  boolean update(VisitorState s) throws SQLException {
    update.setString(1, s.company);
    update.setString(2, s.location);
    update.setString(3, s.device);
    update.setString(4, s.website);
    update.setLong(5, s.newPageViews);
    update.setString(6, time.text(s.lastEventMs));
    update.setLong(7, s.totalTimeMs / 1000);
    update.setLong(8, s.rowId);
    return update.executeUpdate() == 1;
  }

  /// Brings the visitor's beginning up to date.
  void updateFirstSeen(VisitorState s) throws SQLException {
    firstSeen.setString(1, time.text(s.firstSeenMs));
    firstSeen.setLong(2, s.rowId);
    firstSeen.executeUpdate();
  }

  /// Notes which company of the site's list the visitor belongs to.
  void saveCompany(VisitorState s) throws SQLException {
    company.setLong(1, s.rowId);
    company.setLong(2, s.companyId);
    company.executeUpdate();
  }

  /// Brings the state's row up to date. Makes it if the visitor's published row came without one;
  /// does nothing if somebody deleted that.
  void saveState(VisitorKey key, VisitorState s) throws SQLException {
    int at = bindState(stateUpdate, 0, s);
    stateUpdate.setLong(at + 1, s.rowId);
    if (stateUpdate.executeUpdate() == 0 && exists(s.rowId)) {
      insertStates(List.of(new Visitor(key, s)));
    }
  }

  private boolean exists(long rowId) throws SQLException {
    exists.setLong(1, rowId);
    try (ResultSet r = exists.executeQuery()) {
      return r.next();
    }
  }

  /// @return index of the last value
  private static int bindState(PreparedStatement p, int before, VisitorState s)
      throws SQLException {
    int at = before;
    p.setLong(++at, s.hour());
    p.setLong(++at, s.lastEventMs);
    p.setInt(++at, s.lastWasExit ? 1 : 0);
    p.setLong(++at, s.totalTimeMs);
    p.setLong(++at, s.engagedMs);
    p.setInt(++at, s.companySource.ordinal());
    p.setBytes(++at, s.marks.bytes());
    p.setLong(++at, s.lastEventId);
    return at;
  }

  /// Closes the statements, whatever state they are in.
  void close() {
    close(finds.values());
    close(sessionInserts.values());
    close(stateInserts.values());
    close(List.of(update, stateUpdate, exists, company, firstSeen));
  }

  static void close(Collection<PreparedStatement> statements) {
    for (PreparedStatement p : statements) {
      try {
        p.close();
      } catch (SQLException _) {
        // It reports once more why it failed.
      }
    }
  }

  private static PreparedStatement statement(Map<Integer, PreparedStatement> by, int rows) {
    PreparedStatement p = by.get(rows);
    if (p == null) throw new IllegalStateException("no statement for " + rows + " rows");
    return p;
  }

  private static <T> List<List<T>> groups(List<T> all) {
    List<List<T>> groups = new ArrayList<>();
    int from = 0;
    for (int rows : ROWS) {
      for (; all.size() - from >= rows; from += rows) groups.add(all.subList(from, from + rows));
    }
    return groups;
  }
}
