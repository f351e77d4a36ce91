package dev.tippen.store.sqlite;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Remembers that the disk failed outside a batch: in a checkpoint or in a small write. The commit
/// thread asks before it goes on, because a log that acknowledges batches on such a disk promises
/// what nobody can know. Safe for all threads.
final class DiskFailure {
  private volatile @Nullable SQLException first;

  /// Takes note if this says that the disk or what is on it is bad; a full disk is not.
  void noticed(SQLException e) {
    if (first == null && e instanceof SQLiteException s && isFailure(s.getResultCode())) first = e;
  }

  /// @throws IllegalStateException if the disk failed
  void throwIfNoticed() {
    SQLException noticed = first;
    if (noticed != null) throw new IllegalStateException("the disk failed", noticed);
  }

  private static boolean isFailure(SQLiteErrorCode code) {
    if (code == SQLiteErrorCode.SQLITE_IOERR_NOMEM) return false;
    // The low byte is the primary code:
    // https://sqlite.org/rescode.html#primary_result_codes_versus_extended_result_codes
    return switch (code.code & 0xff) {
      case 10 /* IOERR */, 11 /* CORRUPT */, 26 /* NOTADB */ -> true;
      default -> false;
    };
  }
}
