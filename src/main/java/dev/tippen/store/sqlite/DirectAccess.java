package dev.tippen.store.sqlite;

import dev.tippen.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/// Access by connections of one's own, for command lines beside a running or stopped server. Writes
/// wait for the server's commit when one is under way.
public final class DirectAccess implements SqliteAccess {
  private final Database database;

  public DirectAccess(Database database) {
    this.database = database;
  }

  @Override
  public <T extends @Nullable Object> T read(SqlWork<T> work) {
    try (Connection connection = database.reader()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw new StoreException(e.getMessage() == null ? "Reading failed" : e.getMessage(), e);
    }
  }

  @Override
  public <T extends @Nullable Object> T write(SqlWork<T> work) {
    try (Connection connection = database.writer()) {
      return transaction(connection, work);
    } catch (SQLException e) {
      throw new StoreException("Writing failed: " + e.getMessage(), e);
    }
  }

  /// Runs the work between BEGIN and COMMIT on a connection in auto-commit mode.
  static <T extends @Nullable Object> T transaction(Connection connection, SqlWork<T> work)
      throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.executeUpdate("BEGIN IMMEDIATE");
      try {
        T result = work.run(connection);
        s.executeUpdate("COMMIT");
        return result;
      } catch (SQLException | RuntimeException e) {
        rollback(s, e);
        throw e;
      }
    }
  }

  /// SQLite may have rolled back by itself (full disk, I/O error); what went wrong first counts.
  static void rollback(Statement s, Exception first) {
    try {
      s.executeUpdate("ROLLBACK");
    } catch (SQLException e) {
      first.addSuppressed(e);
    }
  }
}
