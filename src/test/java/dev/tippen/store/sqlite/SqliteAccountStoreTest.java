package dev.tippen.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.store.AccountStore.Creation;
import dev.tippen.store.AccountStore.NewAccount;
import dev.tippen.store.KeyStore.KeyExistsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteAccountStoreTest {
  @TempDir Path folder;

  private SqliteAccess access;
  private SqliteAccountStore store;

  @BeforeEach
  void open() {
    access = new DirectAccess(Database.open(folder));
    store = new SqliteAccountStore(access);
  }

  private static NewAccount account(String email, String slug, String key) {
    return new NewAccount("Org", slug, email, "A", "B", "$hash", key, "Site", null, 1_000);
  }

  private Creation.Created create(String email, String slug, String key) {
    return assertInstanceOf(Creation.Created.class, store.create(account(email, slug, key), false));
  }

  private static byte[] hash(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private long count(String table) {
    return access.read(c -> {
      try (var s = c.createStatement();
          var r = s.executeQuery("SELECT count(*) FROM " + table)) {
        return r.getLong(1);
      }
    });
  }

  @Test
  void failedCreationLeavesNothing() {
    create("a@example.com", "org", "key-1");
    // The site key is stored last; when it can't be, organization and user must go too.
    assertThrows(
        KeyExistsException.class,
        () -> store.create(account("b@example.com", "b", "key-1"), false));
    assertInstanceOf(
        Creation.EmailTaken.class, store.create(account("a@example.com", "c", "key-2"), false));
    assertInstanceOf(
        Creation.UsersExist.class, store.create(account("c@example.com", "c", "key-3"), true));
    assertEquals(1, count("organizations"));
    assertEquals(1, count("users"));
    assertEquals(1, count("api_keys"));
    assertTrue(store.hasUsers());
  }

  @Test
  void aServerWithoutAnybodySaysSo() {
    assertFalse(store.hasUsers());
    assertInstanceOf(
        Creation.Created.class, store.create(account("a@example.com", "org", "key-1"), true));
    assertTrue(store.hasUsers());
  }

  @Test
  void organizationsOfOneNameGetNumbersAndThenSomethingRandom() {
    for (int i = 1; i <= 11; i++) create("a" + i + "@example.com", "org", "key-" + i);
    List<String> slugs =
        access.read(c -> {
          try (var s = c.createStatement();
              var r = s.executeQuery("SELECT slug FROM organizations ORDER BY id")) {
            List<String> all = new ArrayList<>();
            while (r.next()) all.add(r.getString(1));
            return all;
          }
        });
    assertEquals(
        List.of("org", "org-2", "org-3", "org-4", "org-5", "org-6", "org-7", "org-8", "org-9"),
        slugs.subList(0, 9));
    for (String random : slugs.subList(9, 11)) {
      assertTrue(random.matches("org-[0-9a-f]{10}"), random);
    }
  }

  @Test
  void aLoginRemovesExpiredOnesOfAnybody() {
    long user = create("a@example.com", "org", "key-1").user().id();
    for (int i = 0; i < 5; i++) store.startSession(hash("old" + i), user, 0, 1_000);
    assertEquals(5, count("login_sessions"));
    store.startSession(hash("new"), user, 1_000, 5_000);
    assertEquals(1, count("login_sessions"));
  }

  @Test
  void aNewAccountIsWholeAndItsSiteIsItsOwn() {
    var created = create("a@example.com", "org", "key-1");
    assertEquals("Org", created.user().organizationName());
    assertEquals("A B", created.user().firstName() + " " + created.user().lastName());
    assertEquals("a@example.com", created.user().email());
    assertEquals(created.user().organizationId(), created.site().organizationId());
    assertEquals("key-1", created.site().text());
    assertEquals(
        created.user(),
        java.util.Objects.requireNonNull(store.findCredentials("a@example.com")).user());
  }

  @Test
  void sessionsAreFoundUntilTheirTimeAndEnded() {
    var user = create("a@example.com", "org", "key-1").user();
    store.startSession(hash("t"), user.id(), 1_000, 2_000);
    var session = store.findSession(hash("t"), 1_999);
    assertNotNull(session);
    assertEquals(user, session.user());
    assertEquals(2_000, session.expiresAtMs());
    assertNull(store.findSession(hash("t"), 2_000));
    assertNull(store.findSession(hash("other"), 1_500));
    assertTrue(store.endSession(hash("t")));
    assertFalse(store.endSession(hash("t")));
    assertNull(store.findSession(hash("t"), 1_500));
  }

  @Test
  void expiredSessionsAreDeletedInBoundedSteps() {
    long user = create("a@example.com", "org", "key-1").user().id();
    for (int i = 0; i < 10; i++) store.startSession(hash("old" + i), user, 0, 1_000);
    store.startSession(hash("new"), user, 0, 5_000);
    assertEquals(4, store.deleteExpiredSessions(1_000, 4));
    assertEquals(6, store.deleteExpiredSessions(1_000, 100));
    assertEquals(0, store.deleteExpiredSessions(1_000, 100));
    assertEquals(1, count("login_sessions"));
  }

  @Test
  void passwordHashIsReplacedOnlyWhenUnchanged() {
    long user = create("a@example.com", "org", "key-1").user().id();
    assertFalse(store.replacePasswordHash(user, "$other", "$new"));
    assertTrue(store.replacePasswordHash(user, "$hash", "$new"));
    var credentials = store.findCredentials("a@example.com");
    assertNotNull(credentials);
    assertEquals("$new", credentials.passwordHash());
    assertNull(store.findCredentials("b@example.com"));
  }

  @Test
  void secretKeysAreStoredOnceListedAndRevoked() {
    create("a@example.com", "org", "key-1");
    var secretKeys = new SqliteSecretKeyStore(access);
    var keyStore = new SqliteKeyStore(access);
    long version = keyStore.version();
    assertTrue(secretKeys.insert("id1", hash("h1"), "key-1", "note", 1_000));
    assertFalse(secretKeys.insert("id1", hash("h2"), "key-1", null, 1_000));
    assertTrue(secretKeys.insert("id2", hash("h2"), "key-1", null, 2_000));
    assertTrue(keyStore.version() > version, "servers follow");
    assertEquals("id2", secretKeys.ofSite("key-1").getFirst().id());
    version = keyStore.version();
    assertTrue(secretKeys.revoke("id2", 3_000));
    assertFalse(secretKeys.revoke("id2", 3_000));
    assertTrue(keyStore.version() > version, "servers follow");
    assertEquals(1, secretKeys.active().size());
    assertEquals(2, secretKeys.ofSite("key-1").size());
    assertEquals(3_000, secretKeys.ofSite("key-1").getFirst().revokedAtMs());
    version = keyStore.version();
    secretKeys.markUsed("id1", 100_000);
    secretKeys.markUsed("id1", 159_999);
    assertEquals(100_000, secretKeys.active().getFirst().lastUsedAtMs());
    secretKeys.markUsed("id1", 160_000);
    assertEquals(160_000, secretKeys.active().getFirst().lastUsedAtMs());
    assertEquals(version, keyStore.version(), "a use is no change");
  }
}
