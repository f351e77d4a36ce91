package dev.tippen.store.sqlite;

import dev.tippen.store.EventCodec;
import dev.tippen.store.Fingerprint;
import dev.tippen.store.StoreException;
import dev.tippen.store.StoreStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The event ids of the last 48 hours on disk, for repeats that are older than what memory holds.
///
/// It is a file of its own, `event-ids.db`, derived from the spool: a thread of its own writes ids
/// into it in bulk, some time after their commit, so that no commit waits for it. It notes up to
/// which event it has come; a start reads the rest from the spool. Ids lie in tables of six hours
/// each, so that forgetting is dropping a table, ordered by the time that a UUIDv7 carries, so that
/// new ids touch few pages. A damaged file is made anew: repeats of earlier events then count
/// twice.
final class EventIdIndex implements AutoCloseable {
  static final String FILE_NAME = "event-ids.db";

  /// How long a repeat is recognized.
  static final long KEPT_MS = 48L * 3_600_000;

  static final long TABLE_SPAN_MS = 6L * 3_600_000;

  /// Ids that may wait for the disk. [dev.tippen.store.RecentIds] must remember at least as many,
  /// twice over: those that wait and those that are being written.
  static final int WAITING_MAX = 400_000;

  private static final long SYNC_EVERY_MS = 30_000;

  private static final Logger log = LoggerFactory.getLogger(EventIdIndex.class);
  private static final long WRITE_EVERY_MS = 500;
  private static final long RETRY_MS = 1_000;
  private static final int WRITE_AT_IDS = 50_000;
  private static final int ROWS_PER_STATEMENT = 64;
  private static final long CATCH_UP_WAIT_MS = 2_000;
  private static final int AUTO_CHECKPOINT_PAGES = 4_000;

  private final Database database;
  private final Path file;
  private final StoreStats stats;
  private final Thread thread;
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final Map<Long, PreparedStatement> lookups = new HashMap<>();
  private final Connection writer;
  private final Connection reader;
  private volatile List<Long> tables;
  private long indexedTo;

  /// What is certain to survive a power cut: commits of this file are not synced one by one.
  private volatile long syncedTo;

  private long syncedAtMs;

  private final Object lock = new Object();
  private Ids waiting = new Ids();
  private boolean failing;
  private boolean closing;

  /// Ids on their way to the disk.
  private static final class Ids {
    long[] createdMs = new long[1024];
    long[] hashes = new long[1024];
    int count;
    long lastEventId;

    void add(long created, long hash) {
      if (count == hashes.length) {
        createdMs = Arrays.copyOf(createdMs, count * 2);
        hashes = Arrays.copyOf(hashes, count * 2);
      }
      createdMs[count] = created;
      hashes[count++] = hash;
    }
  }

  /// Opens the index and reads what it lacks from the spool, for a large lack in the background.
  ///
  /// @throws StoreException if the file can't be made
  static EventIdIndex open(Database database, StoreStats stats, long nowMs) {
    try {
      return new EventIdIndex(database, stats, nowMs);
    } catch (SQLException | IOException e) {
      throw new StoreException("The index of event ids can't be opened: " + e.getMessage(), e);
    }
  }

