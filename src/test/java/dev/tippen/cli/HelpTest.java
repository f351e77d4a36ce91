package dev.tippen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.cli.args.Command;
import dev.tippen.store.sqlite.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelpTest {
  @TempDir Path data;

  private static Map<String, Command> commands() {
    return new TippenCommand(new Context(Shell.NO_SERVER, _ -> (_, _) -> "", Map.of())).commands();
  }

  @Test
  void everyCommandIsExplainedWithExamples() {
    for (String name : List.of("serve", "demo", "keys", "identify", "sql", "info")) {
      String page = new Shell().run("help", name).ok().out();
      assertTrue(page.contains("Usage: tippen " + name), page);
      assertTrue(page.contains("./tippen " + name), page);
      assertEquals(page, new Shell().run(name, "--help").ok().out());
    }
    for (String name : List.of("status", "again")) {
      String page = new Shell().run("identify", name, "--help").ok().out();
      assertEquals(page, new Shell().run("help", "identify", name).ok().out());
      assertTrue(page.contains("./tippen identify " + name), page);
    }
    for (String name : List.of("create", "list", "revoke")) {
      String page = new Shell().run("keys", name, "--help").ok().out();
      assertEquals(page, new Shell().run("help", "keys", name).ok().out());
      assertTrue(page.contains("./tippen keys " + name), page);
    }
  }

  @Test
  void theLaunchersHelpListsEveryCommand() throws IOException {
    String launcher = Files.readString(Path.of("tippen"));
    String page = launcher.substring(launcher.indexOf("<<'HELP'"), launcher.indexOf("\nHELP\n"));
    List<String> missing = new ArrayList<>();
    commands()
        .forEach((name, command) -> {
          if (!command.isHidden() && !page.contains("\n  " + name + " ")) missing.add(name);
        });
    assertEquals(List.of(), missing);
    assertTrue(page.contains("\n  dev ") && page.contains("\n  test "), page);
    String root = new Shell().run().ok().out();
    assertTrue(root.contains("./tippen dev") && root.contains("./tippen test"), root);
    assertTrue(!root.contains("aot-train"), root);
  }

  @Test
  void helpOfAnUnknownCommand() {
    new Shell().run("help", "sreve").refused(2, "There is no command 'sreve'");
  }

  @Test
  void version() {
    assertTrue(new Shell().run("version").ok().out().matches("Tippen \\S+ \\(Java 25.*\\)\n"));
  }

  @Test
  void info() throws Exception {
    Database database = Database.open(data);
    JsonNode empty = new Shell().run("info", "--json", "--data", data.toString()).ok().json();
    assertTrue(empty.get("oldestEventAt").isNull());
    try (Connection c = database.writer();
        Statement s = c.createStatement()) {
      s.execute(
          "INSERT INTO event_spool VALUES (1, 5, 1795356217898, x'00'), (6, 6, 1795356218000, x'00')");
    }
    JsonNode info = new Shell().run("info", "--json", "--data", data.toString()).ok().json();
    assertEquals(data.toString(), info.get("dataFolder").asText());
    assertTrue(info.get("fileBytes").get("tippen.db").longValue() > 0);
    assertTrue(info.get("fileBytes").has("tippen.db-wal"));
    assertTrue(info.get("fileBytes").has("tippen.db-shm"));
    assertEquals(6, info.get("schemaVersion").intValue());
    assertEquals(2, info.get("rows").get("event_spool").intValue());
    assertEquals(0, info.get("rows").get("visitor_sessions").intValue());
    assertEquals("2026-11-22T14:03:37.898Z", info.get("oldestEventAt").asText());
    assertEquals("2026-11-22T14:03:38Z", info.get("newestEventAt").asText());
    String table = new Shell().run("info", "--data", data.toString()).ok().out();
    assertTrue(table.contains("Newest event    2026-11-22T14:03:38Z"), table);
    assertTrue(table.lines().anyMatch(l -> l.matches("event_spool +2")), table);
    new Shell().run("info", "--data", data.resolve("no").toString()).refused(1, "no tippen.db");
  }
}
