package dev.tippen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.store.sqlite.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTest {
  private static final String INSERT_VISITOR =
      "INSERT INTO visitor_sessions (api_key, visitor_id, company, location, last_role, website,"
          + " page_views, first_seen_at, last_seen_at) VALUES ('k', '%s', %s, 'Australia/Sydney',"
          + " 'Mac - Edge', 'example.com', %d, '2025-10-22 11:30:00', datetime('now', '%s'))";

  @TempDir Path data;
  private Database database;

  @BeforeEach
  void fill() throws Exception {
    database = Database.open(data);
    try (Connection c = database.writer();
        Statement s = c.createStatement()) {
      s.execute("INSERT INTO api_keys (api_key, key_type, usage_count) VALUES ('k', 'test', 7)");
      s.execute(INSERT_VISITOR.formatted("old", "'Acme'", 3, "-2 days"));
      s.execute(INSERT_VISITOR.formatted("new", "'Acme'", 4, "-1 hour"));
      s.execute(INSERT_VISITOR.formatted("null", "NULL", 5, "-1 minute"));
    }
  }

  private Shell.Result sql(String sql, String... more) {
    return new Shell()
        .run(
            java.util.stream.Stream.concat(
                    java.util.stream.Stream.of("sql", sql, "--data", data.toString()),
                    java.util.stream.Stream.of(more))
                .toArray(String[]::new));
  }

  private JsonNode json(String sql) {
    return sql(sql, "--json").ok().json();
  }

  @Test
  void theSixAnalyticsQueries() {
    JsonNode all =
        json(
            "SELECT * FROM visitor_sessions WHERE api_key='k' ORDER BY last_seen_at DESC LIMIT 100");
    assertEquals(3, all.size());
    assertEquals(11, all.get(0).size());
    assertEquals("null", all.get(0).get("visitor_id").asText());
    assertEquals(
        "[{\"unique_visitors\":3}]",
        json("SELECT COUNT(DISTINCT visitor_id) as unique_visitors FROM visitor_sessions WHERE api_key='k'")
            .toString());
    assertEquals(
        "[{\"total_page_views\":12}]",
        json("SELECT SUM(page_views) as total_page_views FROM visitor_sessions WHERE api_key='k'")
            .toString());
    assertEquals(
        2,
        json("SELECT * FROM visitor_sessions WHERE api_key='k' AND last_seen_at >= datetime('now','-24 hours') ORDER BY last_seen_at DESC")
            .size());
    assertEquals(
        "[{\"company\":\"Acme\",\"visits\":2,\"total_views\":7}]",
        json("SELECT company, COUNT(*) as visits, SUM(page_views) as total_views FROM visitor_sessions WHERE api_key='k' AND company IS NOT NULL GROUP BY company ORDER BY visits DESC LIMIT 10")
            .toString());
    assertEquals(
        "[{\"date\":\"2025-10-22\",\"unique_visitors\":3,\"page_views\":12}]",
        json("SELECT DATE(first_seen_at) as date, COUNT(DISTINCT visitor_id) as unique_visitors, SUM(page_views) as page_views FROM visitor_sessions WHERE api_key='k' GROUP BY DATE(first_seen_at) ORDER BY date DESC LIMIT 30")
            .toString());
  }

  @Test
  void theMonitoringQueries() {
    JsonNode recent =
        json(
            "SELECT visitor_id, company, location, page_views, last_seen_at FROM visitor_sessions ORDER BY last_seen_at DESC LIMIT 10");
    assertEquals("null", recent.get(0).get("visitor_id").asText());
    assertTrue(recent.get(0).get("company").isNull());
    assertEquals(
        "[{\"api_key\":\"k\",\"usage_count\":7,\"last_used_at\":null}]",
        json("SELECT api_key, usage_count, last_used_at FROM api_keys ORDER BY last_used_at DESC")
            .toString());
  }

  @Test
  void aTable() {
    assertEquals(
        List.of(
            "visitor_id  company  page_views",
            "----------  -------  ----------",
            "null        NULL              5",
            "new         Acme              4",
            "(2 rows)"),
        sql("SELECT visitor_id, company, page_views FROM visitor_sessions ORDER BY page_views DESC LIMIT 2;")
            .ok()
            .out()
            .lines()
            .toList());
    assertEquals(
        List.of("a", "-", "(0 rows)"), sql("SELECT 1 AS a WHERE 0").ok().out().lines().toList());
  }

  @Test
  void kindsOfValues() {
    String query =
        "SELECT NULL AS n, 'NULL' AS t, '' AS e, 9007199254740993 AS big, 1.5 AS d, x'00ff' AS b,"
            + " 'a' || char(10) || char(27) AS c, 1 AS twice, 2 AS twice";
    JsonNode row = json(query).get(0);
    assertEquals(
        "{\"n\":null,\"t\":\"NULL\",\"e\":\"\",\"big\":9007199254740993,\"d\":1.5,\"b\":\"00ff\","
            + "\"c\":\"a\\n\\u001B\",\"twice\":1,\"twice:1\":2}",
        row.toString());
    String line = sql(query).ok().out().lines().toList().get(2);
    assertTrue(
        line.matches("NULL +'NULL' +9007199254740993 +1\\.5 +x'00ff' +a\\\\n\\\\u001b +1 +2"),
        line);
  }

  @Test
  void manyRowsAreStreamedAndALateWideCellIsNotCut() {
    List<String> lines =
        sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
                + " SELECT i, CASE i WHEN 100000 THEN 'a rather wide cell' ELSE 'x' END AS t FROM n")
            .ok()
            .out()
            .lines()
            .toList();
    assertEquals(100_003, lines.size());
    assertEquals("100000  a rather wide cell", lines.get(100_001));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM visitor_sessions",
        "/* SELECT */ UPDATE api_keys SET status = 'revoked'",
        "INSERT INTO api_keys (api_key, key_type) VALUES ('x', 'test') RETURNING *",
        "WITH a AS (SELECT 1) DELETE FROM api_keys",
        "DROP TABLE visitor_sessions",
        "CREATE TABLE x (a)",
        "PRAGMA user_version=99",
        "VACUUM"
      })
  void writingIsRefused(String statement) {
    sql(statement).refused(1, "This statement writes; only reading ones are allowed here");
    assertEquals(3, json("SELECT * FROM visitor_sessions").size());
    assertEquals("[{\"user_version\":6}]", json("PRAGMA user_version").toString());
  }

  @Test
  void noOtherFileIsWritten() {
    Path other = data.resolve("other.db");
    sql(" -- a copy\nvacuum into '" + other + "'").refused(1, "writes");
    sql("ATTACH DATABASE '" + other + "' AS o").refused(1);
    assertFalse(Files.exists(other));
  }

  @Test
  void oneStatementOnly() {
    sql("SELECT 1; DELETE FROM visitor_sessions").refused(2, "exactly one statement");
    sql("").refused(2, "exactly one statement");
    sql(" ; -- nothing").refused(2, "exactly one statement");
    sql("SELECT ';' AS a, \";b\" FROM (SELECT 1 AS \";b\") /* ; */ ; -- end").ok();
  }

  @Test
  void mistakesAreOneSentence() {
    sql("SELEC 1").refused(1, "The statement failed: near \"SELEC\": syntax error");
    sql("SELECT * FROM missing").refused(1, "The statement failed: no such table: missing");
    new Shell()
        .run("sql", "SELECT 1", "--data", data.resolve("no").toString())
        .refused(1, "no tippen.db");
    new Shell().run("sql").refused(2, "SELECT", "./tippen help sql");
  }

  @Test
  void readsWhileAServerWrites() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    try (Connection server = database.writer();
        Statement s = server.createStatement()) {
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (int i = 0; !stop.get(); i++) {
                    s.execute("BEGIN IMMEDIATE");
                    s.execute(INSERT_VISITOR.formatted("w" + i, "NULL", 1, "-0 days"));
                    s.execute(INSERT_VISITOR.formatted("v" + i, "NULL", 1, "-0 days"));
                    s.execute("COMMIT");
                  }
                } catch (java.sql.SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      for (int i = 0; i < 20; i++) {
        JsonNode counted = json("SELECT COUNT(*) AS n FROM visitor_sessions");
        assertEquals(1, counted.get(0).get("n").intValue() % 2, "a whole transaction or none");
      }
      stop.set(true);
      writer.join();
    }
  }
}
