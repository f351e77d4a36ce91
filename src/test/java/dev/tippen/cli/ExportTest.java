package dev.tippen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.support.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./tippen export` beside a running server and without one.
class ExportTest {
  @TempDir Path folder;

  private Path data() {
    return folder.resolve("data");
  }

  private Shell.Result tippen(String... arguments) {
    return CommandLine.run(data(), arguments);
  }

  /// Where no server may be started.
  private Shell.Result beside(String... arguments) {
    return CommandLine.run(Shell.NO_SERVER, data(), arguments);
  }

  /// Two sites, one of them with three events of two days.
  private void sites() throws IOException {
    for (String key : List.of("site_a", "site_b")) {
      tippen("keys", "create", "--type", "client", "--client", "C", "--key", key).ok();
    }
    Path file = folder.resolve("in.jsonl");
    Files.writeString(
        file,
        """
        {"time":"2025-03-01T10:00:00Z","visitorId":"v1","url":"https://a.example/one"}
        {"time":"2025-03-01T10:01:00Z","visitorId":"v1","url":"https://a.example/two"}
        {"time":"2025-03-02T10:00:00Z","visitorId":"v2","url":"https://a.example/one"}
        """);
    tippen("import", "jsonl", file.toString(), "--key", "site_a").ok();
  }

  @Test
  void allEventsOfASiteWithoutAServer() throws Exception {
    sites();
    Path out = folder.resolve("out.jsonl");
    Shell.Result r = tippen("export", out.toString(), "--key", "site_a");
    assertEquals(0, r.exitCode(), r.err());
    assertTrue(r.out().startsWith(out + ", "), r.out());
    List<String> lines = Files.readAllLines(out);
    assertEquals(3, lines.size());
    assertTrue(lines.getFirst().contains("\"page\":\"/one\""), lines.getFirst());
    assertFalse(Files.exists(folder.resolve("out.jsonl.part")));
    tippen("export", folder.resolve("b.csv").toString(), "--key", "site_b").ok();
    assertEquals(1, Files.readAllLines(folder.resolve("b.csv")).size(), "only the names");
  }

  @Test
  void besideARunningServer() throws Exception {
    sites();
    try (TestServer server = TestServer.of(TestServer.config(data(), false, Map.of()));
        DataFolderLock lock = DataFolderLock.take(data())) {
      ServerAddress.note(lock.folder(), server.uri());
      Path parquet = folder.resolve("out.parquet");
      Shell.Result r =
          beside(
              "export",
              parquet.toString(),
              "--key",
              "site_a",
              "--from",
              "2025-03-01",
              "--to",
              "2025-03-01",
              "--zone",
              "UTC");
      assertEquals(0, r.exitCode(), r.err());
      try (Connection c = DriverManager.getConnection("jdbc:duckdb:");
          Statement s = c.createStatement();
          ResultSet n =
              s.executeQuery("SELECT count(*), max(page) FROM read_parquet('" + parquet + "')")) {
        n.next();
        assertEquals("2 /two", n.getLong(1) + " " + n.getString(2));
      }
      Path pages = folder.resolve("pages.csv");
      beside(
              "export",
              pages.toString(),
              "--panel",
              "pages",
              "--key",
              "site_a",
              "--from",
              "2025-03-01",
              "--to",
              "2025-03-05")
          .ok();
      assertEquals(
          List.of("page,visitors,page_views,time_on_page", "/one,2,2,0", "/two,1,1,0"),
          Files.readAllLines(pages));
      Shell.Result text = beside("export", "-", "--format", "csv", "--key", "site_a");
      assertEquals(4, text.out().lines().count(), text.out());
    }
  }

  @Test
  void mistakesAreSaidAndWriteNothing() throws Exception {
    sites();
    Path out = Files.writeString(folder.resolve("there.csv"), "mine");
    refused(1, "exists; --force", "export", out.toString(), "--key", "site_a");
    refused(2, "several sites", "export", folder.resolve("x.csv").toString());
    refused(2, "csv, jsonl or parquet", "export", folder.resolve("x.xls").toString());
    refused(2, "needs a FILE", "export", "-", "--format", "parquet");
    refused(1, "no folder", "export", folder.resolve("no/x.csv").toString());
    refused(1, "no key", "export", folder.resolve("x.csv").toString(), "--key", "nobody");
    refused(2, "takes a day", "export", folder.resolve("x.csv").toString(), "--from", "yesterday");
    refused(
        1,
        "The server refuses",
        "export",
        folder.resolve("x.csv").toString(),
        "--key",
        "site_a",
        "--from",
        "2025-03-02",
        "--to",
        "2025-03-01");
    refused(
        1,
        "The server refuses",
        "export",
        folder.resolve("x.csv").toString(),
        "--key",
        "site_a",
        "--panel",
        "nothing");
    assertEquals("mine", Files.readString(out));
    assertFalse(Files.exists(folder.resolve("x.csv")));
    tippen("export", out.toString(), "--key", "site_a", "--force").ok();
    assertEquals(4, Files.readAllLines(out).size());
  }

  private void refused(int exitCode, String sentence, String... arguments) {
    Shell.Result r = tippen(arguments);
    assertEquals(exitCode, r.exitCode(), r.out() + r.err());
    assertTrue(r.err().contains(sentence), r.err());
  }
}
