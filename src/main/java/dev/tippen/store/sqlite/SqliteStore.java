package dev.tippen.store.sqlite;

import dev.tippen.config.Config;
import dev.tippen.store.BatchWriter;
import dev.tippen.store.BatchWriter.Encoded;
import dev.tippen.store.CommitListener;
import dev.tippen.store.EventLog;
import dev.tippen.store.GroupCommit;
import dev.tippen.store.ImportStore;
import dev.tippen.store.StoreException;
import dev.tippen.store.StoreHealth;
import dev.tippen.store.StoreStats;
import dev.tippen.store.WatchedWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One open data folder: the commit thread with its connection, the checkpoint thread with its own,
/// and the reading connections.
public final class SqliteStore implements SqliteAccess, AutoCloseable {
  private final SqliteReads reads;
  private final Checkpoints checkpoints;
  private final EventIdIndex ids;
  private final EventWriter writer;
  private final StoreStats stats;
  private final StoreHealth health = new StoreHealth();
  private @Nullable GroupCommit log;

  private SqliteStore(
      SqliteReads reads,
      Checkpoints checkpoints,
      EventIdIndex ids,
      EventWriter writer,
      StoreStats stats) {
    this.reads = reads;
    this.checkpoints = checkpoints;
    this.ids = ids;
    this.writer = writer;
    this.stats = stats;
  }

  /// @param gapMaxSeconds the longest pause between two events that counts as time on the site
  /// @throws StoreException if the database can't be opened
  public static SqliteStore open(Database database, Config.Store limits, int gapMaxSeconds) {
    try {
      Connection checkpointing = database.writer();
      Checkpoints.emptyLog(checkpointing);
      SqliteReads reads = new SqliteReads(database, limits.readConnections());
      StoreStats stats = new StoreStats();
      Checkpoints checkpoints = new Checkpoints(checkpointing, limits.walMaxFrames(), stats);
      long nowMs = System.currentTimeMillis();
      EventIdIndex ids = EventIdIndex.open(database, stats, nowMs);
      EventWriter writer =
          new EventWriter(
              database,
              checkpoints,
              new Repeats(ids, nowMs),
              gapMaxSeconds * 1_000L,
              limits.visitorCacheMax());
      return new SqliteStore(reads, checkpoints, ids, writer, stats);
    } catch (SQLException e) {
      throw new StoreException("The database can't be opened: " + e.getMessage(), e);
    }
  }

  /// Starts the commit thread. Call once; until then nothing can be written through this store.
  ///
  /// @param wrap around the engine, for tests that slow it down
  /// @param onBroken see [GroupCommit]
  public EventLog start(
      Config.Store limits,
      UnaryOperator<BatchWriter> wrap,
      List<CommitListener> listeners,
      InstantSource clock,
      Consumer<Throwable> onBroken) {
    GroupCommit started =
        new GroupCommit(
            wrap.apply(new WatchedWriter(writer, writer::probe, health, System::nanoTime)),
            listeners,
            limits.queueMaxEvents(),
            limits.batchMaxEvents(),
            clock,
            stats,
            onBroken);
    log = started;
    return started;
  }

  /// The event up to which the log is not needed to recognize repeats.
  public long idsSyncedTo() {
    return ids.syncedTo();
  }

  /// What the store has done.
  public StoreStats stats() {
    return stats;
  }

  /// How many events wait for a commit.
  public int waiting() {
    GroupCommit running = log;
    return running == null ? 0 : running.waiting();
  }

  /// Whether events can be stored now.
  public StoreHealth health() {
    return health;
  }

  @Override
  public <T extends @Nullable Object> T read(SqlWork<T> work) {
    return reads.read(work);
  }

  @Override
  public <T extends @Nullable Object> T write(SqlWork<T> work) {
    try {
      return onCommitThread(() -> small(work));
    } catch (RejectedExecutionException e) {
      throw new StoreException("The store is busy", e);
    }
  }

  /// Stores rows of an import, see [ImportStore#write].
  ImportStore.Written write(ImportStore.Batch rows) {
    // Worked out here, so that the commit thread need not.
    List<Encoded> events = new ArrayList<>(rows.rows().size());
    for (ImportStore.Row row : rows.rows()) {
      if (row instanceof ImportStore.Row.Event e) events.add(Encoded.of(e.event()));
    }
    return onCommitThread(() -> imported(rows, events));
  }

  /// On the commit thread, between two batches.
  private ImportStore.Written imported(ImportStore.Batch rows, List<Encoded> events)
      throws SQLException {
    checkpoints.disk().throwIfNoticed();
    try {
      return writer.write(rows, events, System.currentTimeMillis());
    } catch (SQLException e) {
      checkpoints.disk().noticed(e);
      throw e;
    }
  }

  private <T extends @Nullable Object> T onCommitThread(Callable<T> work) {
    GroupCommit running = log;
    if (running == null) throw new IllegalStateException("the store is not started");
    try {
      return running.call(work).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException r) throw r;
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new StoreException("Writing failed: " + cause.getMessage(), cause);
    }
  }

  /// On the commit thread, between two batches.
  private <T extends @Nullable Object> T small(SqlWork<T> work) throws SQLException {
    checkpoints.disk().throwIfNoticed();
    try {
      return DirectAccess.transaction(writer.connection(), work);
    } catch (SQLException e) {
      checkpoints.disk().noticed(e);
      throw e;
    }
  }

  /// Commits what waits, empties the write-ahead log and closes the file.
  @Override
  public void close() {
    if (log != null) log.close();
    ids.close();
    try {
      reads.close();
    } catch (SQLException e) {
      throw new StoreException("The database did not close: " + e.getMessage(), e);
    } finally {
      // Last, because only the last connection to close can remove the write-ahead log.
      checkpoints.close();
    }
  }
}
