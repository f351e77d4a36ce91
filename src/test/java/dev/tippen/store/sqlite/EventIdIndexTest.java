package dev.tippen.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.TrackedEvent;
import dev.tippen.store.EventCodec;
import dev.tippen.store.Fingerprint;
import dev.tippen.store.StoreStats;
import dev.tippen.support.Events;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The ids on disk: found exactly, written by themselves, and caught up with from the spool.
@Timeout(120)
class EventIdIndexTest {
  @TempDir Path folder;
  private final StoreStats stats = new StoreStats();
  private Database database;
  private EventIdIndex index;

  @BeforeEach
  void open() {
    database = Database.open(folder);
    index = openIndex();
  }

  private EventIdIndex openIndex() {
    return EventIdIndex.open(database, stats, System.currentTimeMillis());
  }

  @AfterEach
  void close() {
    index.close();
  }

  private String one(String sql) throws SQLException {
    try (Connection c = database.derivedReader(folder.resolve(EventIdIndex.FILE_NAME));
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      return String.valueOf(r.getString(1));
    }
  }

  private void execute(String... statements) throws Exception {
    try (Connection c = database.derivedWriter(folder.resolve(EventIdIndex.FILE_NAME));
        Statement s = c.createStatement()) {
      for (String sql : statements) s.executeUpdate(sql);
    }
  }

  private static long currentTable() {
    return System.currentTimeMillis() / EventIdIndex.TABLE_SPAN_MS;
  }

