package dev.tippen.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.config.Config;
import dev.tippen.config.Config.HistoryEngine;
import dev.tippen.history.History.Cancellation;
import dev.tippen.history.HistoryException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the history lets its readers do, and what not.
class HistoryTest {
  private static final String FOR_EVER = "SELECT sum(a.range) FROM range(1000000000000) a";

  @TempDir Path folder;
  private @Nullable History opened;

  private History history() {
    return java.util.Objects.requireNonNull(opened);
  }

  @BeforeEach
  void open() throws Exception {
    opened = HistoryFixture.empty(folder, HistoryEngine.DUCKDB);
  }

  @AfterEach
  void close() {
    history().close();
  }

  private long ask(String sql, Cancellation cancellation) {
    return history()
        .read(
            cancellation,
            c -> {
              try (Statement s = c.createStatement()) {
                s.setQueryTimeout(30);
                cancellation.runs(s);
                try (ResultSet r = s.executeQuery(sql)) {
                  return r.next() ? r.getLong(1) : 0;
                }
              }
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM read_csv('/etc/passwd')",
        "SELECT count(*) FROM read_text('/etc/hostname')",
        "COPY (SELECT 1) TO 'OUTSIDE.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit='100GB'",
        "SET enable_external_access=true",
        "ATTACH 'OUTSIDE.duckdb'",
      })
  void nothingOutsideItsFolderIsReachedByAnySql(String sql) {
    Path outside = folder.resolve("outside").toAbsolutePath();
    String aimed = sql.replace("OUTSIDE", outside.toString());
    HistoryException refused =
        assertThrows(HistoryException.class, () -> ask(aimed, new Cancellation()));
    assertEquals(Reason.FAILED, refused.reason(), refused.getMessage());
    assertFalse(Files.exists(folder.resolve("outside.csv")));
    assertFalse(Files.exists(folder.resolve("outside.duckdb")));
  }

  @Test
  void aHistoryGoesOnOnlyBesideALogOfItsTime() throws Exception {
    HistoryEvents events = HistoryEvents.random(5, 1_790_000_000_000L, 86_400_000L, 20, 1);
    Path later = folder.resolve("later");
    HistoryFixture.fill(later.resolve(History.FOLDER), HistoryEngine.DUCKDB, events, List.of(), 5);
    try (History history =
        new History(
            later,
            HistoryFixture.config(HistoryEngine.DUCKDB),
            HistoryFixture.emptySource(events.lastId() - 1, 1),
            id -> null,
            InstantSource.system())) {
      history.start();
      String problem = problem(history);
      assertTrue(problem.contains("has events that the log doesn't know yet"), problem);
    }
  }

  @Test
  void aStopLeavesNoCheckpointBehindThatDidNotEnd() throws Exception {
    history().close();
    Path before = folder.resolve(History.FOLDER).resolve(DuckDb.FILE_NAME + ".before");
    assertEquals(0, Files.size(before));
  }

  @Test
  void aQuestionThatNobodyWaitsForEndsWheneverItIsCancelled() throws Exception {
    for (int round = 0; round < 40; round++) {
      Cancellation cancellation = new Cancellation();
      CompletableFuture<HistoryException> ended =
          CompletableFuture.supplyAsync(
              () -> assertThrows(HistoryException.class, () -> ask(FOR_EVER, cancellation)));
      LockSupport.parkNanos(round * 50_000L);
      cancellation.cancel();
      HistoryException e = ended.get(20, TimeUnit.SECONDS);
      assertEquals(Reason.CANCELLED, e.reason(), e.getMessage());
    }
    assertEquals(7, ask("SELECT 7", new Cancellation()));
  }

  @Test
  void aQuestionThatWasCancelledBeforeItBeganDoesNotBegin() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    HistoryException e = assertThrows(HistoryException.class, () -> ask(FOR_EVER, cancellation));
    assertEquals(Reason.CANCELLED, e.reason());
  }

  @Test
  void aLateCancellationEndsNobodyElsesQuestion() {
    Cancellation first = new Cancellation();
    assertEquals(1, ask("SELECT 1", first));
    CompletableFuture<Long> second =
        CompletableFuture.supplyAsync(
            () -> ask("SELECT count(*) FROM range(300000000)", new Cancellation()));
    while (!second.isDone()) first.cancel();
    assertEquals(300_000_000L, second.join());
  }

  @Test
  void mistakesOfAskersCostNoConnections() {
    for (int i = 0; i < 50; i++) {
      assertThrows(
          IllegalStateException.class,
          () ->
              history()
                  .read(
                      new Cancellation(),
                      c -> {
                        throw new IllegalStateException("a mistake");
                      }));
      assertThrows(
          HistoryException.class, () -> ask("SELECT nothing FROM nowhere", new Cancellation()));
    }
    assertEquals(7, ask("SELECT 7", new Cancellation()));
  }

  @ParameterizedTest
  @EnumSource(HistoryEngine.class)
  void aHistoryStaysWithTheEngineThatBeganIt(HistoryEngine wanted) throws Exception {
    Path begun = folder.resolve("begun");
    HistoryFixture.engine(begun.resolve(History.FOLDER), HistoryEngine.SQLITE).close();
    try (History other =
        new History(
            begun,
            HistoryFixture.config(wanted),
            HistoryFixture.emptySource(0, -1),
            id -> null,
            InstantSource.system())) {
      other.start();
      if (wanted == HistoryEngine.DUCKDB) {
        assertTrue(problem(other).contains(SqliteHistory.FILE_NAME));
      } else {
        assertTrue(other.awaitCaughtUp(Duration.ofSeconds(60)));
        assertEquals("sqlite", other.engineName());
      }
    }
  }

  @Test
  void aFileThatIsNoHistoryIsAWarningAndNothingMore() throws Exception {
    Path broken = folder.resolve("broken");
    Files.createDirectories(broken.resolve(History.FOLDER));
    Files.writeString(
        broken.resolve(History.FOLDER).resolve(DuckDb.FILE_NAME), "no database at all".repeat(500));
    Config.History d = HistoryFixture.config(HistoryEngine.DUCKDB);
    Config.History impatient =
        new Config.History(d.engine(), 20, d.memoryMaxMb(), d.temporaryMaxMb(), 0, 1, 1, 10, 60, 0);
    try (History other =
        new History(
            broken,
            impatient,
            HistoryFixture.emptySource(0, -1),
            id -> null,
            InstantSource.system())) {
      other.start();
      assertTrue(problem(other).contains("not a valid DuckDB"), problem(other));
      HistoryException e =
          assertThrows(
              HistoryException.class, () -> other.read(new Cancellation(), c -> "nothing"));
      assertEquals(Reason.UNAVAILABLE, e.reason());
    }
  }

  private static String problem(History history) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (history.state().problem() == null && System.nanoTime() < end) Thread.onSpinWait();
    return String.valueOf(history.state().problem());
  }
}
