package dev.tippen.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.ApiKey;
import dev.tippen.event.Exclusion;
import dev.tippen.event.TrackedEvent;
import dev.tippen.store.BatchWriter.BatchFailure;
import dev.tippen.store.BatchWriter.Encoded;
import dev.tippen.store.BatchWriter.Written;
import dev.tippen.store.KeyStore.NewKey;
import dev.tippen.store.StoreStats;
import dev.tippen.support.Events;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each event counts once however often it is sent: in one batch, in later ones, after a restart,
/// and when memory has forgotten it.
class RepeatsTest {
  private static final long NOW = System.currentTimeMillis();

  @TempDir Path folder;
  private final StoreStats stats = new StoreStats();
  private Database database;
  private Checkpoints checkpoints;
  private EventIdIndex ids;
  private EventWriter writer;
  private ApiKey key;

  @BeforeEach
  void first() throws Exception {
    database = Database.open(folder);
    key =
        new SqliteKeyStore(new DirectAccess(database))
            .create(
                new NewKey(
                    "test_key_1",
                    ApiKey.Type.TEST,
                    null,
                    null,
                    null,
                    List.of(),
                    false,
                    null,
                    null));
    open(NOW - 1_000);
  }

  private void open() throws Exception {
    open(NOW + 1_000);
  }

  /// @param nowMs memory knows what came since then
  private void open(long nowMs) throws Exception {
    checkpoints = new Checkpoints(database.writer(), 16_384, stats);
    ids = EventIdIndex.open(database, stats, nowMs);
    writer = new EventWriter(database, checkpoints, new Repeats(ids, nowMs), 90_000, 1_000);
  }

  @AfterEach
  void close() {
    writer.close();
    ids.close();
    checkpoints.close();
  }

  @Test
  void aRepeatInTheSameBatchAndInALaterOneCountsOnce() throws Exception {
    assertEquals("{1}", repeats(event("v", id(1), 1), event("v", id(1), 1), event("v", id(2), 1)));
    assertEquals("{0, 1}", repeats(event("v", id(2), 2), event("v", id(1), 1)));
    assertEquals("2", one("SELECT page_views FROM visitor_sessions"));
    assertEquals("2", one("SELECT usage_count FROM api_keys"));
    assertEquals("2", one("SELECT last_id FROM spool_state"));
    assertEquals(0, stats.read().idLookups(), "memory knew them all");
  }

  @Test
  void theSameIdOfAnotherVisitorIsAnotherEvent() throws Exception {
    assertEquals("{}", repeats(event("v", id(1), 1), event("w", id(1), 1)));
    assertEquals("2", one("SELECT count(*) FROM visitor_sessions"));
  }

  @Test
  void eventsWithoutAnIdAllCount() throws Exception {
    assertEquals("{}", repeats(event("v", null, 1), event("v", null, 1)));
    assertEquals("2", one("SELECT page_views FROM visitor_sessions"));
  }

  @Test
  void aBatchOfRepeatsAloneStoresNothing() throws Exception {
    repeats(event("v", id(1), 1));
    String rows = one("SELECT count(*) FROM event_spool");
    assertEquals("{0}", repeats(event("v", id(1), 1)));
    assertEquals(rows, one("SELECT count(*) FROM event_spool"));
  }

  @Test
  void whatWasRolledBackIsNoRepeat() throws Exception {
    ApiKey unknown = Events.key(99);
    TrackedEvent guilty = with(Events.event(unknown, "v", "pageview", NOW), id(7), 1, null);
    assertThrows(BatchFailure.class, () -> repeats(event("v", id(1), 1), guilty));
    assertEquals("{}", repeats(event("v", id(1), 1)));
    assertEquals("{0}", repeats(event("v", id(1), 1)));
  }

