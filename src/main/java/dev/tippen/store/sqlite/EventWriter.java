package dev.tippen.store.sqlite;

import dev.tippen.event.EventKind;
import dev.tippen.event.TrackedEvent;
import dev.tippen.store.BatchWriter;
import dev.tippen.store.BatchWriter.BatchFailure.Cause;
import dev.tippen.store.CommitListener.Committed;
import dev.tippen.store.EventCodec;
import dev.tippen.store.ImportStore;
import dev.tippen.store.ImportStore.End;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/// Writes batches of events: for each visitor one row, for each key its usage, for the whole batch
/// one spool record, all in one transaction. Owned by the commit thread; not safe for others.
///
/// The state of recently seen visitors stays in memory, so that a returning visitor costs one
/// update by row id; the row of the state itself follows some seconds later ([UnsavedStates]). That
/// is right as long as this is the only writer of the visitor tables; a row that somebody else
/// deleted is noticed and made anew.
final class EventWriter implements BatchWriter {
  private static final Logger log = LoggerFactory.getLogger(EventWriter.class);

  /// States saved with one batch at most, unless too many wait: the batch's answers wait for them.
  private static final int SAVED_PER_BATCH = 64;

  private static final int SAVED_WHEN_IDLE = 1_000;
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Connection connection;
  private final Checkpoints checkpoints;
  private final Repeats repeats;
  private final long gapMaxMs;
  private final Map<VisitorKey, VisitorState> known;
  private final UnsavedStates unsaved = new UnsavedStates();
  private final SqlTime time = new SqlTime();
  private VisitorTables tables;
  private PreparedStatement begin;
  private PreparedStatement commit;
  private PreparedStatement spool;
  private PreparedStatement spoolState;
  private PreparedStatement usage;
  private long lastEventId;
  private long lastVisitorRowId;
  private long lastBatchNanos;

  /// What a batch does, as long as it is not committed.
  private final class Batch {
    /// Copies: if the batch fails, the originals still hold.
    final Map<VisitorKey, VisitorState> touched = new LinkedHashMap<>();

    final Map<VisitorKey, VisitorState> loaded = new HashMap<>();
    final Set<VisitorKey> strangers = new HashSet<>();
    final Set<VisitorKey> saved = new HashSet<>();
    final List<byte[]> bodies = new ArrayList<>();
    final Map<Integer, int[]> usedByKeyId = new HashMap<>();
    final List<Committed> counted = new ArrayList<>();
    final BitSet repeated = new BitSet();
    final long firstId = lastEventId + 1;
    final long nowMs;

    Batch(long nowMs) {
      this.nowMs = nowMs;
    }
  }

  /// Also brings the rows of states up to date, if an earlier process could not.
  ///
  /// @param gapMaxMs the longest pause between two events that counts as time on the site
  /// @param visitorCacheMax how many visitors' states stay in memory
  EventWriter(
      Database database,
      Checkpoints checkpoints,
      Repeats repeats,
      long gapMaxMs,
      int visitorCacheMax)
      throws SQLException {
    StateRecovery.run(database, gapMaxMs);
    connection = database.writer();
    this.checkpoints = checkpoints;
    this.repeats = repeats;
    this.gapMaxMs = gapMaxMs;
    known = new RecentlyUsed<>(visitorCacheMax);
    prepare();
    readCounters();
  }

  private void prepare() throws SQLException {
    tables = new VisitorTables(connection);
    begin = connection.prepareStatement("BEGIN IMMEDIATE");
    commit = connection.prepareStatement("COMMIT");
    spool = connection.prepareStatement(Sql.of("ingest/spool-insert"));
    spoolState = connection.prepareStatement(Sql.of("ingest/spool-state"));
    usage = connection.prepareStatement(Sql.of("ingest/key-usage"));
  }

