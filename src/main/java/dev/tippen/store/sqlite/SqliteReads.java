package dev.tippen.store.sqlite;

import dev.tippen.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A few read-only connections, lent to one caller at a time.
final class SqliteReads implements AutoCloseable {
  private static final long BORROW_TIMEOUT_MS = 10_000;

  private final BlockingQueue<Connection> idle;
  private final int connections;

  SqliteReads(Database database, int connections) throws SQLException {
    this.connections = connections;
    idle = new ArrayBlockingQueue<>(connections);
    for (int i = 0; i < connections; i++) idle.add(database.reader());
  }

  <T extends @Nullable Object> T read(SqlWork<T> work) {
    Connection connection = borrow();
    try {
      return work.run(connection);
    } catch (SQLException e) {
      throw new StoreException("Reading failed: " + e.getMessage(), e);
    } finally {
      idle.add(connection);
    }
  }

  private Connection borrow() {
    try {
      Connection connection = idle.poll(BORROW_TIMEOUT_MS, TimeUnit.MILLISECONDS);
      if (connection != null) return connection;
      throw new StoreException(
          "All " + connections + " reading connections are busy",
          new IllegalStateException("busy"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("Interrupted while waiting to read", e);
    }
  }

  @Override
  public void close() throws SQLException {
    for (Connection c = idle.poll(); c != null; c = idle.poll()) c.close();
  }
}
