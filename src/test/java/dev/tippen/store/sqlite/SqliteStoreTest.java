package dev.tippen.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.config.Config;
import dev.tippen.event.ApiKey;
import dev.tippen.store.BatchWriter;
import dev.tippen.store.CommitListener.Committed;
import dev.tippen.store.EventLog;
import dev.tippen.store.EventLog.Result.Kept;
import dev.tippen.store.KeyStore.NewKey;
import dev.tippen.store.StoreException;
import dev.tippen.support.Events;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One data folder with all its threads and connections.
@Timeout(60)
class SqliteStoreTest {
  private static final Config.Store LIMITS = Config.DEFAULTS.store();

  @TempDir Path folder;
  private final List<Committed> told = new CopyOnWriteArrayList<>();
  private final List<SqliteStore> opened = new ArrayList<>();
  private final CompletableFuture<Throwable> broken = new CompletableFuture<>();

  @AfterEach
  void close() {
    opened.forEach(SqliteStore::close);
  }

  private SqliteStore open() {
    SqliteStore store = SqliteStore.open(Database.open(folder), LIMITS, 90);
    opened.add(store);
    return store;
  }

  private EventLog start(SqliteStore store, Config.Store limits, UnaryOperator<BatchWriter> wrap) {
    return store.start(
        limits, wrap, List.of(told::addAll), InstantSource.system(), broken::complete);
  }

  private EventLog start(SqliteStore store) {
    return start(store, LIMITS, UnaryOperator.identity());
  }

  private static ApiKey key(SqliteStore store) {
    return new SqliteKeyStore(store)
        .create(new NewKey("k", ApiKey.Type.TEST, null, null, null, List.of(), false, null, null));
  }

  private static CompletableFuture<EventLog.Result> append(
      EventLog log, ApiKey key, String visitor) {
    CompletableFuture<EventLog.Result> result = new CompletableFuture<>();
    log.append(Events.event(key, visitor, "pageview", 1_000), Runnable::run, result::complete);
    return result;
  }

