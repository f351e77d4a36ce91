package dev.tippen.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tippen.event.ApiKey;
import dev.tippen.store.KeyStore.KeyExistsException;
import dev.tippen.store.KeyStore.NewKey;
import dev.tippen.store.StoreException;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteKeyStoreTest {
  @TempDir Path folder;
  private @SuppressWarnings("NullAway.Init") DirectAccess access;
  private @SuppressWarnings("NullAway.Init") SqliteKeyStore keys;

  @BeforeEach
  void open() {
    access = new DirectAccess(Database.open(folder));
    keys = new SqliteKeyStore(access);
  }

  @Test
  void aKeyOfNobodyInParticularBelongsToTheOnlyOrganization() {
    assertNull(create("before").organizationId());
    organization("one");
    assertEquals(1L, create("with one").organizationId());
    organization("two");
    assertNull(create("with two").organizationId());
  }

  @Test
  void theVersionMovesWithKeysAndNotWithTheirUse() {
    long version = keys.version();
    create("k");
    assertNotEquals(version, keys.version());
    version = keys.version();
    execute(
        "UPDATE api_keys SET usage_count = usage_count + 1, last_used_at = '2026-01-01 00:00:00'");
    assertEquals(version, keys.version());
    keys.revoke("k");
    assertNotEquals(version, keys.version());
  }

  @Test
  void everyUpdateMovesUpdatedAt() {
    create("k");
    execute("UPDATE api_keys SET updated_at = '2020-01-01 00:00:00'");
    execute("UPDATE api_keys SET usage_count = usage_count + 1");
    String updatedAt =
        access.read(c -> {
          try (Statement s = c.createStatement()) {
            return s.executeQuery("SELECT updated_at FROM api_keys").getString(1);
          }
        });
    assertNotEquals("2020-01-01 00:00:00", updatedAt);
  }

  @Test
  void everythingThatIsSaidOfAKeyIsKept() {
    ApiKey made =
        keys.create(
            new NewKey(
                "k",
                ApiKey.Type.DEMO,
                "Client",
                "shop.example",
                "https://tippen.example",
                List.of("https://a.example", "https://b.example"),
                true,
                null,
                "a note"));
    assertEquals(List.of(made), keys.all());
    assertEquals("k", made.text());
    assertEquals(ApiKey.Type.DEMO, made.type());
    assertEquals("Client", made.clientName());
    assertEquals("shop.example", made.website());
    assertEquals(ApiKey.Status.ACTIVE, made.status());
    assertEquals(List.of("https://a.example", "https://b.example"), made.origins());
    assertEquals(true, made.openRead());
    String unread =
        access.read(c -> {
          try (Statement s = c.createStatement()) {
            return s.executeQuery("SELECT backend_url || ' ' || notes FROM api_keys").getString(1);
          }
        });
    assertEquals("https://tippen.example a note", unread);
  }

  @Test
  void aKeyThatNobodyMayHaveIsAnErrorOfItsOwn() {
    execute(
        "CREATE TRIGGER no_more BEFORE INSERT ON api_keys BEGIN SELECT raise(ABORT, 'no'); END");
    assertThrows(StoreException.class, () -> create("k"));
  }

  @Test
  void aKeyIsMadeOnceAndRevokedIfItExists() {
    create("k");
    assertThrows(KeyExistsException.class, () -> create("k"));
    assertEquals(true, keys.revoke("k"));
    assertEquals(false, keys.revoke("nope"));
    assertEquals(ApiKey.Status.REVOKED, keys.all().getFirst().status());
  }

  private ApiKey create(String text) {
    return keys.create(
        new NewKey(
            text.replace(' ', '_'),
            ApiKey.Type.CLIENT,
            null,
            null,
            null,
            List.of("https://a.example", "https://b.example"),
            false,
            null,
            null));
  }

  private void organization(String name) {
    execute(
        "INSERT INTO organizations (name, slug, created_at_ms) VALUES ('"
            + name
            + "', '"
            + name
            + "', 0)");
  }

  private void execute(String sql) {
    int unused =
        access.write(c -> {
          try (Statement s = c.createStatement()) {
            return s.executeUpdate(sql);
          }
        });
  }
}
