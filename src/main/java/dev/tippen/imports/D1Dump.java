package dev.tippen.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tippen.event.CleanText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/// The tables of the original product in an SQLite database or in SQL text. Their rows are copied
/// into a file of ours first, as texts and by our own statements: nothing of the dump is executed,
/// and rows come in the order of sites whatever their order there. For one thread.
public final class D1Dump implements AutoCloseable {
  static final int KEYS_MAX = 10_000;

  private static final int TEXT_MAX_CHARS = 4_096;
  private static final int VALUE_MAX_BYTES = 1024 * 1024;
  private static final byte[] DATABASE =
      "SQLite format 3\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private static final List<String> KEY_COLUMNS =
      List.of(
          "api_key",
          "key_type",
          "client_name",
          "website",
          "backend_url",
          "created_at",
          "last_used_at",
          "status",
          "usage_count",
          "notes");

  private static final List<String> VISITOR_COLUMNS =
      List.of(
          "api_key",
          "visitor_id",
          "company",
          "location",
          "last_role",
          "website",
          "page_views",
          "first_seen_at",
          "last_seen_at",
          "total_time_seconds");

  private static final List<String> CALL_COLUMNS =
      List.of(
          "api_key",
          "visitor_id",
          "session_id",
          "company",
          "visitor_role",
          "status",
          "invited_at",
          "connected_at",
          "ended_at",
          "duration_seconds",
          "connection_time_seconds",
          "is_qualified_lead",
          "lead_quality_score",
          "lead_quality",
          "notes");

  private static final Map<String, List<String>> TABLES =
      Map.of(
          "api_keys",
          KEY_COLUMNS,
          "visitor_sessions",
          VISITOR_COLUMNS,
          "video_calls",
          CALL_COLUMNS);

  private final Connection stage;
  private long passedOver;
  private long unreadable;

  /// A key of the dump; texts as they stand there.
  public record Key(
      String text,
      @Nullable String type,
      @Nullable String clientName,
      @Nullable String website,
      @Nullable String backendUrl,
      @Nullable String createdAt,
      @Nullable String lastUsedAt,
      @Nullable String status,
      long usageCount,
      @Nullable String notes) {}

  private D1Dump(Connection stage) {
    this.stage = stage;
  }

  /// Copies what is wanted.
  ///
  /// @param scratch folder for the copy
  /// @throws SourceException if the file is no such dump
  public static D1Dump open(Path file, Path scratch) throws IOException {
    Path copy = Files.createTempFile(scratch, "d1", ".db");
    try {
      Connection stage = DriverManager.getConnection("jdbc:sqlite:" + copy);
      D1Dump dump = new D1Dump(stage);
      try {
        dump.createTables();
        if (isDatabase(file)) dump.copyDatabase(file);
        else dump.copyText(file);
        dump.check(file);
        return dump;
      } catch (IOException | SQLException | RuntimeException e) {
        dump.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new IOException("the dump can't be copied aside: " + e.getMessage(), e);
    }
  }

  private static boolean isDatabase(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return java.util.Arrays.equals(in.readNBytes(DATABASE.length), DATABASE);
    }
  }

  private void createTables() throws SQLException {
    try (Statement s = stage.createStatement()) {
      s.execute("PRAGMA journal_mode=OFF");
      s.execute("PRAGMA synchronous=OFF");
      for (Map.Entry<String, List<String>> table : TABLES.entrySet()) {
        s.execute(
            "CREATE TABLE %s (n INTEGER PRIMARY KEY, %s)"
                .formatted(table.getKey(), String.join(" TEXT, ", table.getValue()) + " TEXT"));
      }
    }
    stage.setAutoCommit(false);
  }

  private void check(Path file) throws SQLException, IOException {
    try (Statement s = stage.createStatement()) {
      s.execute("CREATE INDEX visitors_of ON visitor_sessions (api_key)");
      s.execute("CREATE INDEX calls_of ON video_calls (api_key)");
    }
    stage.commit();
    long rows = 0;
    for (String table : TABLES.keySet()) rows += number("SELECT count(*) FROM " + table);
    if (rows == 0) {
      throw new SourceException(
          file.getFileName() + " has no rows of visitor_sessions, api_keys or video_calls");
    }
  }

  /// Puts rows into the copy.
  private final class Copying implements SqlDump.Rows, AutoCloseable {
    private final Map<String, PreparedStatement> inserts = new HashMap<>();

    Copying() throws SQLException {
      for (Map.Entry<String, List<String>> t : TABLES.entrySet()) {
        List<String> columns = t.getValue();
        inserts.put(
            t.getKey(),
            stage.prepareStatement(
                "INSERT INTO %s (%s) VALUES (?%s)"
                    .formatted(
                        t.getKey(), String.join(", ", columns), ", ?".repeat(columns.size() - 1))));
      }
    }

