package dev.tippen.account;

import dev.tippen.account.Forms.LoginForm;
import dev.tippen.account.Forms.SetUpForm;
import dev.tippen.account.Forms.SignUpForm;
import dev.tippen.event.ApiKey;
import dev.tippen.store.AccountStore;
import dev.tippen.store.KeyDirectory;
import dev.tippen.store.KeyStore;
import dev.tippen.store.KeyStore.NewKey;
import dev.tippen.store.SecretKeyStore;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import dev.tippen.store.sqlite.SqliteAccess;
import dev.tippen.store.sqlite.SqliteAccountStore;
import dev.tippen.store.sqlite.SqliteKeyStore;
import dev.tippen.store.sqlite.SqliteSecretKeyStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Accounts on a real database file, with cheap password hashes and a clock that tests move.
public final class AccountsRig implements AutoCloseable {
  public static final String EMAIL = "ann@example.com";
  public static final String PASSWORD = "correct horse battery";
  public static final Passwords.Cost CHEAP = new Passwords.Cost(64, 1, 1);

  public final TestClock clock = new TestClock();
  public final SecureRandom random = new SecureRandom();
  public final Database database;
  public final SqliteAccess access;
  public final KeyStore keyStore;
  public final KeyDirectory keys;
  public final AccountStore store;
  public final SecretKeyStore secretKeyStore;
  public final SecretKeys secretKeys;
  public final Passwords passwords;
  public final SetUpLink link = new SetUpLink(random);
  public final Accounts accounts;
  public final Access tenancy;

  public AccountsRig(Path folder) {
    this(folder, true, Duration.ofSeconds(20));
  }

  public AccountsRig(Path folder, boolean openSignUp, Duration passwordWait) {
    database = Database.open(folder);
    access = new DirectAccess(database);
    keyStore = new SqliteKeyStore(access);
    keys = new KeyDirectory(keyStore);
    store = new SqliteAccountStore(access);
    secretKeyStore = new SqliteSecretKeyStore(access);
    secretKeys = new SecretKeys(secretKeyStore, clock, random);
    passwords = new Passwords(CHEAP, random, passwordWait);
    accounts = new Accounts(store, keys, passwords, link, clock, random, openSignUp);
    tenancy = new Access(keys, secretKeyStore, store, clock);
  }

  public String linkToken() {
    String url = link.url("");
    return url.substring(url.indexOf('=') + 1);
  }

  public SetUpForm setUpForm() {
    return new SetUpForm(
        linkToken(), "Ann", "Example", EMAIL, PASSWORD, "Ann's Shop", "https://www.shop.example/x");
  }

  public SetUp.Done setUp() {
    return (SetUp.Done) accounts.setUp(setUpForm());
  }

  /// Signs somebody else up, in an organization of their own.
  public SignIn.SignedIn stranger(String name) {
    return (SignIn.SignedIn)
        accounts.signUp(
            new SignUpForm(name, "", name + "@example.com", PASSWORD, name, null),
            "198.51.100." + (name.hashCode() & 127));
  }

  public SignIn login(String email, String password) {
    return accounts.login(new LoginForm(email, password, false), "192.0.2.1");
  }

  public ApiKey site(String text, @Nullable Long organizationId, boolean openRead) {
    ApiKey key =
        keyStore.create(
            new NewKey(
                text,
                ApiKey.Type.CLIENT,
                text,
                null,
                null,
                List.of(),
                openRead,
                organizationId,
                null));
    keys.refresh();
    return key;
  }

  public void setStatus(String key, String status) {
    sql("UPDATE api_keys SET status = '" + status + "' WHERE api_key = '" + key + "'");
    keys.refresh();
  }

  public void sql(String sql) {
    access.<@Nullable Void>write(c -> {
      try (var s = c.createStatement()) {
        s.executeUpdate(sql);
        return null;
      }
    });
  }

  public long number(String sql) {
    return access.read(c -> {
      try (var s = c.createStatement();
          var r = s.executeQuery(sql)) {
        return r.getLong(1);
      }
    });
  }

  public String text(String sql) {
    return access.read(c -> {
      try (var s = c.createStatement();
          var r = s.executeQuery(sql)) {
        return r.getString(1);
      }
    });
  }

  @Override
  public void close() {
    keys.close();
  }

  /// Stands still until a test moves it.
  public static final class TestClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    public void advance(Duration by) {
      now = now.plus(by);
    }
  }
}
