package dev.tippen.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tippen.event.ApiKey;
import dev.tippen.event.CompanySource;
import dev.tippen.event.EventKind;
import dev.tippen.event.TrackedEvent;
import dev.tippen.event.TrackedEvent.Client;
import dev.tippen.event.TrackedEvent.Company;
import dev.tippen.event.TrackedEvent.Engagement;
import dev.tippen.event.TrackedEvent.Page;
import dev.tippen.store.BatchWriter.BatchFailure;
import dev.tippen.store.BatchWriter.Encoded;
import dev.tippen.store.KeyStore.NewKey;
import dev.tippen.store.StoreStats;
import dev.tippen.support.Events;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What events do to the tables, on a real database.
class EventWriterTest {
  private static final long T0 = 1_790_000_000_000L;
  private static final long GAP_MAX_MS = 90_000;

  @TempDir Path folder;
  private Database database;
  private Checkpoints checkpoints;
  private EventIdIndex ids;
  private EventWriter writer;
  private final List<ApiKey> keys = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    database = Database.open(folder);
    SqliteKeyStore store = new SqliteKeyStore(new DirectAccess(database));
    for (String text : List.of("test_key_1", "test_key_2")) {
      keys.add(
          store.create(
              new NewKey(text, ApiKey.Type.TEST, null, null, null, List.of(), false, null, null)));
    }
    checkpoints = new Checkpoints(database.writer(), 16_384, new StoreStats());
    ids = EventIdIndex.open(database, new StoreStats(), T0);
    writer = writer(50_000);
  }

  private EventWriter writer(int visitorCacheMax) throws Exception {
    return new EventWriter(
        database, checkpoints, new Repeats(ids, T0), GAP_MAX_MS, visitorCacheMax);
  }

  @AfterEach
  void close() {
    writer.close();
    ids.close();
    checkpoints.close();
  }

  @Test
  void onlyPageViewsCountAndEveryEventAddsTimeAndUsage() throws Exception {
    write(event("v", "pageview", 0));
    write(event("v", "heartbeat", 30_000));
    write(event("v", "heartbeat", 60_400), event("v", "video_rejected", 61_000));
    write(event("v", "Demo requested", 62_000));
    write(event("v", "exit", 63_999));
    assertEquals(
        "1|63", one("SELECT page_views || '|' || total_time_seconds FROM visitor_sessions"));
    assertEquals("6", one("SELECT usage_count FROM api_keys WHERE id = 1"));
    assertEquals("6", one("SELECT sum(last_id - first_id + 1) FROM event_spool"));
  }

  @Test
  void longPausesAndTheTimeAfterAnExitAreNotTimeOnTheSite() throws Exception {
    write(event("v", "pageview", 0), event("v", "pageview", 90_000));
    assertEquals("90", one("SELECT total_time_seconds FROM visitor_sessions"));
    write(event("v", "pageview", 180_001));
    assertEquals("90", one("SELECT total_time_seconds FROM visitor_sessions"));
    write(event("v", "exit", 181_001), event("v", "pageview", 191_001));
    assertEquals("91", one("SELECT total_time_seconds FROM visitor_sessions"));
  }

  @Test
  void shortGapsAreNotLostToRounding() throws Exception {
    for (int i = 0; i <= 10; i++) write(event("v", "heartbeat", i * 700L));
    assertEquals("7", one("SELECT total_time_seconds FROM visitor_sessions"));
  }

  @Test
  void anExitNeverMakesAVisitor() throws Exception {
    write(event("nobody", "exit", 0));
    assertEquals("0", one("SELECT count(*) FROM visitor_sessions"));
    assertEquals("1", one("SELECT usage_count FROM api_keys WHERE id = 1"));
    assertEquals("1", one("SELECT count(*) FROM event_spool"));
  }

  @Test
  void whatIsUnknownDoesNotOverwriteWhatIsKnown() throws Exception {
    write(event("v", "pageview", 0));
    TrackedEvent bare =
        new TrackedEvent(
            keys.getFirst(),
            "v",
            "exit",
            EventKind.EXIT,
            T0 + 1,
            T0 + 1,
            null,
            1,
            null,
            null,
            new Page(null, null, null),
            new Client(null, null, null, null, null, null),
            null,
            null,
            null,
            null,
            null,
            null);
    write(bare);
    assertEquals(
        "example.com Visitor|Australia/Sydney|Mac - Edge|example.com",
        one(
            "SELECT company || '|' || location || '|' || last_role || '|' || website FROM visitor_sessions"));
  }

  @Test
  void anIdentifiedCompanyIsNotReplacedByTheFallbackLabel() throws Exception {
    write(event("v", "pageview", 0));
    write(identified("v", "Acme Corporation", 1));
    write(event("v", "pageview", 2));
    assertEquals("Acme Corporation", one("SELECT company FROM visitor_sessions"));
    writer.close();
    writer = writer(50_000);
    write(event("v", "pageview", 3));
    assertEquals("Acme Corporation", one("SELECT company FROM visitor_sessions"));
  }

  @Test
  void aVisitorWithNothingKnownGetsTheDocumentedFallbacks() throws Exception {
    write(
        new TrackedEvent(
            keys.getFirst(),
            "v",
            "pageview",
            EventKind.PAGE_VIEW,
            T0,
            T0,
            null,
            1,
            null,
            null,
            new Page(null, null, null),
            new Client(null, null, null, null, null, null),
            null,
            null,
            null,
            null,
            null,
            null));
    assertEquals(
        "Unknown Company|Unknown Location|Unknown Device - Unknown Browser|1|0",
        one(
            "SELECT company || '|' || location || '|' || last_role || '|' || page_views || '|' ||"
                + " total_time_seconds FROM visitor_sessions"));
  }

  @Test
  void aRepeatedIncrementOfEngagedTimeIsIgnored() throws Exception {
    write(engaged("v", "page-1", 1, 5_000, 0), engaged("v", "page-1", 2, 3_000, 1));
    write(engaged("v", "page-1", 2, 3_000, 2));
    writer.close();
    writer = writer(50_000);
    write(engaged("v", "page-1", 1, 5_000, 3), engaged("v", "page-2", 1, 1_000, 4));
    writer.close();
    assertEquals("9000", one("SELECT engaged_ms FROM visitor_state"));
  }

  @Test
  void aFailedBatchLeavesNothingAndTheNextOneCountsRight() throws Exception {
    write(event("v", "pageview", 0));
    TrackedEvent orphan = Events.event(Events.key(99), "w", "pageview", T0);
    BatchFailure failure =
        assertThrows(BatchFailure.class, () -> write(event("v", "pageview", 1), orphan));
    assertEquals(BatchFailure.Cause.DATUM, failure.kind());
    write(event("v", "pageview", 2), event("u", "pageview", 3));
    assertEquals("2", one("SELECT page_views FROM visitor_sessions WHERE visitor_id = 'v'"));
    assertEquals("2", one("SELECT id FROM visitor_sessions WHERE visitor_id = 'u'"));
    assertEquals("3", one("SELECT usage_count FROM api_keys WHERE id = 1"));
    assertEquals("3", one("SELECT last_id FROM spool_state"));
  }

  @Test
  void engagedTimeThatACrashLeftUnsavedIsReadFromTheSpool() throws Exception {
    write(engaged("v", "page-1", 1, 5_000, 0));
    write(engaged("v", "page-1", 2, 3_000, 1), event("w", "pageview", 2));
    assertEquals("5000", one("SELECT engaged_ms FROM visitor_state WHERE visitor_session_id = 1"));
    for (int crash = 0; crash < 3; crash++) {
      writer.connection().close();
      writer = writer(50_000);
      assertEquals(
          "8000", one("SELECT engaged_ms FROM visitor_state WHERE visitor_session_id = 1"));
    }
    write(engaged("v", "page-1", 2, 3_000, 3), engaged("v", "page-1", 3, 1_000, 4));
    writer.close();
    assertEquals("9000", one("SELECT engaged_ms FROM visitor_state WHERE visitor_session_id = 1"));
    assertEquals("1", one("SELECT last_id = states_to FROM spool_state"));
  }

  @Test
  void aStateIsSavedSomeSecondsAfterItsEventWithTheNextBatch() throws Exception {
    write(event("v", "pageview", 0));
    write(event("v", "heartbeat", 1_000));
    assertEquals("0", one("SELECT total_time_ms FROM visitor_state"));
    write(T0 + UnsavedStates.WAIT_MAX_MS, event("w", "pageview", 2_000));
    assertEquals(
        "1000", one("SELECT total_time_ms FROM visitor_state WHERE visitor_session_id = 1"));
  }

  @Test
  void aFailedBatchLosesNoStateThatWaitedToBeSaved() throws Exception {
    write(event("v", "pageview", 0));
    write(event("v", "heartbeat", 1_000));
    TrackedEvent orphan = Events.event(Events.key(99), "w", "pageview", T0);
    assertThrows(BatchFailure.class, () -> write(event("v", "heartbeat", 2_000), orphan));
    write(event("v", "heartbeat", 3_000));
    writer.close();
    assertEquals("3000", one("SELECT total_time_ms FROM visitor_state"));
    assertEquals("3", one("SELECT total_time_seconds FROM visitor_sessions"));
  }

  @Test
  void aStateOfARowThatSomebodyDeletedIsNotSaved() throws Exception {
    write(event("v", "pageview", 0));
    write(event("v", "heartbeat", 1_000));
    new DirectAccess(database)
        .write(c -> {
          try (Statement s = c.createStatement()) {
            return s.executeUpdate("DELETE FROM visitor_sessions");
          }
        });
    writer.close();
    assertEquals("0", one("SELECT count(*) FROM visitor_state"));
  }

  @Test
  void aRowThatSomebodyDeletedIsMadeAnew() throws Exception {
    write(event("v", "pageview", 0), event("v", "pageview", 1));
    new DirectAccess(database)
        .write(c -> {
          try (Statement s = c.createStatement()) {
            return s.executeUpdate("DELETE FROM visitor_sessions");
          }
        });
    write(event("v", "pageview", 2));
    assertEquals("1", one("SELECT page_views FROM visitor_sessions"));
    assertEquals("1", one("SELECT count(*) FROM visitor_state"));
  }

  /// Random histories against a model that knows nothing of batches, caches or SQL.
  @Test
  void randomHistoriesCountAsTheNaiveModelDoes() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    writer.close();
    Map<String, Model> model = new TreeMap<>();
    Map<Integer, Integer> usage = new HashMap<>();
    String[] names = {"pageview", "pageview", "heartbeat", "exit", "video_ended", "Custom"};
    long now = T0;
    for (int restart = 0; restart < 6; restart++) {
      // A tiny cache makes most visitors come from the database again.
      writer = writer(restart % 2 == 0 ? 3 : 1_000);
      boolean crash = random.nextBoolean();
      for (int batch = 0; batch < 40; batch++) {
        List<TrackedEvent> events = new ArrayList<>();
        for (int i = random.nextInt(30); i >= 0; i--) {
          now += random.nextInt(20) == 0 ? random.nextInt(200_000) : random.nextInt(400);
          ApiKey key = keys.get(random.nextInt(2));
          String visitor = "v" + random.nextInt(25);
          TrackedEvent e = Events.event(key, visitor, names[random.nextInt(names.length)], now);
          events.add(e);
          usage.merge(key.id(), 1, Integer::sum);
          Model known = model.get(key.id() + "/" + visitor);
          if (known == null && e.kind() != EventKind.EXIT) {
            known = new Model();
            model.put(key.id() + "/" + visitor, known);
          }
          if (known != null) known.see(e);
        }
        write(now, events.toArray(TrackedEvent[]::new));
      }
      if (crash) writer.connection().close();
      else writer.close();
    }
    // Whatever the last one left unsaved is in the spool.
    writer = writer(1_000);
    Map<String, String> rows = new TreeMap<>();
    query(
        "SELECT k.id || '/' || v.visitor_id, v.page_views || ' views ' || v.total_time_seconds ||"
            + " ' s, ' || s.total_time_ms || ' ms' FROM visitor_sessions v JOIN api_keys k USING"
            + " (api_key) JOIN visitor_state s ON s.visitor_session_id = v.id",
        rows);
    Map<String, String> expected = new TreeMap<>();
    model.forEach((k, m) -> expected.put(k, m.toString()));
    assertEquals(expected, rows, "seed " + seed);
    for (var u : usage.entrySet()) {
      assertEquals(
          "" + u.getValue(),
          one("SELECT usage_count FROM api_keys WHERE id = " + u.getKey()),
          "seed " + seed);
    }
  }

  private static final class Model {
    int pageViews;
    long timeMs;
    long lastMs = -1;
    boolean left;

    void see(TrackedEvent e) {
      if (e.name().equals("pageview")) pageViews++;
      if (lastMs >= 0 && !left && e.receivedAtMs() - lastMs <= GAP_MAX_MS) {
        timeMs += e.receivedAtMs() - lastMs;
      }
      lastMs = e.receivedAtMs();
      left = e.name().equals("exit");
    }

    @Override
    public String toString() {
      return pageViews + " views " + timeMs / 1000 + " s, " + timeMs + " ms";
    }
  }

  private TrackedEvent event(String visitorId, String name, long afterMs) {
    return Events.event(keys.getFirst(), visitorId, name, T0 + afterMs);
  }

  private TrackedEvent identified(String visitorId, String company, long afterMs) {
    TrackedEvent e = event(visitorId, "identify", afterMs);
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
        e.website(),
        e.page(),
        e.client(),
        new Company(company, CompanySource.IDENTIFIED),
        e.location(),
        null,
        null,
        null,
        null);
  }

  private TrackedEvent engaged(String visitorId, String pageViewId, int seq, int ms, long afterMs) {
    TrackedEvent e = event(visitorId, "engagement", afterMs);
    return new TrackedEvent(
        e.key(),
        e.visitorId(),
        e.name(),
        e.kind(),
        e.receivedAtMs(),
        e.occurredAtMs(),
        null,
        1,
        pageViewId,
        e.website(),
        e.page(),
        e.client(),
        e.company(),
        e.location(),
        new Engagement(seq, ms, 50),
        null,
        null,
        null);
  }

  private void write(TrackedEvent... events) throws BatchFailure {
    write(T0, events);
  }

  private void write(long nowMs, TrackedEvent... events) throws BatchFailure {
    List<Encoded> batch = new ArrayList<>();
    for (TrackedEvent e : events) batch.add(Encoded.of(e));
    writer.write(batch, nowMs);
  }

  private @Nullable String one(String sql) throws Exception {
    try (Connection c = database.reader();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      return r.next() ? r.getString(1) : null;
    }
  }

  private void query(String sql, Map<String, String> into) throws Exception {
    try (Connection c = database.reader();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      while (r.next()) into.put(r.getString(1), r.getString(2));
    }
  }
}
