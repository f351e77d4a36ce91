package dev.tippen.store.sqlite;

import dev.tippen.event.EventKind;
import dev.tippen.event.TrackedEvent;
import dev.tippen.event.TrackedEvent.CompanySource;
import dev.tippen.store.BatchWriter;
import dev.tippen.store.BatchWriter.BatchFailure.Cause;
import dev.tippen.store.CommitListener.Committed;
import dev.tippen.store.EventCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/// Writes batches of events: for each visitor one row, for each key its usage, for the whole batch
/// one spool record, all in one transaction. Owned by the commit thread; not safe for others.
///
/// The state of recently seen visitors stays in memory, so that a returning visitor costs two
/// updates by row id. That is right as long as this is the only writer of the visitor tables; a row
/// that somebody else deleted is noticed and made anew.
final class EventWriter implements BatchWriter {
  private static final String COMPANY_UNKNOWN = "Unknown Company";
  private static final String LOCATION_UNKNOWN = "Unknown Location";
  private static final String DEVICE_UNKNOWN = "Unknown Device - Unknown Browser";
  private static final CompanySource[] SOURCES = CompanySource.values();

  private static final Logger log = LoggerFactory.getLogger(EventWriter.class);

  private final Connection connection;
  private final Checkpoints checkpoints;
  private final Repeats repeats;
  private final long gapMaxMs;
  private final Map<VisitorKey, VisitorState> known;
  private final SqlTime time = new SqlTime();
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement find;
  private final PreparedStatement insert;
  private final PreparedStatement update;
  private final PreparedStatement stateInsert;
  private final PreparedStatement stateUpdate;
  private final PreparedStatement stateUpdateHour;
  private final PreparedStatement spool;
  private final PreparedStatement spoolState;
  private final PreparedStatement usage;
  private long lastEventId;
  private long lastVisitorRowId;

  private record VisitorKey(int apiKeyId, String visitorId) {}

  /// @param gapMaxMs the longest pause between two events that counts as time on the site
  /// @param visitorCacheMax how many visitors' states stay in memory
  EventWriter(
      Connection connection,
      Checkpoints checkpoints,
      Repeats repeats,
      long gapMaxMs,
      int visitorCacheMax)
      throws SQLException {
    this.connection = connection;
    this.checkpoints = checkpoints;
    this.repeats = repeats;
    this.gapMaxMs = gapMaxMs;
    this.known = new RecentlyUsed<>(visitorCacheMax);
    begin = connection.prepareStatement("BEGIN IMMEDIATE");
    commit = connection.prepareStatement("COMMIT");
    find = connection.prepareStatement(Sql.of("ingest/visitor-find"));
    insert = connection.prepareStatement(Sql.of("ingest/visitor-insert"));
    update = connection.prepareStatement(Sql.of("ingest/visitor-update"));
    stateInsert = connection.prepareStatement(Sql.of("ingest/state-insert"));
    stateUpdate = connection.prepareStatement(Sql.of("ingest/state-update"));
    stateUpdateHour = connection.prepareStatement(Sql.of("ingest/state-update-hour"));
    spool = connection.prepareStatement(Sql.of("ingest/spool-insert"));
    spoolState = connection.prepareStatement(Sql.of("ingest/spool-state"));
    usage = connection.prepareStatement(Sql.of("ingest/key-usage"));
    readCounters();
  }

  @Override
  public Written write(List<Encoded> batch, long nowMs) throws BatchFailure {
    try {
      return transaction(batch, nowMs);
    } catch (SQLException e) {
      throw new BatchFailure(cause(e), e);
    }
  }

  private static Cause cause(SQLException e) {
    SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(e.getErrorCode());
    // The low byte is the primary code:
    // https://sqlite.org/rescode.html#primary_result_codes_versus_extended_result_codes
    return switch (code.code & 0xff) {
      case 13 /* FULL */, 5 /* BUSY */, 6 /* LOCKED */, 7 /* NOMEM */ -> Cause.UNAVAILABLE;
      case 18 /* TOOBIG */, 19 /* CONSTRAINT */, 20 /* MISMATCH */ -> Cause.DATUM;
      default -> Cause.BROKEN;
    };
  }

