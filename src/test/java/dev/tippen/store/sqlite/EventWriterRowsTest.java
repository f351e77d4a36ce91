package dev.tippen.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.ApiKey;
import dev.tippen.event.CompanySource;
import dev.tippen.event.Confidence;
import dev.tippen.event.EventKind;
import dev.tippen.event.TrackedEvent;
import dev.tippen.event.TrackedEvent.Client;
import dev.tippen.event.TrackedEvent.Company;
import dev.tippen.event.TrackedEvent.Page;
import dev.tippen.store.BatchWriter.BatchFailure;
import dev.tippen.store.BatchWriter.BatchFailure.Cause;
import dev.tippen.store.BatchWriter.Encoded;
import dev.tippen.store.BatchWriter.Written;
import dev.tippen.store.CommitListener.Committed;
import dev.tippen.store.KeyStore.NewKey;
import dev.tippen.store.StoreStats;
import dev.tippen.support.Events;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each column of the rows that the writer keeps, what listeners are told, and what happens when
/// the disk does not take a batch.
class EventWriterRowsTest {
  private static final long T0 = 1_790_000_000_000L; // 2026-09-21 14:13:20
  private static final long HOUR_MS = 3_600_000;

  @TempDir Path folder;
  private Database database;
  private Checkpoints checkpoints;
  private EventIdIndex ids;
  private EventWriter writer;
  private ApiKey key;

  @BeforeEach
  void open() throws Exception {
    database = Database.open(folder);
    SqliteKeyStore keys = new SqliteKeyStore(new DirectAccess(database));
    keys.create(
        new NewKey("first", ApiKey.Type.TEST, null, null, null, List.of(), false, null, null));
    key =
        keys.create(
            new NewKey("k", ApiKey.Type.TEST, null, null, null, List.of(), false, null, null));
    StoreStats stats = new StoreStats();
    checkpoints = new Checkpoints(database.writer(), 16_384, stats);
    ids = EventIdIndex.open(database, stats, T0);
    writer = newWriter(checkpoints);
  }

  private EventWriter newWriter(Checkpoints own) throws Exception {
    return new EventWriter(database, own, new Repeats(ids, T0), 90_000, 100);
  }

  /// States of visitors are saved some seconds after their events, and at the end.
  private void restart() throws Exception {
    writer.close();
    writer = newWriter(checkpoints);
  }

  @AfterEach
  void close() {
    writer.close();
    ids.close();
    checkpoints.close();
  }

  private Written write(long nowMs, TrackedEvent... events) throws BatchFailure {
    List<Encoded> batch = new ArrayList<>();
    for (TrackedEvent e : events) batch.add(Encoded.of(e));
    return writer.write(batch, nowMs);
  }

  private TrackedEvent event(String visitorId, String name, long afterMs) {
    return Events.event(key, visitorId, name, T0 + afterMs);
  }

  private TrackedEvent from(
      String visitorId, String company, String location, String device, String website) {
    TrackedEvent e = event(visitorId, "pageview", HOUR_MS);
    return new TrackedEvent(
        e.key(),
        e.visitorId(),
        e.name(),
        e.kind(),
        e.receivedAtMs(),
        e.occurredAtMs(),
        null,
        1,
        null,
        website,
        new Page(null, null, null),
        new Client(null, device, null, null, null, null),
        new Company(company, CompanySource.FALLBACK),
        location,
        null,
        null,
        null,
        null);
  }

  private @Nullable String one(String sql) throws Exception {
    try (Connection c = database.reader();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      return r.next() ? r.getString(1) : null;
    }
  }

  private void execute(String sql) throws Exception {
    try (Connection c = database.writer();
        Statement s = c.createStatement()) {
      s.executeUpdate(sql);
    }
  }

  private static final String VISITOR =
      "SELECT company || '|' || location || '|' || last_role || '|' || website || '|' ||"
          + " first_seen_at || '|' || last_seen_at FROM visitor_sessions";

  @Test
  void whatIsLearntLaterReplacesWhatWasKnown() throws Exception {
    write(T0, event("v", "pageview", 0));
    assertEquals(
        "example.com Visitor|Australia/Sydney|Mac - Edge|example.com|2026-09-21 14:13:20|2026-09-21"
            + " 14:13:20",
        one(VISITOR));
    write(T0, from("v", "shop.example Visitor", "Berlin", "Phone - Chrome", "shop.example"));
    assertEquals(
        "shop.example Visitor|Berlin|Phone - Chrome|shop.example|2026-09-21 14:13:20|2026-09-21"
            + " 15:13:20",
        one(VISITOR));
  }