  @Override
  public Written write(List<Encoded> events, long nowMs) throws BatchFailure {
    lastBatchNanos = System.nanoTime();
    try {
      return transaction(events, nowMs, null);
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

  /// Stores rows of an import in a transaction of their own. Their events are neither usage nor do
  /// they enter the memory of event ids: the import knows by itself what it has stored.
  ///
  /// @param events those among the rows, in their order
  ImportStore.Written write(ImportStore.Batch rows, List<Encoded> events, long nowMs)
      throws SQLException {
    ImportTables tables = new ImportTables(connection, rows, nowMs);
    ImportStep step = new ImportStep(rows, tables);
    transaction(events, nowMs, step);
    return new ImportStore.Written(step.ends, step.state);
  }

  /// What an import does in its transaction before and after its events.
  private static final class ImportStep {
    final ImportStore.Batch rows;
    final ImportTables tables;
    List<End> ends = List.of();
    ImportStore.@Nullable State state;

    ImportStep(ImportStore.Batch rows, ImportTables tables) {
      this.rows = rows;
      this.tables = tables;
    }

    /// Marks the events that were stored before.
    void before(BitSet repeated) throws SQLException {
      ends = tables.admit();
      int event = 0;
      for (int i = 0; i < ends.size(); i++) {
        if (!(rows.rows().get(i) instanceof ImportStore.Row.Event)) continue;
        if (ends.get(i) == End.DUPLICATE) repeated.set(event);
        event++;
      }
    }

    void after() throws SQLException {
      state = tables.finish();
    }
  }

  private Written transaction(List<Encoded> events, long nowMs, @Nullable ImportStep step)
      throws SQLException {
    Batch batch = new Batch(nowMs);
    try {
      begin.executeUpdate();
      if (step != null) {
        step.before(batch.repeated);
      } else {
        for (int i = 0; i < events.size(); i++) {
          if (repeats.isRepeat(events.get(i))) batch.repeated.set(i);
        }
      }
      load(events, batch);
      for (int i = 0; i < events.size(); i++) {
        if (!batch.repeated.get(i)) take(events.get(i), batch);
      }
      storeVisitors(batch);
      saveDueStates(batch);
      if (!batch.bodies.isEmpty()) appendToSpool(batch);
      for (Map.Entry<Integer, int[]> u : batch.usedByKeyId.entrySet()) {
        countUsage(u.getKey(), u.getValue()[0], nowMs);
      }
      if (step != null) step.after();
      commit.executeUpdate();
    } catch (SQLException | RuntimeException e) {
      rollback();
      throw e;
    }
    remember(batch);
    return new Written(batch.counted, batch.repeated);
  }

  /// Asks the database for all visitors that memory doesn't know, many at a time.
  private void load(List<Encoded> events, Batch batch) throws SQLException {
    Set<VisitorKey> missing = new HashSet<>();
    for (int i = 0; i < events.size(); i++) {
      TrackedEvent e = events.get(i).event();
      if (batch.repeated.get(i) || e.exclusion() != null) continue;
      VisitorKey key = VisitorKey.of(e);
      if (known.get(key) == null && unsaved.find(key) == null) missing.add(key);
    }
    if (missing.isEmpty()) return;
    batch.loaded.putAll(tables.find(missing));
    missing.removeAll(batch.loaded.keySet());
    batch.strangers.addAll(missing);
  }

  private void take(Encoded encoded, Batch batch) {
    TrackedEvent e = encoded.event();
    int at = batch.bodies.size();
    batch.bodies.add(encoded.bytes());
    lastEventId++;
    if (e.exclusion() != null) return;
    VisitorState state = touch(e, batch);
    boolean engagedAnew = state == null || state.apply(e, lastEventId, gapMaxMs);
    // Whoever reads the log later can't know what was counted before: it holds what counts.
    if (!engagedAnew) batch.bodies.set(at, EventCodec.encode(e.withoutEngagement()));
    if (!e.kind().isOurs() && !e.isImported()) {
      batch.usedByKeyId.computeIfAbsent(e.key().id(), k -> new int[1])[0]++;
    }
    batch.counted.add(
        new Committed(
            lastEventId,
            e,
            state == null ? 0 : state.pageViews,
            state == null ? e.receivedAtMs() : state.firstSeenMs));
  }

  /// @return null if the visitor is unknown and stays so: neither an exit nor what we say of
  ///   somebody makes a visitor, unless the owner brings them
  private @Nullable VisitorState touch(TrackedEvent e, Batch batch) {
    VisitorKey key = VisitorKey.of(e);
    VisitorState state = batch.touched.get(key);
    if (state != null) return state;
    if (batch.strangers.contains(key)) {
      if (e.kind() == EventKind.EXIT) return null;
      if (e.kind().isOurs() && e.kind() != EventKind.VISITOR_IMPORTED) return null;
      state = VisitorState.arriving(++lastVisitorRowId, e.receivedAtMs());
    } else {
      VisitorState original = unsaved.find(key);
      if (original == null) original = known.get(key);
      if (original == null) original = batch.loaded.get(key);
      if (original == null) throw new IllegalStateException("a visitor was not looked for");
      state = original.copy();
    }
    batch.touched.put(key, state);
    return state;
  }

  private void storeVisitors(Batch batch) throws SQLException {
    List<VisitorTables.Visitor> arriving = new ArrayList<>();
    for (Map.Entry<VisitorKey, VisitorState> t : batch.touched.entrySet()) {
      VisitorState state = t.getValue();
      if (!state.isNew() && !tables.update(state)) state.beginAnew();
      if (state.isNew()) {
        arriving.add(new VisitorTables.Visitor(t.getKey(), state));
      } else {
        // Corrections of the owner read from the row how a company is known.
        if (state.hourChanged() || state.sourceChanged) save(t.getKey(), state, batch);
        if (state.firstSeenMoved) tables.updateFirstSeen(state);
      }
    }
    tables.insert(arriving);
    for (VisitorState state : batch.touched.values()) {
      if (state.companyChanged()) tables.saveCompany(state);
    }
    for (VisitorTables.Visitor v : arriving) {
      v.state().storedHour = v.state().hour();
      batch.saved.add(v.key());
    }
  }

  private void saveDueStates(Batch batch) throws SQLException {
    for (Map.Entry<VisitorKey, VisitorState> due :
        unsaved.due(batch.nowMs, SAVED_PER_BATCH).entrySet()) {
      if (batch.saved.contains(due.getKey())) continue;
      save(due.getKey(), batch.touched.getOrDefault(due.getKey(), due.getValue()), batch);
    }
  }

  private void save(VisitorKey key, VisitorState state, Batch batch) throws SQLException {
    tables.saveState(key, state);
    state.storedHour = state.hour();
    batch.saved.add(key);
  }

  private void appendToSpool(Batch batch) throws SQLException {
    spool.setLong(1, batch.firstId);
    spool.setLong(2, lastEventId);
    spool.setLong(3, batch.nowMs);
    spool.setBytes(4, EventCodec.batch(batch.bodies));
    spool.executeUpdate();
    // As it was before this batch: too low is safe, and what the batch saves is not committed yet.
    updateSpoolState(unsaved.completeTo(batch.firstId - 1));
  }

  private void updateSpoolState(long statesCompleteTo) throws SQLException {
    spoolState.setLong(1, lastEventId);
    spoolState.setLong(2, statesCompleteTo);
    spoolState.executeUpdate();
  }

  private void countUsage(int apiKeyId, int events, long nowMs) throws SQLException {
    usage.setInt(1, events);
    usage.setString(2, time.text(nowMs));
    usage.setInt(3, apiKeyId);
    usage.executeUpdate();
  }

  /// The batch is committed: what it changed is what holds.
  private void remember(Batch batch) {
    for (VisitorKey key : batch.saved) unsaved.saved(key);
    for (Map.Entry<VisitorKey, VisitorState> t : batch.touched.entrySet()) {
      t.getValue().settled();
      known.put(t.getKey(), t.getValue());
      if (!batch.saved.contains(t.getKey())) {
        unsaved.changed(t.getKey(), t.getValue(), batch.firstId, batch.nowMs);
      }
    }
    repeats.committed(lastEventId, batch.nowMs);
  }

  private void rollback() throws SQLException {
    repeats.rolledBack();
    closeStatements();
    try (Statement s = connection.createStatement()) {
      s.executeUpdate("ROLLBACK");
    } catch (SQLException _) {
      // SQLite has rolled back by itself (full disk, I/O error): there is no transaction left.
    }
    // The driver closes a statement for good when it fails for a full disk or an I/O error.
    prepare();
    readCounters();
  }

  private void closeStatements() {
    tables.close();
    VisitorTables.close(List.of(begin, commit, spool, spoolState, usage));
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
    long nowMs = System.currentTimeMillis();
    if (System.nanoTime() - lastBatchNanos < IDLE_NANOS || !unsaved.isDue(nowMs)) return;
    try {
      saveStates(unsaved.due(nowMs, SAVED_WHEN_IDLE));
    } catch (SQLException e) {
      log.warn("states of visitors were not saved, they wait: {}", e.getMessage());
      // Not at once again.
      lastBatchNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
      checkpoints.disk().noticed(e);
      checkpoints.disk().throwIfNoticed();
    }
  }

  /// Saves states in a transaction of their own.
  private void saveStates(Map<VisitorKey, VisitorState> states) throws SQLException {
    try {
      begin.executeUpdate();
      for (Map.Entry<VisitorKey, VisitorState> s : states.entrySet()) {
        tables.saveState(s.getKey(), s.getValue());
      }
      updateSpoolState(unsaved.completeTo(lastEventId));
      commit.executeUpdate();
    } catch (SQLException e) {
      rollback();
      throw e;
    }
    states.keySet().forEach(unsaved::saved);
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
      rollback();
      throw e;
    }
  }

  /// For small writes between two batches.
  Connection connection() {
    return connection;
  }

  /// Saves all states; if that fails, the next start does it.
  @Override
  public void close() {
    try {
      saveStates(unsaved.all());
      if (unsaved.completeTo(lastEventId) == lastEventId) {
        updateSpoolState(lastEventId);
      }
    } catch (SQLException e) {
      log.warn("states of visitors were not saved, the next start does it: {}", e.getMessage());
    }
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
