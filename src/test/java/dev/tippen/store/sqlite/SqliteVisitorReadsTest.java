package dev.tippen.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.ApiKey;
import dev.tippen.event.TrackedEvent;
import dev.tippen.store.BatchWriter.Encoded;
import dev.tippen.store.KeyStore.NewKey;
import dev.tippen.store.StoreStats;
import dev.tippen.store.VisitorReads.Known;
import dev.tippen.support.Events;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is read back of what the writer wrote.
class SqliteVisitorReadsTest {
  private static final long T0 = 1_790_000_000_000L;
  private static final long HOUR_MS = 3_600_000;

  @TempDir Path folder;
  private ApiKey mine;
  private ApiKey other;
  private Checkpoints checkpoints;
  private EventIdIndex ids;
  private EventWriter writer;
  private SqliteVisitorReads reads;

  @BeforeEach
  void open() throws Exception {
    Database database = Database.open(folder);
    SqliteKeyStore keys = new SqliteKeyStore(new DirectAccess(database));
    mine = keys.create(key("mine"));
    other = keys.create(key("other"));
    StoreStats stats = new StoreStats();
    checkpoints = new Checkpoints(database.writer(), 16_384, stats);
    ids = EventIdIndex.open(database, stats, T0);
    writer = new EventWriter(database, checkpoints, new Repeats(ids, T0), 90_000, 50_000);
    reads = new SqliteVisitorReads(new DirectAccess(database));
  }

  private static NewKey key(String text) {
    return new NewKey(text, ApiKey.Type.TEST, null, null, null, List.of(), false, null, null);
  }

  @AfterEach
  void close() {
    writer.close();
    ids.close();
    checkpoints.close();
  }

  private void write(long nowMs, TrackedEvent... events) throws Exception {
    List<Encoded> batch = new ArrayList<>();
    for (TrackedEvent e : events) batch.add(Encoded.of(e));
    writer.write(batch, nowMs);
  }

  private List<String> visitors(int limit, int offset) {
    return reads.visitors(mine, limit, offset).stream()
        .map(row -> String.valueOf(row.get("visitor_id")))
        .toList();
  }

  @Test
  void theNewestComeFirstPageByPageOverAllHours() throws Exception {
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      // Three visitors an hour, written in an order that is not that of their times.
      long at = T0 + (i / 3) * HOUR_MS + (i % 3) * 1_000L;
      write(T0, Events.event(mine, "v" + i, "pageview", at));
      newestFirst.addFirst("v" + i);
    }
    assertEquals(newestFirst, visitors(1_000, 0));
    for (int offset = 0; offset < 30; offset += 7) {
      assertEquals(
          newestFirst.subList(offset, Math.min(30, offset + 7)),
          visitors(7, offset),
          "at " + offset);
    }
    assertEquals(List.of(), visitors(7, 30));
    write(T0, Events.event(mine, "v4", "pageview", T0 + 20 * HOUR_MS));
    assertEquals("v4", visitors(1, 0).getFirst(), "moved by a new event");
    assertEquals(30, visitors(1_000, 0).size());
  }

  @Test
  void aRowHasThePublishedColumnsAndNoOthersKeysRows() throws Exception {
    write(
        T0,
        Events.event(mine, "v", "pageview", T0),
        Events.event(mine, "v", "heartbeat", T0 + 61_500),
        Events.event(other, "v", "pageview", T0 + 5_000));
    var rows = reads.visitors(mine, 10, 0);
    assertEquals(1, rows.size());
    assertEquals(
        "{id=1, api_key=mine, visitor_id=v, company=example.com Visitor,"
            + " location=Australia/Sydney, last_role=Mac - Edge, website=example.com,"
            + " page_views=1, first_seen_at=2026-09-21 14:13:20,"
            + " last_seen_at=2026-09-21 14:14:21, total_time_seconds=61}",
        rows.getFirst().toString());
  }

  @Test
  void aVisitorIsKnownWithAllPageViewsUnderTheirKeyAlone() throws Exception {
    write(
        T0,
        Events.event(mine, "v", "pageview", T0),
        Events.event(mine, "v", "pageview", T0 + 2_000));
    assertEquals(new Known(2, T0), reads.visitor(mine, "v"));
    assertNull(reads.visitor(other, "v"));
    assertNull(reads.visitor(mine, "w"));
  }

  @Test
  void theNewestEventsSinceATimeComeOldestFirst() throws Exception {
    write(T0, Events.event(mine, "before", "pageview", T0));
    write(
        T0 + 10, Events.event(mine, "a", "pageview", T0), Events.event(other, "b", "pageview", T0));
    write(T0 + 20, Events.event(mine, "c", "exit", T0), Events.event(mine, "d", "pageview", T0));
    assertEquals(List.of("a", "b", "c", "d"), since(T0 + 10, 100));
    assertEquals(List.of("c", "d"), since(T0 + 11, 100));
    assertEquals(List.of("before", "a", "b", "c", "d"), since(0, 100));
    assertEquals(List.of(), since(T0 + 21, 100));
    // Whole batches are taken until there are enough.
    List<String> newest = since(0, 1);
    assertEquals("d", newest.getLast());
    assertTrue(newest.size() < 5, newest.toString());
    List<TrackedEvent> known = reads.eventsSince(T0 + 10, 100, id -> id == mine.id() ? mine : null);
    assertEquals(3, known.size(), "events of a key that is gone are left out");
  }

  private List<String> since(long committedAtMs, int max) {
    return reads.eventsSince(committedAtMs, max, id -> id == mine.id() ? mine : other).stream()
        .map(TrackedEvent::visitorId)
        .toList();
  }

  @Test
  void anImportedVisitorWithoutAStateIsKnown() throws Exception {
    assertNotNull(writer.connection());
    try (var s = writer.connection().createStatement()) {
      s.executeUpdate(
          "INSERT INTO visitor_sessions (api_key, visitor_id, page_views, first_seen_at,"
              + " last_seen_at, total_time_seconds) VALUES ('mine', 'old', 7, '2026-01-02 03:04:05',"
              + " '2026-01-02 03:05:05', 60)");
    }
    assertEquals(new Known(7, 1_767_323_045_000L), reads.visitor(mine, "old"));
    write(T0, Events.event(mine, "old", "pageview", T0));
    assertEquals(new Known(8, 1_767_323_045_000L), reads.visitor(mine, "old"));
    assertEquals(60, reads.visitors(mine, 1, 0).getFirst().get("total_time_seconds"));
  }
}
