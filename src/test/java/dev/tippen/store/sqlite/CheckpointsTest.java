package dev.tippen.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.store.StoreStats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The write-ahead log gets into the database, and does not grow without end.
@Timeout(60)
class CheckpointsTest {
  @TempDir Path folder;
  private final StoreStats stats = new StoreStats();
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(folder);
  }

  private static void fill(Connection c, int rows) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.executeUpdate("CREATE TABLE IF NOT EXISTS filler (x)");
      for (int i = 0; i < rows; i++) {
        s.executeUpdate("INSERT INTO filler (x) VALUES (randomblob(4000))");
      }
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) Thread.sleep(5);
    assertTrue(condition.getAsBoolean(), "not in time");
  }

  @Test
  void theLogIsCopiedByItselfAndCountedOnce() throws Exception {
    try (Connection writer = database.writer();
        Checkpoints checkpoints = new Checkpoints(database.writer(), 16_384, stats)) {
      fill(writer, 50);
      await(() -> stats.read().walFrames() >= 50);
      await(() -> stats.read().checkpoints() >= 1);
      checkpoints.betweenBatches(writer);
      // Those that began while it was filled end soon.
      Thread.sleep(500);
      long seen = stats.read().checkpoints();
      Thread.sleep(700);
      assertEquals(seen, stats.read().checkpoints(), "idle, the same log is no new checkpoint");
      fill(writer, 50);
      await(() -> stats.read().checkpoints() > seen);
    }
  }

  @Test
  void aReaderKeepsTheLogFromStartingOverAndTheWriterMakesUpForIt() throws Exception {
    try (Connection writer = database.writer();
        Connection reader = database.reader();
        Statement s = reader.createStatement();
        Checkpoints checkpoints = new Checkpoints(database.writer(), 100, stats)) {
      fill(writer, 10);
      s.execute("BEGIN");
      try (ResultSet r = s.executeQuery("SELECT count(*) FROM filler")) {
        assertEquals(10, r.getInt(1));
      }
      // The reader's snapshot is older than these, so no checkpoint gets to the end.
      fill(writer, 200);
      await(() -> stats.read().walFrames() > 100);
      Thread.sleep(500);
      long before = stats.read().checkpoints();
      checkpoints.betweenBatches(writer);
      assertEquals(before, stats.read().checkpoints(), "not to its end while somebody reads");
      s.execute("COMMIT");
      await(() -> stats.read().checkpoints() > before);
    }
  }

  @Test
  void aLongLogIsFinishedByTheWriter() throws Exception {
    try (Connection writer = database.writer();
        Checkpoints checkpoints = new Checkpoints(database.writer(), 100, stats)) {
      fill(writer, 300);
      await(() -> stats.read().walFrames() > 100);
      await(() -> {
        checkpoints.betweenBatches(writer);
        return stats.read().checkpoints() > 0;
      });
      // After a finished checkpoint the next write starts the log over.
      fill(writer, 1);
      await(() -> stats.read().walFrames() < 100);
    }
  }

  @Test
  void closingEmptiesTheLogAndClosesTheConnection() throws Exception {
    Connection own = database.writer();
    Checkpoints checkpoints = new Checkpoints(own, 16_384, stats);
    try (Connection writer = database.writer()) {
      fill(writer, 50);
    }
    checkpoints.close();
    assertTrue(own.isClosed());
    assertFalse(Files.exists(folder.resolve(Database.FILE_NAME + "-wal")));
    try (Connection c = database.reader();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT count(*) FROM filler")) {
      assertEquals(50, r.getInt(1));
    }
    long count = stats.read().walFrames();
    Thread.sleep(500);
    assertEquals(count, stats.read().walFrames());
  }

  @Test
  void aDamagedFileThatACheckpointFindsEndsTheWriter() throws Exception {
    Connection own = database.writer();
    try (Connection writer = database.writer();
        Checkpoints checkpoints = new Checkpoints(own, 16_384, stats)) {
      checkpoints.betweenBatches(writer);
      own.close();
      Thread.sleep(500);
      checkpoints.betweenBatches(writer); // a closed connection is no damage
      checkpoints
          .disk()
          .noticed(
              new org.sqlite.SQLiteException(
                  "planted", org.sqlite.SQLiteErrorCode.SQLITE_IOERR_FSYNC));
      assertThrows(IllegalStateException.class, () -> checkpoints.betweenBatches(writer));
    }
  }
}
