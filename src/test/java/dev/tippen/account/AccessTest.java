package dev.tippen.account;

import static dev.tippen.account.AccountsRig.EMAIL;
import static dev.tippen.account.AccountsRig.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tippen.account.Decision.Granted;
import dev.tippen.account.SignIn.SignedIn;
import dev.tippen.event.Problem;
import dev.tippen.store.SecretKeyStore;
import dev.tippen.store.StoreException;
import dev.tippen.store.sqlite.SqlWork;
import dev.tippen.store.sqlite.SqliteAccess;
import dev.tippen.store.sqlite.SqliteSecretKeyStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  @TempDir Path folder;

  private AccountsRig rig;
  private SignedIn owner;
  private String main;
  private String stranger;
  private SecretKeys.Issued secretKey;

  @BeforeEach
  void open() {
    rig = new AccountsRig(folder);
    owner = rig.setUp().signedIn();
    main = owner.apiKey();
    long mine = owner.user().organizationId();
    rig.site("mine-second", mine, false);
    rig.site("mine-open", mine, true);
    rig.site("mine-revoked", mine, false);
    rig.site("mine-inactive", mine, false);
    rig.site("mine-open-revoked", mine, true);
    long theirs = rig.stranger("bob").user().organizationId();
    stranger = rig.stranger("eve").token();
    rig.site("their-active", theirs, false);
    rig.site("their-open", theirs, true);
    rig.site("their-revoked", theirs, false);
    rig.site("nobodys", null, false);
    rig.site("nobodys-open", null, true);
    for (String key : List.of("mine-revoked", "mine-open-revoked", "their-revoked")) {
      rig.setStatus(key, "revoked");
    }
    rig.setStatus("mine-inactive", "inactive");
    secretKey = rig.secretKeys.issue(main, "report");
    rig.keys.refresh();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static Proof keys(String... keys) {
    return new Proof(List.of(keys), null, null);
  }

  private static Proof bearer(String bearer, String... keys) {
    return new Proof(List.of(keys), bearer, null);
  }

  private static Proof cookie(String cookie, String... keys) {
    return new Proof(List.of(keys), null, cookie);
  }

  /// `granted <key>` or the code of the refusal.
  private static String told(@Nullable Decision decision) {
    return switch (decision) {
      case null -> "null";
      case Granted(var key) -> "granted " + key.text();
      case Decision.Refused(var refusal) -> refusal.problem().code();
    };
  }

  /// What a request may show besides a site's key.
  private enum Shows {
    NOTHING,
    LOGIN_BEARER,
    LOGIN_COOKIE,
    GOOD_BEARER_ENDED_COOKIE,
    ENDED_BEARER_GOOD_COOKIE,
    ENDED_LOGIN,
    EXPIRED_LOGIN,
    NONSENSE_BEARER,
    SECRET_KEY,
    SECRET_BEARER,
    SECRET_AND_STRANGERS_COOKIE,
    REVOKED_SECRET,
    WRONG_SECRET,
    UNKNOWN_SECRET,
    TWO_SECRETS;

    boolean goodLogin() {
      return this == LOGIN_BEARER || this == LOGIN_COOKIE || this == GOOD_BEARER_ENDED_COOKIE;
    }

    boolean goodSecret() {
      return this == SECRET_KEY || this == SECRET_BEARER || this == SECRET_AND_STRANGERS_COOKIE;
    }

    boolean badSecret() {
      return compareTo(REVOKED_SECRET) >= 0;
    }
  }

  private static final List<String> SITES =
      List.of(
          "",
          "MAIN",
          "mine-second",
          "mine-open",
          "mine-revoked",
          "mine-inactive",
          "mine-open-revoked",
          "their-active",
          "their-open",
          "their-revoked",
          "nobodys",
          "nobodys-open",
          "unknown",
          "odd \u0000 key");

  /// The rules as a table, apart from the code.
  private String expected(Shows shows, String site, boolean act) {
    String named = site.equals("MAIN") ? main : site;
    if (shows.badSecret()) return "api_key_unknown";
    if (shows.goodSecret()) {
      return site.isEmpty() || site.equals("MAIN") ? "granted " + main : "api_key_unknown";
    }
    boolean open = site.endsWith("-open");
    if (open && !act) return "granted " + named;
    boolean mine = site.equals("MAIN") || site.startsWith("mine-");
    boolean inactive = site.endsWith("revoked") || site.endsWith("inactive");
    boolean known = !site.isEmpty() && !site.equals("unknown") && !site.startsWith("odd");
    if (shows.goodLogin()) {
      if (site.isEmpty()) return "granted " + main;
      if (!mine) return "api_key_unknown";
      return act && inactive ? "api_key_inactive" : "granted " + named;
    }
    if (shows != Shows.NOTHING) return "session_invalid";
    if (site.isEmpty()) return "api_key_required";
    if (!known) return "api_key_unknown";
    return inactive ? "api_key_inactive" : "read_not_allowed";
  }

  private Proof proof(Shows shows, String site) {
    String named = site.equals("MAIN") ? main : site;
    List<String> keys = new ArrayList<>();
    if (!named.isEmpty()) keys.add(named);
    String good = owner.token();
    return switch (shows) {
      case NOTHING -> new Proof(keys, null, null);
      case LOGIN_BEARER -> new Proof(keys, good, null);
      case LOGIN_COOKIE -> new Proof(keys, null, good);
      case GOOD_BEARER_ENDED_COOKIE -> new Proof(keys, good, ended());
      case ENDED_BEARER_GOOD_COOKIE -> new Proof(keys, ended(), good);
      case ENDED_LOGIN -> new Proof(keys, null, ended());
      case EXPIRED_LOGIN -> {
        String token = ((SignedIn) rig.login(EMAIL, PASSWORD)).token();
        rig.sql("UPDATE login_sessions SET expires_at_ms = " + rig.clock.millis());
        yield new Proof(keys, token, null);
      }
      case NONSENSE_BEARER -> new Proof(keys, "nonsense", null);
      case SECRET_KEY -> {
        keys.add(secretKey.text());
        yield new Proof(keys, null, null);
      }
      case SECRET_BEARER -> new Proof(keys, secretKey.text(), null);
      case SECRET_AND_STRANGERS_COOKIE -> new Proof(keys, secretKey.text(), stranger);
      case REVOKED_SECRET -> {
        var revoked = rig.secretKeys.issue(main, null);
        rig.secretKeys.revoke(revoked.id());
        rig.keys.refresh();
        yield new Proof(keys, revoked.text(), good);
      }
      case WRONG_SECRET -> {
        String text = secretKey.text();
        char last = text.charAt(text.length() - 1);
        String wrong = text.substring(0, text.length() - 1) + (last == 'x' ? 'y' : 'x');
        yield new Proof(keys, wrong, good);
      }
      case UNKNOWN_SECRET -> {
        keys.add("tip_unknownn_" + secretKey.text().substring(13));
        yield new Proof(keys, null, good);
      }
      case TWO_SECRETS -> {
        keys.add(secretKey.text());
        yield new Proof(keys, rig.secretKeys.issue("mine-second", null).text(), null);
      }
    };
  }

  private String ended() {
    String token = ((SignedIn) rig.login(EMAIL, PASSWORD)).token();
    rig.accounts.logout(token);
    return token;
  }

  @TestFactory
  List<DynamicTest> everyProofWithEverySite() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Shows shows : Shows.values()) {
      tests.add(
          dynamicTest(
              shows.name(),
              () -> {
                for (String site : SITES) {
                  Proof proof = proof(shows, site);
                  rig.keys.refresh();
                  String cell = shows + " for '" + site + "'";
                  assertEquals(
                      expected(shows, site, true), told(rig.tenancy.act(proof)), cell + " act");
                  Decision read = rig.tenancy.read(proof);
                  assertEquals(expected(shows, site, false), told(read), cell + " read");
                  Decision now = rig.tenancy.readNow(proof);
                  if (now != null) assertEquals(read, now, cell + " now");
                  if (shows == Shows.EXPIRED_LOGIN) {
                    rig.sql(
                        "UPDATE login_sessions SET expires_at_ms = " + (rig.clock.millis() + 1));
                  }
                }
              }));
    }
    return tests;
  }

  @Test
  void othersSitesAndUnknownOnesLookTheSame() {
    for (Proof proof : List.of(cookie(owner.token()), bearer(secretKey.text()))) {
      List<Decision> told = new ArrayList<>();
      for (String site : List.of("their-active", "their-revoked", "nobodys", "unknown")) {
        Proof named = new Proof(List.of(site), proof.bearer(), proof.cookie());
        told.add(rig.tenancy.read(named));
        told.add(rig.tenancy.act(named));
      }
      assertEquals(1, told.stream().distinct().count(), told.toString());
    }
  }

  @Test
  void firstPublicKeyNamesTheSite() {
    assertEquals(
        "granted mine-second",
        told(rig.tenancy.read(cookie(owner.token(), "mine-second", "their-active"))));
    assertEquals(
        "api_key_unknown",
        told(rig.tenancy.read(cookie(owner.token(), "their-active", "mine-second"))));
    assertEquals(
        "api_key_unknown",
        told(rig.tenancy.read(keys(secretKey.text(), main, "mine-second"))),
        "every key beside a secret one must be its own");
    assertEquals("granted " + main, told(rig.tenancy.read(keys(main, secretKey.text()))));
  }

  @Test
  void organizationWithoutASiteReadsNothing() {
    rig.sql("UPDATE api_keys SET organization_id = NULL");
    rig.keys.refresh();
    assertEquals("api_key_unknown", told(rig.tenancy.read(cookie(owner.token()))));
  }

  @Test
  void endedLoginIsRefusedAtOnce() {
    assertEquals("granted " + main, told(rig.tenancy.read(cookie(owner.token(), main))));
    rig.accounts.logout(owner.token());
    assertEquals("session_invalid", told(rig.tenancy.read(cookie(owner.token(), main))));
  }

  @Test
  void loginEndsWithItsTime() {
    rig.clock.advance(Accounts.SESSION.minusMillis(1));
    assertEquals("granted " + main, told(rig.tenancy.read(cookie(owner.token()))));
    rig.clock.advance(Duration.ofMillis(1));
    assertEquals("session_invalid", told(rig.tenancy.read(cookie(owner.token()))));
  }

  @Test
  void revokedSecretKeyIsFollowedUnasked() throws InterruptedException {
    assertEquals("granted " + main, told(rig.tenancy.read(bearer(secretKey.text()))));
    assertTrue(rig.secretKeys.revoke(secretKey.id()));
    assertFalse(rig.secretKeys.revoke(secretKey.id()));
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (told(rig.tenancy.read(bearer(secretKey.text()))).startsWith("granted")) {
      assertTrue(System.nanoTime() < deadline, "still accepted");
      Thread.sleep(10);
    }
  }

  @Test
  void secretKeyOfARevokedSiteIsRefused() {
    rig.setStatus(main, "revoked");
    assertEquals("api_key_inactive", told(rig.tenancy.read(bearer(secretKey.text()))));
    assertEquals("api_key_inactive", told(rig.tenancy.act(bearer(secretKey.text()))));
  }

  @Test
  void databaseThatFailsAfterAChangeGrantsNothing() {
    Flaky flaky = new Flaky(rig.access);
    SecretKeyStore store = new SqliteSecretKeyStore(flaky);
    Access access = new Access(rig.keys, store, rig.store, rig.clock);
    Proof proof = bearer(secretKey.text());
    assertEquals("granted " + main, told(access.read(proof)));
    flaky.fails = true;
    assertEquals("granted " + main, told(access.read(proof)), "known keys need no database");
    rig.secretKeys.revoke(secretKey.id());
    rig.keys.refresh();
    assertThrows(StoreException.class, () -> access.read(proof));
    assertNull(access.readNow(proof));
    flaky.fails = false;
    assertEquals("api_key_unknown", told(access.read(proof)));
  }

  private static final class Flaky implements SqliteAccess {
    private final SqliteAccess inner;
    volatile boolean fails;

    Flaky(SqliteAccess inner) {
      this.inner = inner;
    }

    @Override
    public <T extends @Nullable Object> T read(SqlWork<T> work) {
      if (fails) throw new StoreException("out of order", new IllegalStateException());
      return inner.read(work);
    }

    @Override
    public <T extends @Nullable Object> T write(SqlWork<T> work) {
      if (fails) throw new StoreException("out of order", new IllegalStateException());
      return inner.write(work);
    }
  }

  @Test
  void lastUseIsNotedOnceAMinuteAndNeverCostsARead() {
    assertEquals(null, rig.secretKeyStore.ofSite(main).getFirst().lastUsedAtMs());
    Proof proof = bearer(secretKey.text());
    assertNull(rig.tenancy.readNow(proof), "the use must be noted first");
    rig.tenancy.read(proof);
    long first = rig.clock.millis();
    assertEquals(first, rig.secretKeyStore.ofSite(main).getFirst().lastUsedAtMs());
    rig.clock.advance(Duration.ofSeconds(59));
    assertEquals("granted " + main, told(rig.tenancy.readNow(proof)));
    assertEquals(first, rig.secretKeyStore.ofSite(main).getFirst().lastUsedAtMs());
    rig.clock.advance(Duration.ofSeconds(1));
    assertNull(rig.tenancy.readNow(proof));
    rig.tenancy.act(proof);
    assertEquals(first + 60_000, rig.secretKeyStore.ofSite(main).getFirst().lastUsedAtMs());

    Flaky flaky = new Flaky(rig.access);
    Access access = new Access(rig.keys, new SqliteSecretKeyStore(flaky), rig.store, rig.clock);
    access.read(proof);
    rig.clock.advance(Duration.ofMinutes(5));
    flaky.fails = true;
    assertEquals("granted " + main, told(access.read(proof)));
  }

  @Test
  void memoryAnswersWhatItCan() {
    assertEquals("granted mine-open", told(rig.tenancy.readNow(keys("mine-open"))));
    assertEquals("granted their-open", told(rig.tenancy.readNow(cookie("x", "their-open"))));
    assertEquals("api_key_required", told(rig.tenancy.readNow(keys())));
    assertNull(rig.tenancy.readNow(cookie(owner.token(), main)));
  }

  @Test
  void secretKeysHaveTheirForm() {
    assertTrue(secretKey.text().matches("tip_[A-Za-z0-9]{8}_[A-Za-z0-9]{43}"), secretKey.text());
    assertTrue(secretKey.text().startsWith("tip_" + secretKey.id() + "_"));
    assertTrue(SecretKeys.isSecretKey(secretKey.text()));
    assertFalse(SecretKeys.isSecretKey("tip_" + "a".repeat(39)), "a token may begin like one");
    assertThrows(IllegalArgumentException.class, () -> rig.secretKeys.issue(main, "n".repeat(201)));
    assertThrows(StoreException.class, () -> rig.secretKeys.issue("unknown", null));
    assertEquals(1, rig.secretKeys.ofSite(main).size());
    assertEquals("report", rig.secretKeys.ofSite(main).getFirst().note());
    assertEquals(Problem.API_KEY_UNKNOWN.code(), told(rig.tenancy.read(keys("tip_short", main))));
  }
}
