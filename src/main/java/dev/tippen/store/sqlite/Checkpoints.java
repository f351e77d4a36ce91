package dev.tippen.store.sqlite;

import dev.tippen.store.StoreStats;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies the write-ahead log into the database on a thread of its own, so that no commit waits for
/// it. Under constant load such checkpoints alone never let the log start over, and it would grow
/// without end: when it is long, the writer runs the short remaining rest itself between two
/// batches.
final class Checkpoints implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
  private static final long INTERVAL_MS = 200;

  private final Connection connection;
  private final int walMaxFrames;
  private final StoreStats stats;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("checkpoint").daemon(true).factory());
  private final DiskFailure disk = new DiskFailure();
  private volatile boolean wanted;
  private volatile long completedFrames;
  private String lastFailure = "";

  /// @param walMaxFrames pages of 4 KiB in the log above which the writer helps
  Checkpoints(Connection connection, int walMaxFrames, StoreStats stats) {
    this.connection = connection;
    this.walMaxFrames = walMaxFrames;
    this.stats = stats;
    thread.scheduleWithFixedDelay(this::run, INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
  }

  /// Puts all of the log into the database and lets the log begin anew. Call at the start, before
  /// anything is acknowledged: if the last process ended because a sync failed, the kernel may show
  /// a log that is not on the disk and call it clean, and what is appended to such a log is lost
  /// with it at the next power cut.
  static void emptyLog(Connection connection) throws SQLException {
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
      if (r.getInt(1) != 0) log.warn("somebody reads the database, its log is not emptied yet");
    }
  }

  private void run() {
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
      // Frames in use, not the file's length: the file keeps its length when the log starts over.
      long frames = r.getLong(2);
      stats.walFrames(frames);
      if (frames > 0 && frames == r.getLong(3)) completed(frames);
      if (frames > walMaxFrames) wanted = true;
      lastFailure = "";
    } catch (SQLException e) {
      failed(e);
    }
  }

  /// The whole log is in the database. Idle, the same log is found again and again: counted once.
  private void completed(long frames) {
    if (frames != completedFrames) stats.checkpoint();
    completedFrames = frames;
  }

  private void failed(SQLException e) {
    disk.noticed(e);
    // Tried again five times a second: one line for all that fail in the same way.
    String failure = String.valueOf(e.getMessage());
    if (failure.equals(lastFailure)) return;
    lastFailure = failure;
    log.warn("checkpoint failed, the log grows until one succeeds: {}", failure);
  }

  /// Where failures outside a batch are told, so that the commit thread ends.
  DiskFailure disk() {
    return disk;
  }

  /// Called by the writer between two batches.
  ///
  /// @throws IllegalStateException if the disk failed, here or earlier outside a batch
  void betweenBatches(Connection writer) {
    disk.throwIfNoticed();
    if (!wanted) return;
    wanted = false;
    try (Statement s = writer.createStatement();
        ResultSet r = s.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
      if (r.getLong(2) == r.getLong(3)) completed(r.getLong(2));
    } catch (SQLException e) {
      log.warn("checkpoint by the writer failed: {}", e.getMessage());
      disk.noticed(e);
      disk.throwIfNoticed();
    }
  }

  /// Empties the log. Call when the writer has ended.
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) log.warn("a checkpoint takes long");
      try (Statement s = connection.createStatement()) {
        s.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      }
      connection.close();
    } catch (SQLException e) {
      log.warn("the last checkpoint failed, the next start makes it: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
