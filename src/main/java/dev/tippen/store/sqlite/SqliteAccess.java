package dev.tippen.store.sqlite;

import org.jspecify.annotations.Nullable;

/// Reading and writing outside the event path. Calls block; use a platform thread.
public interface SqliteAccess {

  /// Runs on a read-only connection and never waits for the writer.
  <T extends @Nullable Object> T read(SqlWork<T> work);

  /// Runs in a transaction of its own, committed and synced when this returns; rolled back when the
  /// work throws.
  <T extends @Nullable Object> T write(SqlWork<T> work);
}
