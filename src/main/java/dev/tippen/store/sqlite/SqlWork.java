package dev.tippen.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;

/// Something to do with a connection that is lent for the time of the call.
@FunctionalInterface
public interface SqlWork<T extends @org.jspecify.annotations.Nullable Object> {
  T run(Connection connection) throws SQLException;
}