  private Written transaction(List<Encoded> batch, long nowMs) throws SQLException {
    begin.executeUpdate();
    Map<VisitorKey, VisitorState> touched = new LinkedHashMap<>(batch.size() * 2);
    try {
      List<Committed> counted = new ArrayList<>(batch.size());
      BitSet repeated = new BitSet();
      List<byte[]> bodies = new ArrayList<>(batch.size());
      Map<Integer, int[]> usedByKeyId = new HashMap<>();
      long firstId = lastEventId + 1;
      for (int i = 0; i < batch.size(); i++) {
        Encoded encoded = batch.get(i);
        if (repeats.isRepeat(encoded)) {
          repeated.set(i);
          continue;
        }
        bodies.add(encoded.bytes());
        lastEventId++;
        TrackedEvent e = encoded.event();
        if (e.exclusion() != null) continue;
        VisitorState state = apply(e, touched);
        usedByKeyId.computeIfAbsent(e.key().id(), k -> new int[1])[0]++;
        counted.add(
            new Committed(
                lastEventId,
                e,
                state == null ? 0 : state.pageViews,
                state == null ? e.receivedAtMs() : state.firstSeenMs));
      }
      for (Map.Entry<VisitorKey, VisitorState> t : touched.entrySet()) {
        store(t.getKey(), t.getValue());
      }
      if (!bodies.isEmpty()) appendToSpool(firstId, bodies, nowMs);
      for (Map.Entry<Integer, int[]> u : usedByKeyId.entrySet())
        countUsage(u.getKey(), u.getValue()[0], nowMs);
      commit.executeUpdate();
      touched.forEach(this::remember);
      repeats.committed(lastEventId, nowMs);
      return new Written(counted, repeated);
    } catch (SQLException | RuntimeException e) {
      rollback(touched);
      throw e;
    }
  }

  /// @return null if the visitor is unknown and stays so: an exit never makes a visitor
  private @Nullable VisitorState apply(TrackedEvent e, Map<VisitorKey, VisitorState> touched)
      throws SQLException {
    VisitorKey key = new VisitorKey(e.key().id(), e.visitorId());
    VisitorState state = touched.get(key);
    if (state == null) state = known.get(key);
    if (state == null) state = find(e);
    if (state == null) {
      if (e.kind() == EventKind.EXIT) return null;
      state = VisitorState.arriving(e.key().text(), ++lastVisitorRowId, e.receivedAtMs());
    }
    touched.put(key, state);
    state.apply(e, gapMaxMs);
    return state;
  }

  private @Nullable VisitorState find(TrackedEvent e) throws SQLException {
    find.setString(1, e.key().text());
    find.setString(2, e.visitorId());
    try (ResultSet r = find.executeQuery()) {
      if (!r.next()) return null;
      return new VisitorState(
          e.key().text(),
          r.getLong(1),
          r.getLong(2),
          r.getLong(3),
          r.getLong(4),
          r.getInt(5) == 1,
          r.getLong(6),
          r.getLong(7),
          SOURCES[r.getInt(8)],
          r.getLong(9),
          EngagementMarks.of(r.getBytes(10)));
    }
  }

  private void store(VisitorKey key, VisitorState s) throws SQLException {
    if (!s.isNew()) {
      if (updateVisitor(s) == 1) {
        updateState(key, s);
        return;
      }
      s.beginAnew();
    }
    insertVisitor(key, s);
  }

  private void insertVisitor(VisitorKey key, VisitorState s) throws SQLException {
    insert.setLong(1, s.rowId);
    insert.setString(2, s.apiKey);
    insert.setString(3, key.visitorId);
    insert.setString(4, s.company == null ? COMPANY_UNKNOWN : s.company);
    insert.setString(5, s.location == null ? LOCATION_UNKNOWN : s.location);
    insert.setString(6, s.device == null ? DEVICE_UNKNOWN : s.device);
    insert.setString(7, s.website);
    insert.setLong(8, s.pageViews);
    insert.setString(9, time.text(s.firstSeenMs));
    insert.setString(10, time.text(s.lastEventMs));
    insert.setLong(11, s.totalTimeMs / 1000);
    insert.executeUpdate();
    insertState(key, s);
  }