  private static long count(SqliteAccess access, String table) {
    return access.read(c -> {
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery("SELECT count(*) FROM " + table)) {
        return r.getLong(1);
      }
    });
  }

  @Test
  void whatWasKeptCanBeReadAndListenersAreTold() throws Exception {
    SqliteStore store = open();
    EventLog log = start(store);
    ApiKey key = key(store);
    assertEquals(Kept.COMMITTED, append(log, key, "v").get(10, TimeUnit.SECONDS));
    assertEquals(1, count(store, "visitor_sessions"));
    awaitTold(1);
    assertEquals("v", told.getFirst().event().visitorId());
    assertEquals(1, store.stats().read().events());
    assertNull(store.health().trouble());
  }

  private void awaitTold(int count) throws InterruptedException {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (told.size() < count && System.nanoTime() < deadline) Thread.sleep(5);
    assertEquals(count, told.size());
  }

  @Test
  void aSmallWriteIsCommittedOrLeavesNothing() {
    SqliteStore store = open();
    start(store);
    key(store);
    int changed =
        store.write(c -> {
          try (Statement s = c.createStatement()) {
            return s.executeUpdate(
                "INSERT INTO organizations (name, slug, created_at_ms) VALUES ('a', 'a', 0)");
          }
        });
    assertEquals(1, changed);
    assertEquals(1, count(store, "organizations"));
    StoreException failed =
        assertThrows(
            StoreException.class,
            () ->
                store.write(c -> {
                  try (Statement s = c.createStatement()) {
                    s.executeUpdate("DELETE FROM api_keys");
                    return s.executeUpdate("no SQL");
                  }
                }));
    assertTrue(failed.getCause() instanceof SQLException);
    IllegalStateException ours =
        assertThrows(
            IllegalStateException.class,
            () ->
                store.write(c -> {
                  try (Statement s = c.createStatement()) {
                    s.executeUpdate("DELETE FROM api_keys");
                  }
                  throw new IllegalStateException("planted");
                }));
    assertEquals("planted", ours.getMessage());
    assertEquals(1, count(store, "api_keys"));
    StoreException unreadable =
        assertThrows(
            StoreException.class, () -> store.read(c -> c.createStatement().execute("no SQL")));
    assertTrue(
        String.valueOf(unreadable.getMessage()).startsWith("Reading failed"),
        unreadable.toString());
  }

  @Test
  void nothingCanBeWrittenBeforeTheStart() {
    SqliteStore store = open();
    assertThrows(IllegalStateException.class, () -> store.write(c -> 1));
    assertEquals(0, store.waiting());
  }

  @Test
  void whatWaitsIsCountedAndAFullQueueIsBusy() throws Exception {
    SqliteStore store = open();
    Semaphore gate = new Semaphore(0);
    Semaphore entered = new Semaphore(0);
    EventLog log =
        start(
            store,
            new Config.Store(
                2,
                LIMITS.batchMaxEvents(),
                LIMITS.walMaxFrames(),
                LIMITS.readConnections(),
                LIMITS.visitorCacheMax()),
            writer -> gated(writer, entered, gate));
    ApiKey key = key(store);
    var taken = append(log, key, "a");
    entered.acquire();
    var second = append(log, key, "b");
    append(log, key, "c");
    assertEquals(2, store.waiting());
    StoreException busy = assertThrows(StoreException.class, () -> store.write(c -> 1));
    assertTrue(String.valueOf(busy.getMessage()).contains("busy"), busy.toString());
    gate.release(100);
    assertEquals(Kept.COMMITTED, taken.get(10, TimeUnit.SECONDS));
    assertEquals(Kept.COMMITTED, second.get(10, TimeUnit.SECONDS));
  }

  private static BatchWriter gated(BatchWriter writer, Semaphore entered, Semaphore gate) {
    return new BatchWriter() {
      @Override
      public Written write(List<Encoded> batch, long nowMs) throws BatchFailure {
        entered.release();
        gate.acquireUninterruptibly();
        return writer.write(batch, nowMs);
      }

      @Override
      public void betweenBatches() {
        writer.betweenBatches();
      }

      @Override
      public void close() {
        writer.close();
      }
    };
  }

  @Test
  void closingStoresWhatWaitsAndEmptiesTheLog() throws Exception {
    SqliteStore store = open();
    EventLog log = start(store);
    ApiKey key = key(store);
    List<CompletableFuture<EventLog.Result>> results = new ArrayList<>();
    for (int i = 0; i < 500; i++) results.add(append(log, key, "v" + i));
    store.close();
    for (var r : results) assertEquals(Kept.COMMITTED, r.get(1, TimeUnit.SECONDS));
    assertFalse(Files.exists(folder.resolve(Database.FILE_NAME + "-wal")), "the log is gone");
    assertThrows(RuntimeException.class, () -> store.write(c -> 1));
    assertTrue(
        append(log, key, "late").get(1, TimeUnit.SECONDS) instanceof EventLog.Result.Refused);
    SqliteStore again = open();
    assertEquals(500, count(again, "visitor_sessions"));
  }

  @Test
  void aReaderThatWaitsForAConnectionCanBeInterrupted() throws Exception {
    SqliteReads reads = new SqliteReads(Database.open(folder), 1);
    CountDownLatch borrowed = new CountDownLatch(1);
    CountDownLatch giveBack = new CountDownLatch(1);
    Thread holder =
        Thread.ofPlatform()
            .start(() ->
                reads.read(c -> {
                  borrowed.countDown();
                  try {
                    return giveBack.await(20, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    throw new SQLException(e);
                  }
                }));
    borrowed.await();
    CompletableFuture<Throwable> failed = new CompletableFuture<>();
    CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
    Thread waiting =
        Thread.ofPlatform()
            .start(() -> {
              try {
                reads.read(Connection::isReadOnly);
              } catch (StoreException e) {
                stillInterrupted.complete(Thread.currentThread().isInterrupted());
                failed.complete(e);
              }
            });
    waiting.interrupt();
    assertTrue(failed.get(10, TimeUnit.SECONDS).toString().contains("Interrupted"));
    assertTrue(stillInterrupted.get());
    giveBack.countDown();
    holder.join();
    assertEquals(true, reads.read(c -> c.isValid(1)), "given back");
    reads.close();
  }
}