  @Test
  void aNewVisitorOfSeveralEventsIsFirstSeenAtTheFirstAndLastSeenAtTheLast() throws Exception {
    write(T0, event("v", "pageview", 0), event("v", "heartbeat", 30_500));
    assertEquals(
        "2026-09-21 14:13:20|2026-09-21 14:13:50",
        one("SELECT first_seen_at || '|' || last_seen_at FROM visitor_sessions"));
  }

  @Test
  void theStateSaysWhoseItIsAndInWhichHourItWasLastSeen() throws Exception {
    String state =
        "SELECT api_key_id || ' ' || (seen_hour - "
            + T0 / HOUR_MS
            + ") || ' ' || (last_event_at_ms - "
            + T0
            + ") || ' ' || last_event_was_exit FROM visitor_state";
    write(T0, event("v", "pageview", 0));
    assertEquals("2 0 0 0", one(state));
    write(T0, event("v", "heartbeat", 60_000));
    restart();
    assertEquals("2 0 60000 0", one(state));
    write(T0, event("v", "exit", 5 * HOUR_MS));
    assertEquals("2 5 " + 5 * HOUR_MS + " 1", one(state), "another hour is stored at once");
    write(T0, event("v", "pageview", 5 * HOUR_MS + 1));
    restart();
    assertEquals("2 5 " + (5 * HOUR_MS + 1) + " 0", one(state));
  }

  @Test
  void howACompanyIsKnownIsStoredAtOnce() throws Exception {
    write(T0, event("v", "pageview", 0));
    for (CompanySource source : List.of(CompanySource.NETWORK, CompanySource.PROVIDER)) {
      Company found = new Company("Acme", source, 7, Confidence.LOW, "");
      write(T0, TrackedEvent.ofCompany(key, "v", EventKind.COMPANY_FOUND, T0, found));
      assertEquals(
          String.valueOf(source.ordinal()), one("SELECT company_source FROM visitor_state"));
    }
  }