  private void insertState(VisitorKey key, VisitorState s) throws SQLException {
    bindState(stateInsert, s);
    stateInsert.setLong(7, s.hour());
    stateInsert.setLong(8, s.rowId);
    stateInsert.setInt(9, key.apiKeyId);
    stateInsert.executeUpdate();
  }

  private int updateVisitor(VisitorState s) throws SQLException {
    update.setString(1, s.company);
    update.setString(2, s.location);
    update.setString(3, s.device);
    update.setString(4, s.website);
    update.setLong(5, s.newPageViews);
    update.setString(6, time.text(s.lastEventMs));
    update.setLong(7, s.totalTimeMs / 1000);
    update.setLong(8, s.rowId);
    return update.executeUpdate();
  }

  private void updateState(VisitorKey key, VisitorState s) throws SQLException {
    boolean sameHour = s.hour() == s.storedHour;
    PreparedStatement p = sameHour ? stateUpdate : stateUpdateHour;
    bindState(p, s);
    int next = 7;
    if (!sameHour) p.setLong(next++, s.hour());
    p.setLong(next, s.rowId);
    if (p.executeUpdate() == 0) insertState(key, s);
  }

  private static void bindState(PreparedStatement p, VisitorState s) throws SQLException {
    p.setLong(1, s.lastEventMs);
    p.setInt(2, s.lastWasExit ? 1 : 0);
    p.setLong(3, s.totalTimeMs);
    p.setLong(4, s.engagedMs);
    p.setInt(5, s.companySource.ordinal());
    p.setBytes(6, s.marks.bytes());
  }

  private void appendToSpool(long firstId, List<byte[]> bodies, long nowMs) throws SQLException {
    spool.setLong(1, firstId);
    spool.setLong(2, lastEventId);
    spool.setLong(3, nowMs);
    spool.setBytes(4, EventCodec.batch(bodies));
    spool.executeUpdate();
    spoolState.setLong(1, lastEventId);
    spoolState.executeUpdate();
  }

  private void countUsage(int apiKeyId, int events, long nowMs) throws SQLException {
    usage.setInt(1, events);
    usage.setString(2, time.text(nowMs));
    usage.setInt(3, apiKeyId);
    usage.executeUpdate();
  }

  private void remember(VisitorKey key, VisitorState state) {
    state.settled();
    known.put(key, state);
  }

  private void rollback(Map<VisitorKey, VisitorState> touched) throws SQLException {
    touched.keySet().forEach(known::remove);
    repeats.rolledBack();
    try (Statement s = connection.createStatement()) {
      s.executeUpdate("ROLLBACK");
    } catch (SQLException _) {
      // SQLite has rolled back by itself (full disk, I/O error): there is no transaction left.
    }
    readCounters();
  }

  private void readCounters() throws SQLException {
    lastEventId = number("SELECT last_id FROM spool_state");
    lastVisitorRowId =
        number("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'visitor_sessions'");
  }

  private long number(String sql) throws SQLException {
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      return r.getLong(1);
    }
  }

  @Override
  public void betweenBatches() {
    checkpoints.betweenBatches(connection);
  }

  /// Commits and syncs a change that changes nothing, to learn whether the disk takes writes.
  void probe() throws BatchFailure {
    try {
      changeNothing();
    } catch (SQLException e) {
      throw new BatchFailure(cause(e), e);
    }
  }

  private void changeNothing() throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.executeUpdate(Sql.of("ingest/probe"));
    } catch (SQLException e) {
      rollback(Map.of());
      throw e;
    }
  }

  /// For small writes between two batches.
  Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      log.warn("the writing connection did not close: {}", e.getMessage());
    }
  }

  /// A map that forgets what was used longest ago.
  private static final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;
    private final int max;

    RecentlyUsed(int max) {
      super(1024, 0.75f, true);
      this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > max;
    }
  }
}
