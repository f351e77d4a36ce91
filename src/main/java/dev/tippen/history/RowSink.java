package dev.tippen.history;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Takes the rows of one table, value by value in the order of its columns. Rows are in the table
/// when [#close] returns, as part of the connection's transaction.
interface RowSink extends AutoCloseable {
  RowSink begin() throws SQLException;

  RowSink put(int value) throws SQLException;

  RowSink put(long value) throws SQLException;

  RowSink put(@Nullable String value) throws SQLException;

  void end() throws SQLException;

  @Override
  void close() throws SQLException;
}