  private EventIdIndex(Database database, StoreStats stats, long nowMs)
      throws SQLException, IOException {
    this.database = database;
    this.stats = stats;
    file = database.file().resolveSibling(FILE_NAME);
    Opened opened = open(database, file);
    writer = opened.writer;
    reader = opened.reader;
    indexedTo = opened.indexedTo;
    tables = opened.tables;
    thread = Thread.ofPlatform().name("event-ids").daemon(true).unstarted(() -> run(nowMs));
    thread.start();
    try {
      if (!caughtUp.await(CATCH_UP_WAIT_MS, TimeUnit.MILLISECONDS)) {
        log.info("event ids are read from the spool; until that ends old repeats may count twice");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Opened(Connection writer, Connection reader, long indexedTo, List<Long> tables) {}

  private static Opened open(Database database, Path file) throws SQLException, IOException {
    try {
      return connect(database, file);
    } catch (SQLException e) {
      log.warn("{} is damaged and made anew: {}", FILE_NAME, e.getMessage());
      for (String suffix : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(file.resolveSibling(FILE_NAME + suffix));
      }
      return connect(database, file);
    }
  }

  private static Opened connect(Database database, Path file) throws SQLException, IOException {
    Connection writer = database.derivedWriter(file);
    try (Statement s = writer.createStatement()) {
      s.execute("PRAGMA wal_autocheckpoint=" + AUTO_CHECKPOINT_PAGES);
      s.execute("CREATE TABLE IF NOT EXISTS indexed (one INTEGER PRIMARY KEY, last_id INTEGER)");
      s.execute("INSERT OR IGNORE INTO indexed (one, last_id) VALUES (1, 0)");
      long indexedTo;
      try (ResultSet r = s.executeQuery("SELECT last_id FROM indexed")) {
        indexedTo = r.getLong(1);
      }
      TreeSet<Long> tables = new TreeSet<>();
      try (ResultSet r = s.executeQuery(Sql.of("ingest/id-tables"))) {
        while (r.next()) tables.add(Long.parseLong(r.getString(1).substring("ids_".length())));
      }
      return new Opened(
          writer, database.derivedReader(file), indexedTo, List.copyOf(tables.descendingSet()));
    } catch (SQLException e) {
      writer.close();
      throw e;
    }
  }

  /// Whether the id is on disk. Called on the commit thread. What can't be read is not there: a
  /// repeat may count twice, but no event is refused for it.
  boolean contains(Fingerprint f) {
    stats.idLookup();
    try {
      return find(f);
    } catch (SQLException e) {
      log.warn("an event id could not be looked up: {}", e.getMessage());
      // The driver closes a statement for good when it fails for an I/O error.
      VisitorTables.close(lookups.values());
      lookups.clear();
      return false;
    }
  }

  private boolean find(Fingerprint f) throws SQLException {
    for (Long table : tables) {
      PreparedStatement lookup = lookups.get(table);
      if (lookup == null) {
        lookup =
            reader.prepareStatement(
                "SELECT 1 FROM ids_" + table + " WHERE created_ms = ? AND hash = ?");
        lookups.put(table, lookup);
      }
      lookup.setLong(1, f.createdMs());
      lookup.setLong(2, f.hash());
      try (ResultSet r = lookup.executeQuery()) {
        if (r.next()) return true;
      }
    }
    if (lookups.size() > tables.size()) closeOldLookups();
    return false;
  }

  private void closeOldLookups() throws SQLException {
    for (Long table : List.copyOf(lookups.keySet())) {
      if (tables.contains(table)) continue;
      PreparedStatement old = lookups.remove(table);
      if (old != null) old.close();
    }
  }

  /// Takes over the ids of a committed batch. Waits only when the disk is far behind.
  ///
  /// @param lastEventId of the batch, whether or not its events have ids
  void committed(long[] createdMs, long[] hashes, int count, long lastEventId) {
    synchronized (lock) {
      try {
        while (waiting.count >= WAITING_MAX && !failing && !closing) lock.wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      // While the disk fails, memory has to do.
      if (waiting.count >= WAITING_MAX) waiting.count = 0;
      for (int i = 0; i < count; i++) waiting.add(createdMs[i], hashes[i]);
      waiting.lastEventId = lastEventId;
      if (waiting.count >= WRITE_AT_IDS) lock.notifyAll();
    }
  }

  private void run(long startMs) {
    try {
      catchUp(startMs);
    } catch (SQLException | IllegalArgumentException e) {
      log.warn("event ids of earlier events are not known: {}", e.getMessage());
    } finally {
      caughtUp.countDown();
    }
    while (true) {
      Ids taken = take();
      if (taken == null) return;
      while (!written(taken) && !isClosing()) pause();
    }
  }

  private boolean written(Ids ids) {
    try {
      write(ids, System.currentTimeMillis());
      failing(false);
      return true;
    } catch (SQLException e) {
      if (failing(true)) {
        log.warn("event ids can't be written, only recent repeats are known: {}", e.getMessage());
      }
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return null when closing and nothing waits
  private @org.jspecify.annotations.Nullable Ids take() {
    synchronized (lock) {
      try {
        if (!closing && waiting.count < WRITE_AT_IDS) lock.wait(WRITE_EVERY_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
      if (waiting.lastEventId <= indexedTo) {
        if (closing) return null;
        return new Ids();
      }
      Ids taken = waiting;
      waiting = new Ids();
      lock.notifyAll();
      return taken;
    }
  }

  /// @return whether that is new
  private boolean failing(boolean now) {
    synchronized (lock) {
      boolean changed = failing != now;
      failing = now;
      lock.notifyAll();
      return changed;
    }
  }

  private void catchUp(long nowMs) throws SQLException {
    try (Connection spool = database.reader();
        PreparedStatement rows = spool.prepareStatement(Sql.of("ingest/spool-since"))) {
      rows.setLong(1, indexedTo);
      rows.setLong(2, nowMs - KEPT_MS);
      Ids ids = new Ids();
      try (ResultSet r = rows.executeQuery()) {
        while (r.next() && !isClosing()) {
          ids.lastEventId = r.getLong(1);
          EventCodec.fingerprints(r.getBytes(2), f -> ids.add(f.createdMs(), f.hash()));
          if (ids.count < WRITE_AT_IDS) continue;
          write(ids, nowMs);
          ids.count = 0;
        }
      }
      if (ids.lastEventId > indexedTo) write(ids, nowMs);
    }
  }

  private boolean isClosing() {
    synchronized (lock) {
      return closing;
    }
  }

  private void write(Ids ids, long nowMs) throws SQLException {
    if (ids.lastEventId <= indexedTo) return;
    long table = nowMs / TABLE_SPAN_MS;
    try (Statement s = writer.createStatement()) {
      s.execute("BEGIN IMMEDIATE");
      try {
        s.execute(
            "CREATE TABLE IF NOT EXISTS ids_"
                + table
                + " (created_ms INTEGER NOT NULL, hash INTEGER NOT NULL,"
                + " PRIMARY KEY (created_ms, hash)) WITHOUT ROWID");
        insert(table, ids);
        s.execute("UPDATE indexed SET last_id = " + ids.lastEventId);
        s.execute("COMMIT");
      } catch (SQLException e) {
        rollback(s, e);
        throw e;
      }
      indexedTo = ids.lastEventId;
      keep(s, table);
      if (nowMs - syncedAtMs >= SYNC_EVERY_MS) sync(s, nowMs);
    }
  }

  /// A checkpoint syncs the write-ahead log first.
  private void sync(Statement s, long nowMs) throws SQLException {
    syncedAtMs = nowMs;
    try (ResultSet r = s.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
      if (r.next() && r.getInt(1) == 0 && r.getInt(2) == r.getInt(3)) syncedTo = indexedTo;
    }
  }

  /// The event up to which all ids are in the file for good: nobody needs the log for them.
  long syncedTo() {
    return syncedTo;
  }

  private static void rollback(Statement s, SQLException cause) {
    try {
      s.execute("ROLLBACK");
    } catch (SQLException e) {
      // SQLite has rolled back by itself (full disk, I/O error): there is no transaction left.
      cause.addSuppressed(e);
    }
  }

  private void insert(long table, Ids ids) throws SQLException {
    Integer[] order = null;
    boolean sorted = true;
    for (int i = 1; i < ids.count && sorted; i++) sorted = ids.createdMs[i - 1] <= ids.createdMs[i];
    if (!sorted) {
      order = new Integer[ids.count];
      for (int i = 0; i < ids.count; i++) order[i] = i;
      Arrays.sort(order, (a, b) -> Long.compare(ids.createdMs[a], ids.createdMs[b]));
    }
    int at = 0;
    while (at < ids.count) {
      int rows = Math.min(ROWS_PER_STATEMENT, ids.count - at);
      String values = "(?,?)" + ",(?,?)".repeat(rows - 1);
      try (PreparedStatement p =
          writer.prepareStatement(
              "INSERT OR IGNORE INTO ids_" + table + " (created_ms, hash) VALUES " + values)) {
        // One statement for all full groups; the last, shorter group has its own.
        do {
          for (int i = 0; i < rows; i++, at++) {
            int id = order == null ? at : order[at];
            p.setLong(2 * i + 1, ids.createdMs[id]);
            p.setLong(2 * i + 2, ids.hashes[id]);
          }
          p.executeUpdate();
        } while (ids.count - at >= rows && rows == ROWS_PER_STATEMENT);
      }
    }
  }

  /// Notes a new table and drops those that are too old.
  private void keep(Statement s, long current) throws SQLException {
    if (!tables.contains(current)) {
      TreeSet<Long> all = new TreeSet<>(tables);
      all.add(current);
      tables = List.copyOf(all.descendingSet());
    }
    long oldest = current - KEPT_MS / TABLE_SPAN_MS - 1;
    if (tables.getLast() >= oldest) return;
    List<Long> old = tables.stream().filter(t -> t < oldest).toList();
    tables = tables.stream().filter(t -> t >= oldest).toList();
    for (Long t : old) s.execute("DROP TABLE IF EXISTS ids_" + t);
  }

  /// Writes what waits.
  @Override
  public void close() {
    synchronized (lock) {
      closing = true;
      lock.notifyAll();
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
      reader.close();
      writer.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      log.warn("{} did not close: {}", FILE_NAME, e.getMessage());
    }
  }
}
