package dev.tippen.bench.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalWatchTest {
  @TempDir Path folder;

  private static void write(Statement s, int rows) throws Exception {
    for (int i = 0; i < rows; i++) s.execute("INSERT INTO t VALUES (randomblob(2000))");
  }

  @Test
  void aLogThatStartsOverIsACompletedCheckpoint() throws Exception {
    try (WalWatch watch = new WalWatch(folder);
        Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("tippen.db"));
        Statement s = c.createStatement()) {
      assertEquals(0, watch.maxBytes());
      s.execute("PRAGMA journal_mode=WAL");
      s.execute("PRAGMA wal_autocheckpoint=0");
      s.execute("CREATE TABLE t (x)");
      write(s, 50);
      watch.reset();
      long length = watch.maxBytes();
      assertTrue(length > 100_000, "length " + length);
      assertEquals(0, watch.restarts());

      write(s, 50);
      assertEquals(0, watch.restarts(), "written on, not over");
      assertTrue(watch.maxBytes() > length);

      for (int round = 1; round <= 3; round++) {
        s.execute("PRAGMA wal_checkpoint(PASSIVE)");
        assertEquals(round - 1, watch.restarts(), "nothing written since");
        write(s, 1);
        assertEquals(round, watch.restarts());
      }
      watch.reset();
      assertEquals(0, watch.restarts());
    }
  }
}
