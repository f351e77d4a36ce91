package dev.tippen.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Puts old rows in the order of their sites, some hundred thousand at a time. Events arrive in the
/// order of time, those of all sites mixed, and a column store skips blocks of rows by the values
/// in them: mixed, each question of a small site would read the rows of all. What a row says stays
/// as it is. Owned by one thread.
final class Arrangement {
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
  /// written to all the time: twice as many are here.
  ///
  /// @param lastId of the newest event
  /// @return whether something was done
  boolean step(long lastId) throws SQLException {
    if (events == 0 || !engine.keepsColumns() || lastId - arrangedTo < 2L * events) return false;
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

  private static void arrange(Statement s, String table, String range, String order)
      throws SQLException {
    s.execute(
        "CREATE TEMP TABLE arranged AS SELECT * FROM " + table + range + " ORDER BY " + order);
    s.execute("DELETE FROM " + table + range);
    s.execute("INSERT INTO " + table + " SELECT * FROM arranged");
    s.execute("DROP TABLE arranged");
  }
}