  @Test
  void aRepeatIsRecognizedAfterAnOrderlyRestart() throws Exception {
    List<TrackedEvent> many = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) many.add(event("v" + i % 7, id(i), 1));
    many.add(event("v", "order-17", 0));
    assertEquals("{}", repeats(many));
    close();
    open();
    assertEquals(1_001, repeatsOf(many).cardinality());
    assertEquals("1001", one("SELECT sum(page_views) FROM visitor_sessions"));
  }

  @Test
  void aRepeatIsRecognizedAfterACrashThatLostTheIndex() throws Exception {
    List<TrackedEvent> many = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) many.add(event("v" + i % 7, id(i), 1));
    assertEquals("{}", repeats(many));
    close();
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(folder.resolve(EventIdIndex.FILE_NAME + suffix));
    }
    open();
    assertEquals(1_000, repeatsOf(many).cardinality());
  }

  @Test
  void aDamagedIndexIsMadeAnewFromTheSpool() throws Exception {
    assertEquals("{}", repeats(event("v", id(1), 1)));
    close();
    Files.writeString(folder.resolve(EventIdIndex.FILE_NAME), "this is no database, ".repeat(500));
    open();
    assertEquals("{0}", repeats(event("v", id(1), 1)));
  }

  @Test
  void aRepeatIsRecognizedWhenMemoryHasForgottenIt() throws Exception {
    assertEquals("{}", repeats(event("v", id(0), 1)));
    // As after a restart: memory begins now, and what lies before it is asked of the disk.
    awaitIndexed(1);
    Repeats forgetful = new Repeats(ids, NOW + 3_600_000);
    assertTrue(forgetful.isRepeat(Encoded.of(event("v", id(0), 1))));
    assertEquals(false, forgetful.isRepeat(Encoded.of(event("v", id(1), 1))));
  }

  @Test
  void idsOlderThanTwoDaysAreForgottenOnDisk() throws Exception {
    try (Connection c = database.derivedWriter(folder.resolve(EventIdIndex.FILE_NAME));
        Statement s = c.createStatement()) {
      long old = NOW / EventIdIndex.TABLE_SPAN_MS - 10;
      s.execute(
          "CREATE TABLE ids_"
              + old
              + " (created_ms INTEGER, hash INTEGER, PRIMARY KEY (created_ms, hash)) WITHOUT ROWID");
    }
    close();
    open();
    repeats(event("v", id(1), 1));
    awaitIndexed(1);
    try (Connection c = database.derivedReader(folder.resolve(EventIdIndex.FILE_NAME));
        Statement s = c.createStatement();
        ResultSet r =
            s.executeQuery("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'ids_%'")) {
      assertEquals(1, r.getInt(1), "the current table alone");
    }
  }

  @Test
  void anExcludedEventIsStoredAndCountsNowhere() throws Exception {
    TrackedEvent robot = with(Events.event(key, "r", "pageview", NOW), id(1), 1, Exclusion.ROBOT);
    Written written = writer.write(List.of(Encoded.of(robot)), NOW);
    assertEquals(List.of(), written.counted(), "nobody is told");
    assertEquals("1", one("SELECT last_id FROM spool_state"));
    assertEquals("0", one("SELECT count(*) FROM visitor_sessions"));
    assertEquals("0", one("SELECT usage_count FROM api_keys"));
    assertEquals("{0}", repeats(robot));
  }

  private void awaitIndexed(long lastId) throws Exception {
    long deadline = System.nanoTime() + 10_000_000_000L;
    try (Connection c = database.derivedReader(folder.resolve(EventIdIndex.FILE_NAME));
        Statement s = c.createStatement()) {
      while (System.nanoTime() < deadline) {
        try (ResultSet r = s.executeQuery("SELECT last_id FROM indexed")) {
          if (r.getLong(1) >= lastId) return;
        }
        Thread.sleep(20);
      }
    }
    throw new AssertionError("the index stays behind");
  }

  /// A UUIDv7 of now.
  private static String id(int n) {
    String hex = String.format("%012x", NOW);
    return hex.substring(0, 8) + "-" + hex.substring(8) + String.format("-7abc-8def-%012x", n);
  }

  private TrackedEvent event(String visitorId, @Nullable String eventId, int attempt) {
    return with(Events.event(key, visitorId, "pageview", NOW), eventId, attempt, null);
  }

  private static TrackedEvent with(
      TrackedEvent e, @Nullable String eventId, int attempt, @Nullable Exclusion exclusion) {
    return new TrackedEvent(
        e.key(),
        e.visitorId(),
        e.name(),
        e.kind(),
        e.receivedAtMs(),
        e.occurredAtMs(),
        eventId,
        attempt,
        e.pageViewId(),
        e.website(),
        e.page(),
        e.client(),
        e.company(),
        e.location(),
        e.engagement(),
        e.activity(),
        e.detailsJson(),
        exclusion);
  }

  private String repeats(TrackedEvent... events) throws BatchFailure {
    return repeatsOf(List.of(events)).toString();
  }

  private String repeats(List<TrackedEvent> events) throws BatchFailure {
    return repeatsOf(events).toString();
  }

  private BitSet repeatsOf(List<TrackedEvent> events) throws BatchFailure {
    return writer.write(events.stream().map(Encoded::of).toList(), NOW).repeats();
  }

  private @Nullable String one(String sql) throws Exception {
    try (Connection c = database.reader();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      return r.next() ? r.getString(1) : null;
    }
  }
}