  private static String makeTable(long table) {
    return "CREATE TABLE ids_"
        + table
        + " (created_ms INTEGER NOT NULL, hash INTEGER NOT NULL, PRIMARY KEY (created_ms, hash))"
        + " WITHOUT ROWID";
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) Thread.sleep(20);
    assertTrue(condition.getAsBoolean(), "not in time");
  }

  private void commit(long lastEventId, Fingerprint... ids) {
    long[] createdMs = new long[ids.length + 3];
    long[] hashes = new long[ids.length + 3];
    for (int i = 0; i < ids.length; i++) {
      createdMs[i] = ids[i].createdMs();
      hashes[i] = ids[i].hash();
    }
    index.committed(createdMs, hashes, ids.length, lastEventId);
  }

  @Test
  void whatWasCommittedIsFoundAndNothingElse() throws Exception {
    Random random = new Random(7);
    List<Fingerprint> all = new ArrayList<>();
    long last = 0;
    // Sizes around the rows of one statement, in order of time and not.
    for (int size : new int[] {1, 63, 64, 65, 127, 128, 129, 200}) {
      Fingerprint[] batch = new Fingerprint[size];
      for (int i = 0; i < size; i++) {
        long createdMs = size % 2 == 0 ? 1_000L * size + i : random.nextInt(50);
        batch[i] = new Fingerprint(createdMs, random.nextLong() | 1);
        all.add(batch[i]);
      }
      last += size;
      commit(last, batch);
      long indexed = last;
      await(() -> indexedTo() >= indexed);
    }
    long asked = stats.read().idLookups();
    for (Fingerprint f : all) assertTrue(index.contains(f), f.toString());
    for (Fingerprint f : all.subList(0, 100)) {
      assertFalse(index.contains(new Fingerprint(f.createdMs() + 100_000_000, f.hash())));
      assertFalse(index.contains(new Fingerprint(f.createdMs(), f.hash() ^ 1L << 40)));
    }
    assertEquals(all.size() + 200, stats.read().idLookups() - asked);
  }

  private long indexedTo() {
    try {
      return Long.parseLong(one("SELECT last_id FROM indexed"));
    } catch (SQLException e) {
      return -1;
    }
  }

  @Test
  void anIdThatComesTwiceIsKeptOnce() throws Exception {
    Fingerprint id = new Fingerprint(5, 77);
    commit(2, id, id);
    await(() -> indexedTo() == 2);
    commit(3, id);
    await(() -> indexedTo() == 3);
    assertEquals("1", one("SELECT count(*) FROM ids_" + currentTable()));
  }

  @Test
  void closingWritesWhatWaits() throws Exception {
    for (int n = 1; n <= 300; n++) commit(n, new Fingerprint(n, 1_000L + n));
    index.close();
    assertEquals(300, indexedTo());
    assertEquals("300", one("SELECT count(*) FROM ids_" + currentTable()));
  }

  @Test
  void aBatchWithoutIdsMovesTheMarkAlone() throws Exception {
    commit(9);
    await(() -> indexedTo() == 9);
    assertEquals("0", one("SELECT count(*) FROM ids_" + currentTable()));
  }

  @Test
  void aLargeLackIsReadFromTheSpool() throws Exception {
    int batches = 4;
    int size = 30_000;
    try (Connection c = database.writer();
        Statement s = c.createStatement();
        PreparedStatement p =
            c.prepareStatement(
                "INSERT INTO event_spool (first_id, last_id, committed_at_ms, body) VALUES (?, ?, ?, ?)")) {
      s.execute("BEGIN");
      for (int b = 0; b < batches; b++) {
        List<byte[]> encoded = new ArrayList<>();
        for (int i = 0; i < size; i++) encoded.add(EventCodec.encode(event(b * size + i)));
        p.setLong(1, (long) b * size + 1);
        p.setLong(2, (long) (b + 1) * size);
        p.setLong(3, System.currentTimeMillis());
        p.setBytes(4, EventCodec.batch(encoded));
        p.executeUpdate();
      }
      // Too old to be recognized as a repeat.
      p.setLong(1, (long) batches * size + 1);
      p.setLong(2, (long) batches * size + 1);
      p.setLong(3, System.currentTimeMillis() - EventIdIndex.KEPT_MS - 60_000);
      p.setBytes(4, EventCodec.batch(List.of(EventCodec.encode(event(-1)))));
      p.executeUpdate();
      s.execute("COMMIT");
    }
    index.close();
    index = openIndex();
    await(() -> indexedTo() == (long) batches * size);
    for (int n = 0; n < batches * size; n += 997) assertTrue(index.contains(id(n)), "event " + n);
    assertTrue(index.contains(id(batches * size - 1)));
    assertFalse(index.contains(id(-1)), "older than two days");
    assertEquals("" + batches * size, one("SELECT count(*) FROM ids_" + currentTable()));
  }

  private static TrackedEvent event(int n) {
    TrackedEvent e = Events.event(Events.key(1), "v", "pageview", 1);
    return new TrackedEvent(
        e.key(),
        e.visitorId(),
        e.name(),
        e.kind(),
        e.receivedAtMs(),
        e.occurredAtMs(),
        "event-" + n,
        1,
        null,
        null,
        e.page(),
        e.client(),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static Fingerprint id(int n) {
    return java.util.Objects.requireNonNull(Fingerprint.of(event(n)));
  }

  @Test
  void whileTheFileCanNotBeWrittenIdsWaitAndAreWrittenLater() throws Exception {
    commit(1, new Fingerprint(1, 1));
    await(() -> indexedTo() == 1);
    execute("ALTER TABLE indexed RENAME TO hidden");
    commit(2, new Fingerprint(2, 2));
    Thread.sleep(800);
    assertTrue(index.contains(new Fingerprint(1, 1)), "what is written can be read");
    assertFalse(index.contains(new Fingerprint(2, 2)), "rolled back whole");
    commit(3, new Fingerprint(3, 3));
    execute("ALTER TABLE hidden RENAME TO indexed");
    await(() -> indexedTo() == 3);
    for (int n = 1; n <= 3; n++) assertTrue(index.contains(new Fingerprint(n, n)), "" + n);
  }

  @Test
  void whatCanNotBeReadIsNotThere() throws Exception {
    commit(1, new Fingerprint(1, 1));
    await(() -> indexedTo() == 1);
    assertTrue(index.contains(new Fingerprint(1, 1)));
    execute("DROP TABLE ids_" + currentTable());
    assertFalse(index.contains(new Fingerprint(1, 1)));
  }

  @Test
  void tablesOfTheLastTwoDaysAreKeptAndSearched() throws Exception {
    index.close();
    long current = currentTable();
    long span = EventIdIndex.KEPT_MS / EventIdIndex.TABLE_SPAN_MS;
    for (long table :
        new long[] {current - span - 3, current - span - 2, current - span, current - 1}) {
      execute(makeTable(table), "INSERT INTO ids_" + table + " VALUES (5, " + table + ")");
    }
    index = openIndex();
    assertTrue(index.contains(new Fingerprint(5, current - span - 2)), "not dropped yet");
    commit(1, new Fingerprint(1, 1));
    await(() -> indexedTo() == 1);
    await(() -> tables() == 3);
    assertTrue(index.contains(new Fingerprint(1, 1)));
    assertTrue(index.contains(new Fingerprint(5, current - 1)));
    assertTrue(index.contains(new Fingerprint(5, current - span)));
    assertFalse(index.contains(new Fingerprint(5, current - span - 2)));
    assertFalse(index.contains(new Fingerprint(5, current - span - 3)));
    commit(2, new Fingerprint(2, 2));
    await(() -> indexedTo() == 2);
    assertEquals(3, tables(), "nothing more is dropped");
  }

  private int tables() {
    try {
      return Integer.parseInt(
          one(
              "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name LIKE 'ids\\_%' ESCAPE '\\'"));
    } catch (SQLException e) {
      return -1;
    }
  }
}
