package dev.tippen.history;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/// The database under the history: SQL over JDBC, and what differs from one to the other.
interface Engine extends AutoCloseable {
  /// The spelling in `history.engine` and in what operators see.
  String name();

  Path file();

  /// The one connection that writes, in auto-commit mode; transactions are begun with SQL.
  Connection writer();

  /// A connection for reading, which the caller closes.
  Connection reader() throws SQLException;

  /// @param temporary whether the table is one of the writing connection's own
  RowSink sink(String table, boolean temporary) throws SQLException;

  Dialect dialect();

  /// Whether tables are kept by columns and scanned, rather than found by indexes.
  boolean keepsColumns();

  /// Puts everything committed into the file itself.
  ///
  /// @return false if it can't be done now
  boolean checkpoint() throws SQLException;

  /// Indexes, for an engine that needs them.
  void index() throws SQLException;

  @Override
  void close() throws SQLException;
}
