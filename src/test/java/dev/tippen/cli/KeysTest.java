package dev.tippen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import dev.tippen.store.sqlite.SqliteKeyStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "api_key",
          "key_type",
          "client_name",
          "website",
          "backend_url",
          "created_at",
          "updated_at",
          "last_used_at",
          "status",
          "usage_count",
          "notes",
          "open_read",
          "origins",
          "organization_id");

  @TempDir Path data;
  private final Shell shell = new Shell();

  private Shell.Result keys(String... arguments) {
    List<String> all = new ArrayList<>(List.of("keys"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    return shell.run(all.toArray(String[]::new));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void createPrintsTheRowAsJson() {
    JsonNode key =
        keys(
                "create",
                "--type",
                "client",
                "--client",
                "Acme Corp.",
                "--website",
                "https://Acme.example/",
                "--origin",
                "HTTPS://Acme.example/",
                "--origin",
                "http://localhost:3000",
                "--open-read",
                "--notes",
                "first",
                "--json")
            .ok()
            .json();
    assertEquals(COLUMNS, names(key));
    assertTrue(
        key.get("api_key").asText().matches("client_acmecorp_\\d{13}_[A-Za-z0-9_-]{24}"),
        key.toString());
    assertEquals("client", key.get("key_type").asText());
    assertEquals("Acme Corp.", key.get("client_name").asText());
    assertEquals("acme.example", key.get("website").asText());
    assertEquals("https://acme.example http://localhost:3000", key.get("origins").asText());
    assertEquals(1, key.get("open_read").intValue());
    assertEquals(0, key.get("usage_count").intValue());
    assertEquals("active", key.get("status").asText());
    assertEquals("first", key.get("notes").asText());
    assertTrue(key.get("last_used_at").isNull());
    assertTrue(key.get("created_at").asText().matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d"));
  }

  @Test
  void createPrintsTheKeyAndTheScriptForPeople() {
    String out = keys("create", "--type", "TEST", "--client", "A", "--key", "my_key.1").ok().out();
    assertTrue(out.contains("my_key.1"), out);
    assertTrue(
        out.contains(
            "<script src=\"http://127.0.0.1:8787/tippen-tracker.js\""
                + " data-tippen-api-key=\"my_key.1\""
                + " data-tippen-backend=\"http://127.0.0.1:8787\" async></script>"),
        out);
  }

  @Test
  void listIsNewestFirst() {
    keys("create", "--type", "client", "--client", "A", "--key", "key_a").ok();
    keys("create", "--type", "demo", "--client", "B", "--key", "key_b").ok();
    JsonNode list = keys("list", "--json").ok().json();
    assertEquals(2, list.size());
    assertEquals("key_b", list.get(0).get("api_key").asText());
    assertEquals("key_a", list.get(1).get("api_key").asText());
    assertEquals(COLUMNS, names(list.get(0)));
    List<String> lines = keys("list").ok().out().lines().toList();
    assertTrue(lines.get(0).startsWith("api_key  type    client"), lines.get(0));
    assertTrue(lines.get(2).startsWith("key_b    demo    B"), lines.get(2));
    assertEquals("(2 rows)", lines.get(4));
  }

  @Test
  void revokeMarksTheKey() {
    keys("create", "--type", "client", "--client", "A", "--key", "key_a").ok();
    assertEquals("Revoked key_a\n", keys("revoke", "key_a").ok().out());
    assertEquals("revoked", keys("list", "--json").ok().json().get(0).get("status").asText());
    keys("revoke", "key_x").refused(1, "There is no key key_x");
  }

  @Test
  void worksBesideAServerAndIsSeenByIt() throws Exception {
    Database database = Database.open(data);
    SqliteKeyStore store = new SqliteKeyStore(new DirectAccess(database));
    long version = store.version();
    try (Connection server = database.writer();
        Statement statement = server.createStatement()) {
      statement.execute(
          "INSERT INTO organizations (name, slug, created_at_ms) VALUES ('a', 'a', 1)");
      keys("create", "--type", "client", "--client", "A", "--key", "key_a").ok();
      statement.execute(
          "INSERT INTO organizations (name, slug, created_at_ms) VALUES ('b', 'b', 1)");
    }
    assertTrue(store.version() > version);
    assertEquals("key_a", store.all().getFirst().text());
  }

  @Test
  void secretKeys() {
    keys("create", "--type", "client", "--client", "A", "--key", "key_a").ok();
    JsonNode made =
        keys("create", "--secret", "--for", "key_a", "--notes", "report", "--json").ok().json();
    assertEquals(List.of("api_key", "secret_key"), names(made));
    assertEquals("secret-of-key_a-report", made.get("secret_key").asText());
    String out = keys("create", "--secret", "--for", "key_a").ok().out();
    assertTrue(out.contains("Authorization: Bearer secret-of-key_a-null"), out);

    keys("create", "--secret", "--for", "key_x").refused(1, "There is no key key_x");
    keys("create", "--secret").refused(2, "--for");
    keys("create", "--secret", "--for", "key_a", "--type", "test").refused(2, "--secret goes only");
    keys("revoke", "key_a").ok();
    keys("create", "--secret", "--for", "key_a").refused(1, "is revoked");
  }

  @Test
  void wrongUse() {
    keys("create", "--client", "A").refused(2, "--type");
    keys("create", "--type", "client").refused(2, "--client");
    keys("create", "--type", "big", "--client", "A").refused(2, "--type", "big");
    keys("create", "--type", "test", "--client", " ").refused(2, "--client");
    keys("create", "--type", "test", "--client", "a\u001b[31m").refused(2, "--client");
    keys("create", "--type", "test", "--client", "A", "--key", "a b").refused(2, "--key");
    keys("create", "--type", "test", "--client", "A", "--key", "").refused(2, "--key");
    keys("create", "--type", "test", "--client", "A", "--origin", "acme.example")
        .refused(2, "--origin", "https://example.com");
    keys("create", "--type", "test", "--client", "A", "--website", "a b/c").refused(2, "--website");
    keys("create", "--type", "test", "--client", "A", "--for", "x").refused(2, "--for");
    keys("create", "--type", "test", "--client", "A", "--key", "twice").ok();
    keys("create", "--type", "test", "--client", "A", "--key", "twice")
        .refused(1, "exists already", "twice");
  }

  @Test
  void aFolderWithoutADatabaseIsNamed() {
    keys("list").refused(1, "no tippen.db", "--data DIR");
    assertFalse(data.resolve("tippen.db").toFile().exists());
  }
}
