package dev.tippen.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Our times compare with those that SQLite itself makes.
class SqlTimeTest {
  private final SqlTime time = new SqlTime();

  @Test
  void everyTimeReadsAsSqliteWritesIt() throws Exception {
    Random random = new Random(7);
    try (var c = DriverManager.getConnection("jdbc:sqlite::memory:");
        PreparedStatement p = c.prepareStatement("SELECT datetime(?, 'unixepoch')")) {
      for (int i = 0; i < 2_000; i++) {
        long ms = random.nextLong(-2_000_000_000_000L, 250_000_000_000_000L);
        p.setLong(1, Math.floorDiv(ms, 1000));
        try (ResultSet r = p.executeQuery()) {
          assertEquals(r.getString(1), time.text(ms), "at " + ms);
        }
      }
    }
  }

  @Test
  void withinASecondTheTextStaysAndThenItMoves() {
    assertEquals("1970-01-01 00:00:00", time.text(0));
    assertEquals("1970-01-01 00:00:00", time.text(999));
    assertEquals("1970-01-01 00:00:01", time.text(1_000));
    assertEquals("1970-01-01 00:00:00", time.text(500));
    assertEquals("1969-12-31 23:59:59", time.text(-1));
  }
}
