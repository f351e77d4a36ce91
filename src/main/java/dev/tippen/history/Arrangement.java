package dev.tippen.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Puts old rows in the order of their sites, some hundred thousand at a time. Events arrive in the
/// order of time, those of all sites mixed, and a column store skips blocks of rows by the values
/// in them: mixed, each question of a small site would read the rows of all. What a row says stays
/// as it is. Owned by one thread.
final class Arrangement {
  /// So many times the events of a step stay mixed while there is nothing else to do, and at most.
  private static final long MIXED_WHEN_IDLE = 2;

  private static final long MIXED_MAX = 4;

  private final Engine engine;
  private final int events;
  private long arrangedTo;

  /// @param events how many at a time, 0 for never
  Arrangement(Engine engine, int events) throws SQLException {
    this.engine = engine;
    this.events = events;
    try (Statement s = engine.writer().createStatement();
        ResultSet r = s.executeQuery("SELECT arranged_to FROM moved")) {
      r.next();
      arrangedTo = r.getLong(1);
    }
  }

  /// Arranges the oldest rows that are mixed, if there are enough of them that are no longer
  /// written to all the time. It takes a second or two: who is busy does it later.
  ///
  /// @param lastId of the newest event
  /// @param idle whether nothing else waits
  /// @return whether something was done
  boolean step(long lastId, boolean idle) throws SQLException {
    long enough = events * (idle ? MIXED_WHEN_IDLE : MIXED_MAX);
    if (events == 0 || !engine.keepsColumns() || mixed(lastId) < enough) return false;
    long to = arrangedTo + events;
    String range = " WHERE id > " + arrangedTo + " AND id <= " + to;
    Transaction.run(
        engine,
        s -> {
          arrange(s, "events", range, "site, at_ms");
          // A visit has the id of one of its events.
          arrange(s, "visits", range, "site, start_ms");
          s.execute("UPDATE moved SET arranged_to = " + to);
        });
    arrangedTo = to;
    return true;
  }

  /// How many events are not arranged, among them those of the log that never came here.
  long mixed(long lastId) {
    return lastId - arrangedTo;
  }

  private static void arrange(Statement s, String table, String range, String order)
      throws SQLException {
    s.execute(
        "CREATE TEMP TABLE arranged AS SELECT * FROM " + table + range + " ORDER BY " + order);
    s.execute("DELETE FROM " + table + range);
    s.execute("INSERT INTO " + table + " SELECT * FROM arranged");
    s.execute("DROP TABLE arranged");
  }
}
