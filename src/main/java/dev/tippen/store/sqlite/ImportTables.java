package dev.tippen.store.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tippen.store.ImportStore.Batch;
import dev.tippen.store.ImportStore.End;
import dev.tippen.store.ImportStore.Figures;
import dev.tippen.store.ImportStore.Finished;
import dev.tippen.store.ImportStore.OutOfStep;
import dev.tippen.store.ImportStore.Row;
import dev.tippen.store.ImportStore.Skips;
import dev.tippen.store.ImportStore.Source;
import dev.tippen.store.ImportStore.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What an import changes beside visitors and the event log, within one transaction: first
/// [#admit], then the events, then [#finish].
final class ImportTables {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SKIP_REASONS_MAX = 64;

  private final Connection connection;
  private final Batch batch;
  private final long nowMs;
  private final List<End> ends = new ArrayList<>();
  private @Nullable State state;

  ImportTables(Connection connection, Batch batch, long nowMs) {
    this.connection = connection;
    this.batch = batch;
    this.nowMs = nowMs;
  }

  /// Finds out which rows are new, and stores those that are no events.
  ///
  /// @return one end for each row of the batch
  List<End> admit() throws SQLException {
    Source source = batch.source();
    if (source != null) {
      State found = find(connection, batch.key().id(), source.fingerprint());
      if (found == null) found = begin(source);
      if (found.finishedAtMs() != null) throw new Finished();
      if (found.rowsDone() != batch.fromRow()) throw new OutOfStep(found.rowsDone());
      state = found;
    }
    try (PreparedStatement id =
            connection.prepareStatement(
                "INSERT OR IGNORE INTO imported_ids (api_key_id, day, hash) VALUES (?, ?, ?)");
        PreparedStatement day = connection.prepareStatement(Sql.of("import/day"));
        PreparedStatement call = connection.prepareStatement(Sql.of("import/call"))) {
      for (Row row : batch.rows()) {
        ends.add(
            switch (row) {
              case Row.Event e -> isNew(id, e) ? End.COUNTED : End.DUPLICATE;
              case Row.Day d -> put(day, d);
              case Row.Call c -> put(call, c);
              case Row.Skipped _ -> End.SKIPPED;
            });
      }
    }
    return ends;
  }

  private State begin(Source source) throws SQLException {
    try (PreparedStatement p = connection.prepareStatement(Sql.of("import/insert"))) {
      p.setInt(1, batch.key().id());
      p.setString(2, source.kind());
      p.setString(3, source.name());
      p.setString(4, source.fingerprint());
      p.setLong(5, nowMs);
      p.executeUpdate();
    }
    State begun = find(connection, batch.key().id(), source.fingerprint());
    if (begun == null) throw new IllegalStateException("an import that was just begun is gone");
    return begun;
  }

  private boolean isNew(PreparedStatement id, Row.Event e) throws SQLException {
    if (e.ownId() == 0) return true;
    id.setInt(1, batch.key().id());
    id.setLong(2, Math.floorDiv(timeMs(e), TimeUnit.DAYS.toMillis(1)));
    id.setLong(3, e.ownId());
    return id.executeUpdate() == 1;
  }

  /// Of a visitor without events it is the first, which no later file changes.
  private static long timeMs(Row.Event e) {
    return e.event().occurredAtMs();
  }

  private End put(PreparedStatement p, Row.Day d) throws SQLException {
    State of = state;
    if (of == null) throw new IllegalStateException("figures of days come from a file");
    Figures f = d.figures();
    for (Map.Entry<String, String> value : d.values().entrySet()) {
      p.setInt(1, batch.key().id());
      p.setString(2, value.getKey());
      p.setLong(3, d.day());
      p.setString(4, value.getValue());
      p.setLong(5, f.visitors());
      p.setLong(6, f.visits());
      p.setLong(7, f.pageViews());
      p.setLong(8, f.bounces());
      p.setLong(9, f.visitSeconds());
      p.setLong(10, f.events());
      p.setLong(11, of.id());
      p.executeUpdate();
    }
    return End.COUNTED;
  }

  private End put(PreparedStatement p, Row.Call c) throws SQLException {
    int at = 0;
    p.setString(++at, batch.key().text());
    p.setString(++at, c.visitorId());
    p.setString(++at, c.sessionId());
    p.setString(++at, c.company());
    p.setString(++at, c.visitorRole());
    p.setString(++at, c.status());
    p.setString(++at, c.invitedAt());
    p.setString(++at, c.connectedAt());
    p.setString(++at, c.endedAt());
    p.setObject(++at, c.durationSeconds());
    p.setObject(++at, c.connectionSeconds());
    p.setInt(++at, c.qualified() ? 1 : 0);
    p.setObject(++at, c.leadScore());
    p.setString(++at, c.leadQuality());
    p.setString(++at, c.notes());
    return p.executeUpdate() == 1 ? End.COUNTED : End.DUPLICATE;
  }