  @Test
  void statesAreSavedWhileNobodyComes() throws Exception {
    for (int v = 0; v < 150; v++) write(T0, event("v" + v, "pageview", 0));
    for (int v = 0; v < 150; v++) write(T0, event("v" + v, "heartbeat", 1_000));
    String behind = "SELECT count(*) FROM visitor_state WHERE total_time_ms = 0";
    assertEquals("150", one(behind));
    writer.betweenBatches();
    assertEquals("150", one(behind), "not while batches come");
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!"0".equals(one(behind)) && System.nanoTime() < deadline) {
      Thread.sleep(10);
      writer.betweenBatches();
    }
    assertEquals("0", one(behind));
  }

  @Test
  void aBatchSavesNoMoreThanAFewStatesOfOthers() throws Exception {
    for (int v = 0; v < 150; v++) write(T0, event("v" + v, "pageview", 0));
    for (int v = 0; v < 150; v++) write(T0, event("v" + v, "heartbeat", 1_000));
    String behind = "SELECT count(*) FROM visitor_state WHERE total_time_ms = 0";
    for (String left : List.of("86", "22", "0")) {
      // A batch of one that was known before and left at once.
      write(T0 + UnsavedStates.WAIT_MAX_MS, event("nobody", "exit", 2_000));
      assertEquals(left, one(behind));
    }
  }

  @Test
  void aStateThatSomebodyDeletedIsMadeAnewBesideItsVisitor() throws Exception {
    write(T0, event("v", "pageview", 0));
    for (long later : new long[] {1_000, 2 * HOUR_MS}) {
      execute("DELETE FROM visitor_state");
      write(T0, event("v", "pageview", later));
      restart();
      assertEquals("1", one("SELECT count(*) FROM visitor_state WHERE api_key_id = 2"));
    }
    assertEquals("3", one("SELECT page_views FROM visitor_sessions"));
  }

  @Test
  void theUseOfAKeyIsCountedAndDated() throws Exception {
    write(T0, event("v", "pageview", 0), event("w", "pageview", 0));
    write(T0 + 61_000, event("v", "pageview", 1));
    assertEquals(
        "3 2026-09-21 14:14:21",
        one("SELECT usage_count || ' ' || last_used_at FROM api_keys WHERE id = 2"));
    assertEquals("0", one("SELECT usage_count FROM api_keys WHERE id = 1"));
  }

  @Test
  void listenersAreToldWhatIsKnownOfEachVisitorAfterTheirEvent() throws Exception {
    List<String> told = new ArrayList<>();
    for (Committed c :
        write(
                T0,
                event("v", "pageview", 0),
                event("w", "pageview", 1_000),
                event("v", "heartbeat", 2_000),
                event("v", "pageview", 3_000),
                event("nobody", "exit", 4_000))
            .counted()) {
      told.add(tell(c));
    }
    for (Committed c : write(T0, event("v", "pageview", 5_000)).counted()) told.add(tell(c));
    assertEquals(
        List.of(
            "1 v 1 since 0",
            "2 w 1 since 1000",
            "3 v 1 since 0",
            "4 v 2 since 0",
            "5 nobody 0 since 4000",
            "6 v 3 since 0"),
        told);
  }

  private static String tell(Committed c) {
    return "%d %s %d since %d"
        .formatted(c.eventId(), c.event().visitorId(), c.pageViews(), c.firstSeenMs() - T0);
  }

  @Test
  void moreVisitorsThanMemoryHoldsAreAllRight() throws Exception {
    for (int round = 0; round < 3; round++) {
      List<TrackedEvent> all = new ArrayList<>();
      for (int v = 0; v < 250; v++) all.add(event("v" + v, "pageview", 250L * round + v));
      write(T0, all.toArray(TrackedEvent[]::new));
    }
    assertEquals(
        "250 3 3",
        one(
            "SELECT count(*) || ' ' || min(page_views) || ' ' || max(page_views) FROM visitor_sessions"));
  }

  @Test
  void aFullDiskIsUnavailableUntilThereIsRoom() throws Exception {
    write(T0, event("v", "pageview", 0));
    try (Statement s = writer.connection().createStatement();
        ResultSet r = s.executeQuery("PRAGMA page_count")) {
      s.execute("PRAGMA max_page_count=" + r.getLong(1));
    }
    TrackedEvent[] many = new TrackedEvent[3_000];
    for (int i = 0; i < many.length; i++) many[i] = event("many" + i, "pageview", 1);
    assertEquals(Cause.UNAVAILABLE, assertThrows(BatchFailure.class, () -> write(T0, many)).kind());
    try (Statement s = writer.connection().createStatement()) {
      s.execute("PRAGMA max_page_count=1000000");
    }
    write(T0, event("v", "pageview", 2));
    writer.probe();
    assertEquals("2", one("SELECT sum(page_views) FROM visitor_sessions"));
    assertEquals("2", one("SELECT last_id FROM spool_state"));
    assertEquals("2", one("SELECT count(*) FROM event_spool"), "a probe leaves nothing");
  }

  @Test
  void aDatabaseThatSomebodyHoldsIsUnavailable() throws Exception {
    try (Statement s = writer.connection().createStatement()) {
      s.execute("PRAGMA busy_timeout=50");
    }
    try (Connection other = database.writer();
        Statement s = other.createStatement()) {
      s.execute("BEGIN IMMEDIATE");
      assertEquals(
          Cause.UNAVAILABLE,
          assertThrows(BatchFailure.class, () -> write(T0, event("v", "pageview", 0))).kind());
      assertEquals(
          Cause.UNAVAILABLE, assertThrows(BatchFailure.class, () -> writer.probe()).kind());
      s.execute("ROLLBACK");
    }
    write(T0, event("v", "pageview", 0));
    assertEquals("1", one("SELECT page_views FROM visitor_sessions"));
  }

  @Test
  void aConnectionThatIsGoneIsBroken() throws Exception {
    Connection connection = writer.connection();
    writer.close();
    assertTrue(connection.isClosed());
    assertEquals(
        Cause.BROKEN,
        assertThrows(BatchFailure.class, () -> write(T0, event("v", "pageview", 0))).kind());
  }

  @Test
  void betweenBatchesTheLogIsCopiedOnceItIsLong() throws Exception {
    StoreStats stats = new StoreStats();
    try (Checkpoints own = new Checkpoints(database.writer(), 1, stats)) {
      EventWriter helping = newWriter(own);
      long deadline = System.nanoTime() + 20_000_000_000L;
      while (stats.read().checkpoints() == 0 && System.nanoTime() < deadline) {
        write(T0, event("v", "pageview", 0));
        helping.betweenBatches();
      }
      assertTrue(stats.read().checkpoints() > 0);
      own.disk()
          .noticed(
              new org.sqlite.SQLiteException(
                  "planted", org.sqlite.SQLiteErrorCode.SQLITE_IOERR_FSYNC));
      assertThrows(IllegalStateException.class, helping::betweenBatches);
      helping.close();
    }
  }
}
