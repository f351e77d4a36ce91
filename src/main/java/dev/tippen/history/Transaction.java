package dev.tippen.history;

import java.sql.SQLException;
import java.sql.Statement;

/// One transaction on the writing connection of an engine.
final class Transaction {
  private Transaction() {}

  /// What is done in it.
  @FunctionalInterface
  interface Work {
    void run(Statement statement) throws SQLException;
  }

  /// Commits what the work does, or nothing if it fails.
  static void run(Engine engine, Work work) throws SQLException {
    try (Statement s = engine.writer().createStatement()) {
      // Before any appender: it would commit by itself otherwise.
      s.execute("BEGIN");
      work.run(s);
      s.execute("COMMIT");
    } catch (SQLException | RuntimeException e) {
      rollback(engine, e);
      throw e;
    }
  }

  private static void rollback(Engine engine, Exception first) {
    try (Statement s = engine.writer().createStatement()) {
      s.execute("ROLLBACK");
    } catch (SQLException e) {
      first.addSuppressed(e);
    }
  }
}
