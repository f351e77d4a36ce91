package dev.tippen.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class D1DumpTest {
  private static final String TABLES =
      """
      PRAGMA defer_foreign_keys=TRUE;
      CREATE TABLE api_keys (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        api_key TEXT UNIQUE NOT NULL,
        key_type TEXT NOT NULL CHECK(key_type IN ('client', 'demo', 'test')),
        client_name TEXT, website TEXT, backend_url TEXT,
        created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
        last_used_at TIMESTAMP, status TEXT DEFAULT 'active', usage_count INTEGER DEFAULT 0, notes TEXT);
      CREATE TABLE IF NOT EXISTS "visitor_sessions" (
        id INTEGER PRIMARY KEY AUTOINCREMENT, api_key TEXT NOT NULL, visitor_id TEXT NOT NULL,
        company TEXT, location TEXT, last_role TEXT, website TEXT, page_views INTEGER DEFAULT 0,
        first_seen_at TIMESTAMP, last_seen_at TIMESTAMP, total_time_seconds INTEGER DEFAULT 0,
        FOREIGN KEY (api_key) REFERENCES api_keys(api_key));
      """;

  /// Visitors before their keys, as the order of the alphabet may have it.
  static final String DUMP =
      TABLES
          + """
          INSERT INTO "visitor_sessions" VALUES(1,'client_a','v1','Acme; the ''best''','Sydney, Australia','Mac - Edge','a.example',12,'2025-01-02 03:04:05','2025-02-02 03:04:05',340);
          INSERT INTO visitor_sessions (id, api_key, visitor_id, company, page_views, first_seen_at, last_seen_at, total_time_seconds) VALUES (2,'client_b','v1','b.example Visitor',3,'2025-01-03 00:00:00','2025-01-03 00:00:00',0), (3,'client_a','v2',NULL,1,'2025-01-04 00:00:00','2025-01-04 00:00:00',5);
          INSERT INTO visitor_sessions VALUES(4,'client_a','v3',replace('Two\\nlines','\\n',char(10)),unistr('S\\u00e3o Paulo'),NULL,NULL,-0,'2025-01-05 00:00:00','2025-01-05 00:00:00',0);
          INSERT INTO "api_keys" VALUES(1,'client_a','client','Acme Inc','a.example','https://old.example','2024-12-01 00:00:00','2024-12-01 00:00:00','2025-02-02 03:04:05','active',99,NULL);
          INSERT INTO "api_keys" VALUES(2,'client_b','client','B','b.example',NULL,'2024-12-01 00:00:00','2024-12-01 00:00:00',NULL,'revoked',7,'gone');
          CREATE INDEX idx_visitor_id ON visitor_sessions(visitor_id);
          """;

  @TempDir Path folder;

  private Path file(String sql) throws IOException {
    Path file = folder.resolve("dump.sql");
    Files.writeString(file, sql);
    return file;
  }

  private D1Dump open(String sql) throws IOException {
    return D1Dump.open(file(sql), folder);
  }

  @Test
  void visitorsComeAsSumsOfTheirOwnSite() throws IOException {
    try (D1Dump dump = open(DUMP)) {
      List<JsonNode> rows = Rows.of(dump.source("client_a"));
      assertEquals(3, rows.size());
      assertEquals(
          """
          {"type":"visitor","eventId":"d1-client_a","visitorId":"v1","company":"Acme; the 'best'",\
          "location":"Sydney, Australia","device":"Mac - Edge","website":"a.example","pageViews":"12",\
          "firstSeen":"2025-01-02 03:04:05","lastSeen":"2025-02-02 03:04:05","totalTimeSeconds":"340"}\
          """,
          rows.getFirst().toString());
      assertEquals("v2", rows.get(1).get("visitorId").asText());
      assertEquals("Two\nlines", rows.get(2).get("company").asText());
      assertEquals("São Paulo", rows.get(2).get("location").asText());
      assertEquals(4, Rows.of(dump.source(null)).size());
    }
  }

  @Test
  void keysKeepTextStatusAndUse() throws IOException {
    try (D1Dump dump = open(DUMP)) {
      List<D1Dump.Key> keys = dump.keys();
      assertEquals(List.of("client_a", "client_b"), keys.stream().map(D1Dump.Key::text).toList());
      assertEquals("revoked", keys.get(1).status());
      assertEquals(99, keys.get(0).usageCount());
    }
  }

  @Test
  void aKeyThatOnlyVisitorsNameIsAKey() throws IOException {
    try (D1Dump dump =
        open(TABLES + "INSERT INTO visitor_sessions (api_key, visitor_id) VALUES ('lost', 'v');")) {
      assertEquals(List.of("lost"), dump.keys().stream().map(D1Dump.Key::text).toList());
    }
  }

  @Test
  void anSqliteDatabaseIsReadAsItsDump() throws Exception {
    Path database = folder.resolve("tippen.sqlite");
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement s = c.createStatement()) {
      s.executeUpdate(DUMP.replace("unistr('S\\u00e3o Paulo')", "'São Paulo'"));
    }
    try (D1Dump ofFile = D1Dump.open(database, folder);
        D1Dump ofText = open(DUMP.replace("-0,", "0,"))) {
      assertEquals(ofText.keys(), ofFile.keys());
      assertEquals(Rows.of(ofText.source(null)), Rows.of(ofFile.source(null)));
    }
  }

  @Test
  void nothingOfAHostileDumpIsExecuted() throws IOException {
    Path victim = folder.resolve("victim.db");
    String hostile =
        """
        ATTACH DATABASE '%s' AS other;
        CREATE TABLE other.x (a);
        SELECT load_extension('evil.so');
        CREATE VIEW api_keys AS SELECT randomblob(1000000000);
        CREATE TRIGGER t AFTER INSERT ON visitor_sessions BEGIN
          INSERT INTO visitor_sessions VALUES(9,'client_evil','trigger','X','Y','Z','w',1,'2025-01-01 00:00:00','2025-01-01 00:00:00',0);
          UPDATE api_keys SET status = 'active';
          INSERT INTO visitor_sessions VALUES(10,'client_evil','trigger','X','Y','Z','w',1,'2025-01-01 00:00:00','2025-01-01 00:00:00',0);
        END;
        INSERT INTO visitor_sessions SELECT * FROM visitor_sessions;
        INSERT INTO visitor_sessions VALUES(5,'client_a',hex(randomblob(1000000000)),NULL,NULL,NULL,NULL,1,'2025-01-01 00:00:00','2025-01-01 00:00:00',0);
        INSERT INTO visitor_sessions VALUES(6,'client_a',(SELECT 'x'),NULL,NULL,NULL,NULL,1,NULL,NULL,0);
        INSERT INTO visitor_sessions VALUES(7,'client_a',replace('aaaa','a','aaaaaaaaaaaaaaaaaaaaaaaa'),NULL,NULL,NULL,NULL,1,NULL,NULL,0);
        INSERT INTO secret_keys VALUES ('stolen');
        DROP TABLE visitor_sessions;
        -- '; a comment with a quotation mark
        /* INSERT INTO visitor_sessions VALUES(8,'client_evil','comment'); */
        """
            .formatted(victim);
    try (D1Dump dump = open(DUMP + hostile)) {
      assertEquals(
          List.of("client_a", "client_b"), dump.keys().stream().map(D1Dump.Key::text).toList());
      assertEquals(4, Rows.of(dump.source(null)).size());
      assertEquals(3, dump.unreadable());
      assertTrue(dump.passedOver() >= 8, "passed over: " + dump.passedOver());
    }
    assertFalse(Files.exists(victim), "the dump made a file");
  }

  @Test
  void aStatementOfMegabytesIsPassedOverWithoutBeingHeld() throws IOException {
    String huge =
        "INSERT INTO visitor_sessions (api_key, visitor_id, company) VALUES ('client_a','v9','"
            + "x".repeat(8 << 20)
            + "');\n";
    try (D1Dump dump = open(huge + DUMP)) {
      assertEquals(4, Rows.of(dump.source(null)).size());
    }
  }

  @Test
  void viewsAndComputedColumnsOfADatabaseAreNotRead() throws Exception {
    Path database = folder.resolve("hostile.sqlite");
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement s = c.createStatement()) {
      s.executeUpdate(
          """
          CREATE VIEW api_keys AS SELECT 'client_view' AS api_key;
          CREATE TABLE visitor_sessions (api_key TEXT, visitor_id TEXT, first_seen_at TEXT,
            company TEXT GENERATED ALWAYS AS ('computed') VIRTUAL);
          INSERT INTO visitor_sessions (api_key, visitor_id, first_seen_at)
          VALUES ('client_a', 'v1', '2025-01-01 00:00:00');
          """);
    }
    try (D1Dump dump = D1Dump.open(database, folder)) {
      assertEquals(List.of("client_a"), dump.keys().stream().map(D1Dump.Key::text).toList());
      assertFalse(Rows.of(dump.source(null)).getFirst().has("company"));
    }
  }

  @Test
  void whatIsNoDumpIsRefused() throws IOException {
    Path other = file("just some text; and more");
    assertThrows(SourceException.class, () -> D1Dump.open(other, folder));
    Path broken = folder.resolve("broken.db");
    Files.writeString(broken, "SQLite format 3\0 and then nothing");
    assertThrows(SourceException.class, () -> D1Dump.open(broken, folder));
  }
}
