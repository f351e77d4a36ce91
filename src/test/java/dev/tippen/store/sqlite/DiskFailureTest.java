package dev.tippen.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tippen.config.Config;
import dev.tippen.store.StoreException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What a small write between two batches, such as a login, means for the log when it finds the
/// disk failed. That checkpoints end it too stands in `crash/DiskFaultTest`.
@Timeout(60)
class DiskFailureTest {
  private static final Config.Store LIMITS = Config.DEFAULTS.store();

  @TempDir Path data;

  private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
  private SqliteStore store;

  @BeforeEach
  void start() {
    store = SqliteStore.open(Database.open(data), LIMITS, 90);
    store.start(
        LIMITS, UnaryOperator.identity(), List.of(), InstantSource.system(), broken::complete);
  }

  @AfterEach
  void stop() {
    store.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = SQLiteErrorCode.class,
      names = {"SQLITE_IOERR_FSYNC", "SQLITE_IOERR_WRITE", "SQLITE_CORRUPT", "SQLITE_NOTADB"})
  void aDiskThatFailsInASmallWriteEndsTheLog(SQLiteErrorCode code) throws Exception {
    assertThrows(StoreException.class, () -> fails(code));
    assertEquals("the disk failed", broken.get(20, TimeUnit.SECONDS).getMessage());
    assertThrows(RuntimeException.class, () -> store.write(c -> "late"));
  }

  @ParameterizedTest
  @EnumSource(
      value = SQLiteErrorCode.class,
      names = {"SQLITE_FULL", "SQLITE_BUSY", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_IOERR_NOMEM"})
  void whatMayPassDoesNot(SQLiteErrorCode code) {
    assertThrows(StoreException.class, () -> fails(code));
    assertEquals("first", store.write(c -> "first"));
    assertEquals(
        "second", store.write(c -> "second"), "between the two the log had the chance to end");
    assertFalse(broken.isDone());
  }

  @Test
  void whatWentWrongFirstIsTold() {
    StoreException e =
        assertThrows(
            StoreException.class,
            () ->
                store.write(c -> {
                  c.createStatement().executeUpdate("ROLLBACK");
                  throw new SQLiteException("planted", SQLiteErrorCode.SQLITE_FULL);
                }));
    assertEquals("Writing failed: planted", e.getMessage());
  }

  private void fails(SQLiteErrorCode code) {
    store.write(c -> {
      throw new SQLiteException("planted", code);
    });
  }
}
