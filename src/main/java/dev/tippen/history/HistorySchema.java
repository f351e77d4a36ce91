package dev.tippen.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// The tables of a history's file, made or brought up to date when it is opened.
final class HistorySchema {
  private static final int VERSION = 3;

  private HistorySchema() {}

  /// @throws SQLException also if the file was written by a newer program
  static void bringUpToDate(Engine engine) throws SQLException {
    int version = version(engine);
    if (version > VERSION) {
      throw new SQLException(
          "%s was written by a newer Tippen (schema %d, this program knows %d)"
              .formatted(engine.file(), version, VERSION));
    }
    if (version == 0) {
      change(engine, Sql.of("history/schema"));
      return;
    }
    if (version < 2) change(engine, Sql.of("history/schema-2"));
    if (version < 3) change(engine, Sql.of("history/schema-3"));
  }

  /// @return 0 for a new file
  private static int version(Engine engine) {
    // A statement of its own: DuckDB closes one that fails.
    try (Statement s = engine.writer().createStatement();
        ResultSet r = s.executeQuery("SELECT version FROM schema_version")) {
      return r.next() ? r.getInt(1) : 0;
    } catch (SQLException _) {
      return 0;
    }
  }

  private static void change(Engine engine, String statements) throws SQLException {
    Transaction.run(
        engine,
        s -> {
          for (String statement : statements.split(";\\s*\n", -1)) {
            if (!statement.isBlank()) s.execute(statement);
          }
          engine.index();
        });
  }
}
