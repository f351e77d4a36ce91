package dev.tippen.account;

import static dev.tippen.account.AccountsRig.EMAIL;
import static dev.tippen.account.AccountsRig.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.account.Forms.LoginForm;
import dev.tippen.account.Forms.SetUpForm;
import dev.tippen.account.Forms.SignUpForm;
import dev.tippen.account.SignIn.SignedIn;
import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.store.AccountStore.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {
  @TempDir Path folder;

  private AccountsRig rig;

  @BeforeEach
  void open() {
    rig = new AccountsRig(folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static void assertRefused(Problem problem, SignIn result) {
    assertEquals(problem, assertInstanceOf(SignIn.Refused.class, result).refusal().problem());
  }

  private static Refusal refusal(SetUp result) {
    return assertInstanceOf(SetUp.Refused.class, result).refusal();
  }

  private static SignedIn signedIn(SignIn result) {
    return assertInstanceOf(SignedIn.class, result);
  }

  @Test
  void firstOwnerGetsOrganizationSiteAndLogin() {
    assertTrue(rig.accounts.needsSetUp());
    SetUp.Done done = rig.setUp();
    assertFalse(rig.accounts.needsSetUp());

    var user = done.signedIn().user();
    assertEquals(EMAIL, user.email());
    assertEquals("Ann", user.firstName());
    assertEquals(Role.ADMIN, user.role());
    assertEquals("Ann's Shop", user.organizationName());
    assertEquals("ann-s-shop", rig.text("SELECT slug FROM organizations"));

    ApiKey site = done.site();
    assertTrue(site.text().startsWith("client_annsshop_"), site.text());
    assertEquals("www.shop.example", site.website());
    assertEquals(user.organizationId(), site.organizationId());
    assertFalse(site.openRead());
    assertEquals(site.text(), done.signedIn().apiKey());
    assertNotNull(rig.keys.find(site.text()), "the key serves at once");

    assertEquals(done.signedIn(), rig.accounts.verify(done.signedIn().token()));
    signedIn(rig.login(EMAIL, PASSWORD));
  }

  @Test
  void setUpHappensOnce() {
    rig.setUp();
    assertEquals(Problem.SETUP_DONE, refusal(rig.accounts.setUp(rig.setUpForm())).problem());
    assertEquals(1, rig.number("SELECT count(*) FROM users"));
  }

  @Test
  void setUpNeedsTheLinkOfThisStart() {
    SetUpForm good = rig.setUpForm();
    String old = new SetUpLink(rig.random).url("");
    for (String token : new String[] {null, "", "x", old, old.substring(old.indexOf('=') + 1)}) {
      SetUpForm form =
          new SetUpForm(token, "A", "B", EMAIL, PASSWORD, good.siteName(), good.website());
      assertEquals(Problem.SETUP_TOKEN_INVALID, refusal(rig.accounts.setUp(form)).problem());
    }
    assertEquals(0, rig.number("SELECT count(*) FROM organizations"));
    assertTrue(rig.link.url("http://h:1").startsWith("http://h:1/setup#token="));
  }

  @Test
  void setUpNamesTheWrongField() {
    String token = rig.linkToken();
    assertWrong("firstName", new SetUpForm(token, "", "B", EMAIL, PASSWORD, "S", null));
    assertWrong("email", new SetUpForm(token, "A", "B", "ann", PASSWORD, "S", null));
    assertWrong("password", new SetUpForm(token, "A", "B", EMAIL, "short", "S", null));
    assertWrong("password", new SetUpForm(token, "A", "B", EMAIL, EMAIL, "S", null));
    assertWrong("siteName", new SetUpForm(token, "A", "B", EMAIL, PASSWORD, null, null));
    assertWrong("website", new SetUpForm(token, "A", "B", EMAIL, PASSWORD, "S", "a b"));
    assertWrong("lastName", new SetUpForm(token, "A", "B\nC", EMAIL, PASSWORD, "S", null));
    assertEquals(0, rig.passwords.workKib(), "nothing is hashed for a form that is refused");
    assertTrue(rig.accounts.needsSetUp());
  }

  private void assertWrong(String field, SetUpForm form) {
    Refusal refusal = refusal(rig.accounts.setUp(form));
    assertEquals(400, refusal.problem().status());
    assertTrue(refusal.text().startsWith(field + " "), refusal.text());
  }

  @Test
  void ofSetUpsAtOnceOneWins() throws Exception {
    List<Callable<SetUp>> tries = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      SetUpForm form =
          new SetUpForm(
              rig.linkToken(), "A", "B", "owner" + i + "@example.com", PASSWORD, "Site", null);
      tries.add(() -> rig.accounts.setUp(form));
    }
    int won = 0;
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var result : threads.invokeAll(tries)) {
        switch (result.get()) {
          case SetUp.Done _ -> won++;
          case SetUp.Refused(Refusal no) -> assertEquals(Problem.SETUP_DONE, no.problem());
        }
      }
    }
    assertEquals(1, won);
    assertEquals(1, rig.number("SELECT count(*) FROM users"));
    assertEquals(1, rig.number("SELECT count(*) FROM organizations"));
    assertEquals(1, rig.number("SELECT count(*) FROM api_keys"));
  }

  @Test
  void loginIgnoresTheCaseOfTheEmail() {
    rig.setUp();
    signedIn(rig.login("  ANN@Example.com ", PASSWORD));
  }

  @Test
  void wrongPasswordAndUnknownUserGetTheSameAnswerAtTheSameCost() {
    rig.setUp();
    long before = rig.passwords.workKib();
    SignIn wrong = rig.login(EMAIL, "wrong password");
    long forWrong = rig.passwords.workKib() - before;
    SignIn unknown = rig.login("nobody@example.com", "wrong password");
    assertRefused(Problem.CREDENTIALS_WRONG, wrong);
    assertEquals(wrong, unknown);
    assertEquals(AccountsRig.CHEAP.memoryKib(), forWrong);
    assertEquals(before + 2 * forWrong, rig.passwords.workKib(), "the dummy hash costs the same");
  }

  @Test
  void loginNamesTheMissingField() {
    SignIn noEmail = rig.login(" ", PASSWORD);
    SignIn noPassword = rig.login(EMAIL, "");
    assertRefused(Problem.FIELD_REQUIRED, noEmail);
    assertRefused(Problem.FIELD_REQUIRED, noPassword);
    assertNotEquals(noEmail, noPassword);
  }

  @Test
  void everyLoginHasANewTokenAndItsOwnEnd() {
    rig.setUp();
    SignedIn one = signedIn(rig.login(EMAIL, PASSWORD));
    SignedIn two = signedIn(rig.login(EMAIL, PASSWORD));
    assertNotEquals(one.token(), two.token());
    assertTrue(one.token().matches("[A-Za-z0-9_-]{43}"), one.token());
    rig.accounts.logout(one.token());
    assertRefused(Problem.SESSION_INVALID, rig.accounts.verify(one.token()));
    signedIn(rig.accounts.verify(two.token()));
    rig.accounts.logout(one.token());
    assertRefused(Problem.SESSION_INVALID, rig.accounts.verify("nonsense"));
  }

  @Test
  void loginsEndAfterADayOrThirty() {
    rig.setUp();
    String day = signedIn(rig.login(EMAIL, PASSWORD)).token();
    String month =
        signedIn(rig.accounts.login(new LoginForm(EMAIL, PASSWORD, true), "192.0.2.1")).token();
    rig.clock.advance(Duration.ofDays(1).minusMillis(1));
    signedIn(rig.accounts.verify(day));
    rig.clock.advance(Duration.ofMillis(1));
    assertRefused(Problem.SESSION_INVALID, rig.accounts.verify(day));
    rig.clock.advance(Duration.ofDays(29).minusMillis(1));
    signedIn(rig.accounts.verify(month));
    rig.clock.advance(Duration.ofMillis(1));
    assertRefused(Problem.SESSION_INVALID, rig.accounts.verify(month));
  }

  @Test
  void loginClearsExpiredOnesAway() {
    rig.setUp();
    for (int i = 0; i < 5; i++) signedIn(rig.login(EMAIL, PASSWORD));
    assertEquals(6, rig.number("SELECT count(*) FROM login_sessions"));
    rig.clock.advance(Duration.ofDays(2));
    signedIn(rig.login(EMAIL, PASSWORD));
    assertEquals(1, rig.number("SELECT count(*) FROM login_sessions"));
  }

  @Test
  void tenFailuresPerEmailAreAllowedInFifteenMinutes() {
    rig.setUp();
    for (int i = 0; i < 10; i++) {
      assertRefused(Problem.CREDENTIALS_WRONG, tryFrom(EMAIL, "wrong password", "192.0.2." + i));
    }
    long before = rig.passwords.workKib();
    SignIn result = tryFrom(EMAIL, PASSWORD, "192.0.2.99");
    assertRefused(Problem.TOO_MANY_ATTEMPTS, result);
    assertEquals(900, ((SignIn.Refused) result).refusal().retryAfterSeconds());
    assertEquals(before, rig.passwords.workKib(), "refused before anything is hashed");
    rig.clock.advance(Duration.ofMinutes(15).minusSeconds(1));
    assertRefused(Problem.TOO_MANY_ATTEMPTS, tryFrom(EMAIL, PASSWORD, "192.0.2.99"));
    rig.clock.advance(Duration.ofSeconds(1));
    signedIn(tryFrom(EMAIL, PASSWORD, "192.0.2.99"));
  }

  @Test
  void unknownEmailsAreThrottledAlike() {
    rig.setUp();
    for (int i = 0; i < 10; i++) tryFrom("nobody@example.com", "x", "192.0.2." + i);
    assertRefused(Problem.TOO_MANY_ATTEMPTS, tryFrom("nobody@example.com", "x", "192.0.2.99"));
  }

  @Test
  void tenFailuresPerNetworkAreAllowedInFifteenMinutes() {
    rig.setUp();
    for (int i = 0; i < 10; i++) tryFrom("user" + i + "@example.com", "x", "2001:db8::" + i);
    assertRefused(Problem.TOO_MANY_ATTEMPTS, tryFrom(EMAIL, PASSWORD, "2001:db8::ffff"));
    signedIn(tryFrom(EMAIL, PASSWORD, "2001:db8:0:1::1"));
  }

  @Test
  void goodLoginsAreNeverThrottled() {
    rig.setUp();
    for (int i = 0; i < 30; i++) signedIn(rig.login(EMAIL, PASSWORD));
  }

  private SignIn tryFrom(String email, String password, String address) {
    return rig.accounts.login(new LoginForm(email, password, null), address);
  }

  @Test
  void tooManyAtOnceAreToldToComeBackAndNotCounted() {
    rig.setUp();
    try (var busy = new AccountsRig(folder, true, Duration.ofMillis(1))) {
      assertTrue(busy.passwords.enter());
      assertTrue(busy.passwords.enter());
      for (int i = 0; i < 20; i++) {
        Refusal refusal = ((SignIn.Refused) busy.login(EMAIL, PASSWORD)).refusal();
        assertEquals(503, refusal.problem().status());
        assertEquals(1, refusal.retryAfterSeconds());
      }
      busy.passwords.leave();
      signedIn(busy.login(EMAIL, PASSWORD));
    }
  }

  @Test
  void oldHashIsReplacedAtLogin() {
    rig.setUp();
    var costly = new Passwords(new Passwords.Cost(32, 2, 1), rig.random, Duration.ofSeconds(9));
    String old = ((Passwords.Hashing.Hashed) costly.hash(PASSWORD)).phc();
    rig.sql("UPDATE users SET password_hash = '" + old + "'");
    assertRefused(Problem.CREDENTIALS_WRONG, rig.login(EMAIL, "wrong password"));
    assertEquals(old, rig.text("SELECT password_hash FROM users"));
    signedIn(rig.login(EMAIL, PASSWORD));
    String fresh = rig.text("SELECT password_hash FROM users");
    assertEquals(Passwords.Check.MATCHES, rig.passwords.check(PASSWORD, fresh));
  }

  @Test
  void signUpIsClosedUnlessOpenedAndSetUp() {
    SignUpForm form = new SignUpForm("B", "C", "bob@example.com", PASSWORD, "Bob", null);
    assertRefused(Problem.SIGN_UP_CLOSED, rig.accounts.signUp(form, "192.0.2.1"));
    rig.setUp();
    signedIn(rig.accounts.signUp(form, "192.0.2.1"));
    try (var closed = new AccountsRig(folder, false, Duration.ofSeconds(9))) {
      SignUpForm other = new SignUpForm("B", "C", "other@example.com", PASSWORD, "Bob", null);
      assertRefused(Problem.SIGN_UP_CLOSED, closed.accounts.signUp(other, "192.0.2.1"));
    }
  }

  @Test
  void signUpChecksLikeTheContract() {
    rig.setUp();
    SignIn missing =
        rig.accounts.signUp(new SignUpForm("B", "C", null, PASSWORD, "Bob", null), "192.0.2.1");
    assertEquals(
        "Email, password, and company name are required",
        ((SignIn.Refused) missing).refusal().text());
    SignIn taken =
        rig.accounts.signUp(
            new SignUpForm("B", "C", "ANN@example.com", PASSWORD, "Bob", null), "192.0.2.1");
    assertEquals(
        "An account with this email already exists", ((SignIn.Refused) taken).refusal().text());
    assertEquals(1, rig.number("SELECT count(*) FROM organizations"));
    assertEquals(1, rig.number("SELECT count(*) FROM api_keys"));
  }

  @Test
  void signUpsPerNetworkAreLimited() {
    rig.setUp();
    for (int i = 0; i < 10; i++) signedIn(signUpFrom("user" + i));
    assertRefused(Problem.TOO_MANY_ATTEMPTS, signUpFrom("user11"));
    rig.clock.advance(Duration.ofMinutes(15));
    signedIn(signUpFrom("user11"));
  }

  private SignIn signUpFrom(String name) {
    return rig.accounts.signUp(
        new SignUpForm("", "", name + "@example.com", PASSWORD, "Same Name", null), "192.0.2.7");
  }

  @Test
  void equalNamesGetSuffixedSlugs() {
    rig.setUp();
    for (int i = 0; i < 12; i++) {
      rig.clock.advance(Duration.ofMinutes(5));
      signedIn(signUpFrom("user" + i));
    }
    assertEquals(1, rig.number("SELECT count(*) FROM organizations WHERE slug = 'same-name'"));
    assertEquals(1, rig.number("SELECT count(*) FROM organizations WHERE slug = 'same-name-2'"));
    assertEquals(1, rig.number("SELECT count(*) FROM organizations WHERE slug = 'same-name-9'"));
    assertEquals(
        3, rig.number("SELECT count(*) FROM organizations WHERE slug GLOB 'same-name-??????*'"));
  }

  @Test
  void slugsAreUrlSafe() {
    assertEquals("ann-s-shop", Accounts.slug("  Ann's -- Shop! "));
    assertEquals("organization", Accounts.slug("日本"));
    assertEquals(40, Accounts.slug("a".repeat(100)).length());
    assertEquals("a".repeat(39), Accounts.slug("a".repeat(39) + " b"));
  }

  @Test
  void userNamesTheOldestActiveSite() {
    SignedIn owner = rig.setUp().signedIn();
    rig.site("second", owner.user().organizationId(), false);
    rig.setStatus(owner.apiKey(), "revoked");
    assertEquals("second", signedIn(rig.accounts.verify(owner.token())).apiKey());
    rig.setStatus("second", "inactive");
    assertEquals(owner.apiKey(), signedIn(rig.accounts.verify(owner.token())).apiKey());
  }

  @Test
  void stolenDatabaseHoldsNothingToSignInWith() throws IOException {
    SetUp.Done done = rig.setUp();
    String token = signedIn(rig.login(EMAIL, PASSWORD)).token();
    var secretKey = rig.secretKeys.issue(done.site().text(), "report");
    String all = "";
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        all += new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      }
    }
    assertTrue(all.contains(EMAIL), "the search finds what is there");
    assertTrue(all.contains(secretKey.id()), "the search finds what is there");
    assertFalse(all.contains(PASSWORD));
    assertFalse(all.contains(token));
    assertFalse(all.contains(done.signedIn().token()));
    assertFalse(all.contains(rig.linkToken()));
    assertFalse(all.contains(secretKey.text()));
    assertFalse(all.contains(secretKey.text().substring(13)));
  }

  @Test
  void secretsDoNotShowInTexts() {
    SetUp.Done done = rig.setUp();
    var issued = rig.secretKeys.issue(done.site().text(), null);
    String texts =
        rig.setUpForm()
            + " "
            + done
            + " "
            + issued
            + " "
            + new LoginForm(EMAIL, PASSWORD, true)
            + " "
            + new SignUpForm("", "", EMAIL, PASSWORD, "", "")
            + " "
            + new Proof(List.of(issued.text()), done.signedIn().token(), done.signedIn().token())
            + " "
            + rig.store.findCredentials(EMAIL);
    assertFalse(texts.contains(PASSWORD));
    assertFalse(texts.contains(done.signedIn().token()));
    assertFalse(texts.contains(issued.text()));
    assertFalse(texts.contains(rig.linkToken()));
    assertFalse(texts.contains("$argon2id"));
  }
}