    @Override
    public void row(String table, Map<String, String> row) throws IOException {
      PreparedStatement p = inserts.get(table);
      List<String> columns = TABLES.get(table);
      if (p == null || columns == null) throw new IllegalStateException(table);
      try {
        for (int i = 0; i < columns.size(); i++) {
          String value = row.get(columns.get(i));
          p.setString(i + 1, value == null ? null : CleanText.cut(value, TEXT_MAX_CHARS));
        }
        p.executeUpdate();
      } catch (SQLException e) {
        throw new IOException("the dump can't be copied aside: " + e.getMessage(), e);
      }
    }

    @Override
    public void unreadable(String table) {
      unreadable++;
    }

    @Override
    public void close() throws SQLException {
      for (PreparedStatement p : inserts.values()) p.close();
    }
  }

  private void copyText(Path file) throws IOException, SQLException {
    try (InputStream in = Files.newInputStream(file);
        Copying rows = new Copying()) {
      passedOver = new SqlDump(in, TABLES.keySet()).read(rows);
    }
  }

  /// Opened for reading only; a table must be a table: views, virtual tables and computed columns
  /// would run what the file says.
  private void copyDatabase(Path file) throws IOException, SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setPragma(SQLiteConfig.Pragma.LIMIT_ATTACHED, "0");
    config.setPragma(SQLiteConfig.Pragma.LIMIT_LENGTH, Integer.toString(VALUE_MAX_BYTES));
    try (Connection source = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
        Statement s = source.createStatement();
        Copying rows = new Copying()) {
      s.execute("PRAGMA trusted_schema=OFF");
      s.execute("PRAGMA query_only=ON");
      for (String table : List.of("api_keys", "visitor_sessions", "video_calls")) {
        copyTable(source, table, rows);
      }
    } catch (SQLException e) {
      throw new SourceException(
          file.getFileName() + " can't be read as an SQLite database: " + e.getMessage(), e);
    }
  }

  private static void copyTable(Connection source, String table, Copying rows)
      throws SQLException, IOException {
    List<String> columns = plainColumns(source, table);
    if (columns.isEmpty()) return;
    String select =
        "SELECT "
            + String.join(", ", columns.stream().map(c -> '"' + c + '"').toList())
            + " FROM main.\""
            + table
            + "\" ORDER BY rowid";
    try (PreparedStatement p = source.prepareStatement(select);
        ResultSet r = p.executeQuery()) {
      while (r.next()) {
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
          String value = r.getString(i + 1);
          if (value != null) row.put(columns.get(i), value);
        }
        rows.row(table, row);
      }
    }
  }

  /// Those columns of a true table that we want and that are stored.
  private static List<String> plainColumns(Connection source, String table) throws SQLException {
    try (PreparedStatement p =
        source.prepareStatement(
            "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?")) {
      p.setString(1, table);
      try (ResultSet r = p.executeQuery()) {
        if (!r.next()) return List.of();
        String sql = String.valueOf(r.getString(1)).stripLeading();
        if (!sql.regionMatches(true, 0, "CREATE TABLE", 0, "CREATE TABLE".length())) {
          return List.of();
        }
      }
    }
    List<String> wanted = TABLES.getOrDefault(table, List.of());
    List<String> columns = new ArrayList<>();
    try (Statement s = source.createStatement();
        ResultSet r = s.executeQuery("PRAGMA main.table_xinfo(\"" + table + "\")")) {
      while (r.next()) {
        String name = r.getString("name").toLowerCase(java.util.Locale.ROOT);
        if (r.getInt("hidden") == 0 && wanted.contains(name)) columns.add(name);
      }
    }
    return columns;
  }

  /// Statements that were passed over.
  public long passedOver() {
    return passedOver;
  }

  /// Rows that were not literal values.
  public long unreadable() {
    return unreadable;
  }

  /// The keys of the dump, and those that only its visitors name.
  ///
  /// @throws SourceException if there are too many
  public List<Key> keys() throws IOException {
    Map<String, Key> keys = new LinkedHashMap<>();
    try (Statement s = stage.createStatement()) {
      try (ResultSet r =
          s.executeQuery(
              "SELECT " + String.join(", ", KEY_COLUMNS) + " FROM api_keys ORDER BY n")) {
        while (r.next()) {
          String text = r.getString(1);
          if (text == null) continue;
          long used = figure(r.getString(9));
          keys.putIfAbsent(
              text,
              new Key(
                  text,
                  r.getString(2),
                  r.getString(3),
                  r.getString(4),
                  r.getString(5),
                  r.getString(6),
                  r.getString(7),
                  r.getString(8),
                  used,
                  r.getString(10)));
          limit(keys.size());
        }
      }
      for (String text : sites()) {
        keys.putIfAbsent(text, new Key(text, null, null, null, null, null, null, null, 0, null));
        limit(keys.size());
      }
    } catch (SQLException e) {
      throw new IOException("the copy of the dump can't be read: " + e.getMessage(), e);
    }
    return List.copyOf(keys.values());
  }

  private static void limit(int keys) throws SourceException {
    if (keys > KEYS_MAX) throw new SourceException("The dump has more than " + KEYS_MAX + " keys");
  }

  private static long figure(@Nullable String text) {
    return text != null && text.matches("\\d{1,15}") ? Long.parseLong(text) : 0;
  }

  private Set<String> sites() throws SQLException, IOException {
    Set<String> sites = new HashSet<>();
    try (Statement s = stage.createStatement();
        ResultSet r =
            s.executeQuery(
                "SELECT api_key FROM visitor_sessions WHERE api_key IS NOT NULL UNION"
                    + " SELECT api_key FROM video_calls WHERE api_key IS NOT NULL ORDER BY 1")) {
      while (r.next()) {
        sites.add(r.getString(1));
        limit(sites.size());
      }
    }
    return sites;
  }

  /// How many rows belong to a key.
  ///
  /// @param key null for all
  public long rows(@Nullable String key) throws IOException {
    try {
      long rows = 0;
      for (String table : List.of("visitor_sessions", "video_calls")) {
        try (PreparedStatement p =
            stage.prepareStatement("SELECT count(*) FROM " + table + where(key))) {
          if (key != null) p.setString(1, key);
          try (ResultSet r = p.executeQuery()) {
            rows += r.getLong(1);
          }
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IOException("the copy of the dump can't be read: " + e.getMessage(), e);
    }
  }

  private static String where(@Nullable String key) {
    return key == null ? "" : " WHERE api_key = ?";
  }

  /// The visitors and calls of a key.
  ///
  /// @param key null for all
  public RowSource source(@Nullable String key) throws IOException {
    try {
      return new Source(key, Math.max(1, rows(key)));
    } catch (SQLException e) {
      throw new IOException("the copy of the dump can't be read: " + e.getMessage(), e);
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement s = stage.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      return r.getLong(1);
    }
  }

  private final class Source implements RowSource {
    private final PreparedStatement visitors;
    private final PreparedStatement calls;
    private final long rows;
    private @Nullable ResultSet open;
    private boolean inCalls;
    private long read;

    Source(@Nullable String key, long rows) throws SQLException {
      this.rows = rows;
      visitors = select(VISITOR_COLUMNS, "visitor_sessions", key);
      calls = select(CALL_COLUMNS, "video_calls", key);
      open = visitors.executeQuery();
    }

    private PreparedStatement select(List<String> columns, String table, @Nullable String key)
        throws SQLException {
      PreparedStatement p =
          stage.prepareStatement(
              "SELECT "
                  + String.join(", ", columns)
                  + " FROM "
                  + table
                  + where(key)
                  + " ORDER BY n");
      if (key != null) p.setString(1, key);
      return p;
    }

    @Override
    public byte @Nullable [] next() throws IOException {
      try {
        ResultSet r = open;
        if (r == null) return null;
        if (r.next()) {
          read++;
          return Lines.of(inCalls ? call(r) : visitor(r));
        }
        r.close();
        open = inCalls ? null : calls.executeQuery();
        if (inCalls) return null;
        inCalls = true;
        return next();
      } catch (SQLException e) {
        throw new IOException("the copy of the dump can't be read: " + e.getMessage(), e);
      }
    }

    private static ObjectNode visitor(ResultSet r) throws SQLException {
      ObjectNode line = Lines.object();
      line.put("type", "visitor");
      Lines.put(line, "eventId", "d1-" + r.getString("api_key"));
      put(line, "visitorId", r, "visitor_id");
      put(line, "company", r, "company");
      put(line, "location", r, "location");
      put(line, "device", r, "last_role");
      put(line, "website", r, "website");
      put(line, "pageViews", r, "page_views");
      String first = r.getString("first_seen_at");
      Lines.put(line, "firstSeen", first == null ? r.getString("last_seen_at") : first);
      put(line, "lastSeen", r, "last_seen_at");
      put(line, "totalTimeSeconds", r, "total_time_seconds");
      return line;
    }

    private static ObjectNode call(ResultSet r) throws SQLException {
      ObjectNode line = Lines.object();
      line.put("type", "call");
      put(line, "visitorId", r, "visitor_id");
      put(line, "sessionId", r, "session_id");
      put(line, "company", r, "company");
      put(line, "visitorRole", r, "visitor_role");
      put(line, "status", r, "status");
      put(line, "invitedAt", r, "invited_at");
      put(line, "connectedAt", r, "connected_at");
      put(line, "endedAt", r, "ended_at");
      put(line, "durationSeconds", r, "duration_seconds");
      put(line, "connectionSeconds", r, "connection_time_seconds");
      if ("1".equals(r.getString("is_qualified_lead"))) line.put("qualified", true);
      put(line, "leadScore", r, "lead_quality_score");
      put(line, "leadQuality", r, "lead_quality");
      put(line, "notes", r, "notes");
      return line;
    }

    private static void put(ObjectNode line, String field, ResultSet r, String column)
        throws SQLException {
      Lines.put(line, field, r.getString(column));
    }

    @Override
    public double progress() {
      return (double) read / rows;
    }

    @Override
    public void close() throws IOException {
      try {
        visitors.close();
        calls.close();
      } catch (SQLException e) {
        throw new IOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      stage.close();
    } catch (SQLException e) {
      throw new IOException("the copy of the dump can't be closed: " + e.getMessage(), e);
    }
  }
}