  /// Notes how far the file is read.
  ///
  /// @return null for rows of no file
  @Nullable State finish() throws SQLException {
    State before = state;
    if (before == null) return null;
    Map<String, Long> byKind = new TreeMap<>(before.byKind());
    Map<String, Skips> skipped = new TreeMap<>(before.skipped());
    long counted = before.counted();
    long duplicates = before.duplicates();
    Long fromMs = before.fromMs();
    Long toMs = before.toMs();
    for (int i = 0; i < ends.size(); i++) {
      Row row = batch.rows().get(i);
      switch (ends.get(i)) {
        case COUNTED -> {
          counted++;
          byKind.merge(kind(row), 1L, Long::sum);
          long first = firstMs(row);
          long last = lastMs(row);
          if (first >= 0) fromMs = fromMs == null ? first : Math.min(fromMs, first);
          if (last >= 0) toMs = toMs == null ? last : Math.max(toMs, last);
        }
        case DUPLICATE -> duplicates++;
        case SKIPPED -> {
          String reason = ((Row.Skipped) row).reason();
          if (skipped.size() >= SKIP_REASONS_MAX && !skipped.containsKey(reason)) reason = "other";
          skipped.merge(
              reason,
              new Skips(1, batch.fromRow() + i + 1),
              (a, b) -> new Skips(a.rows() + 1, a.firstRow()));
        }
      }
    }
    State after =
        new State(
            before.id(),
            before.kind(),
            before.name(),
            before.fingerprint(),
            before.rowsDone() + ends.size(),
            counted,
            duplicates,
            byKind,
            skipped,
            fromMs,
            toMs,
            before.startedAtMs(),
            batch.last() ? nowMs : null);
    try (PreparedStatement p = connection.prepareStatement(Sql.of("import/update"))) {
      p.setLong(1, after.rowsDone());
      p.setLong(2, after.counted());
      p.setLong(3, after.duplicates());
      p.setString(4, json(byKind));
      p.setString(5, json(asLists(skipped)));
      p.setObject(6, fromMs);
      p.setObject(7, toMs);
      p.setObject(8, after.finishedAtMs());
      p.setLong(9, after.id());
      p.executeUpdate();
    }
    return after;
  }

  private static String kind(Row row) {
    return switch (row) {
      case Row.Event e -> e.what();
      case Row.Day _ -> "day";
      case Row.Call _ -> "call";
      case Row.Skipped _ -> "skipped";
    };
  }

  private static long firstMs(Row row) {
    return switch (row) {
      case Row.Event e -> e.event().occurredAtMs();
      case Row.Day d -> TimeUnit.DAYS.toMillis(d.day());
      case Row.Call _, Row.Skipped _ -> -1;
    };
  }

  private static long lastMs(Row row) {
    return row instanceof Row.Event e ? e.event().receivedAtMs() : firstMs(row);
  }

  static @Nullable State find(Connection c, int apiKeyId, String fingerprint) throws SQLException {
    try (PreparedStatement p = c.prepareStatement(Sql.of("import/state"))) {
      p.setInt(1, apiKeyId);
      p.setString(2, fingerprint);
      try (ResultSet r = p.executeQuery()) {
        return r.next() ? state(r) : null;
      }
    }
  }

  static State state(ResultSet r) throws SQLException {
    Map<String, Skips> skipped = new LinkedHashMap<>();
    read(r.getString(9), new TypeReference<Map<String, List<Long>>>() {})
        .forEach((reason, n) -> skipped.put(reason, new Skips(n.get(0), n.get(1))));
    return new State(
        r.getLong(1),
        r.getString(2),
        r.getString(3),
        r.getString(4),
        r.getLong(5),
        r.getLong(6),
        r.getLong(7),
        read(r.getString(8), new TypeReference<Map<String, Long>>() {}),
        skipped,
        SqliteKeyStore.nullableLong(r, "from_ms"),
        SqliteKeyStore.nullableLong(r, "to_ms"),
        r.getLong(12),
        SqliteKeyStore.nullableLong(r, "finished_at_ms"));
  }

  private static Map<String, List<Long>> asLists(Map<String, Skips> skipped) {
    Map<String, List<Long>> lists = new TreeMap<>();
    skipped.forEach((reason, s) -> lists.put(reason, List.of(s.rows(), s.firstRow())));
    return lists;
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("counts can't be written as JSON", e);
    }
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("counts that we wrote ourselves can't be read", e);
    }
  }
}
