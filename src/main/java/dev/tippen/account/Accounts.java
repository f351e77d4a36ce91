package dev.tippen.account;

import dev.tippen.account.Forms.LoginForm;
import dev.tippen.account.Forms.SetUpForm;
import dev.tippen.account.Forms.SignUpForm;
import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.store.AccountStore;
import dev.tippen.store.AccountStore.Creation;
import dev.tippen.store.AccountStore.Credentials;
import dev.tippen.store.AccountStore.LoginSession;
import dev.tippen.store.AccountStore.NewAccount;
import dev.tippen.store.AccountStore.User;
import dev.tippen.store.KeyDirectory;
import dev.tippen.store.KeyText;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Makes accounts and signs people in and out. What is expected to go wrong comes back as a
/// refusal; a database that fails throws [dev.tippen.store.StoreException]. All calls block on the
/// database or on a password hash (170 ms, see [Passwords]): call them from a platform thread. Safe
/// for all threads.
public final class Accounts {
  /// How long a login lasts.
  public static final Duration SESSION = Duration.ofDays(1);

  /// How long a login lasts when the person asked to be remembered.
  public static final Duration REMEMBERED_SESSION = Duration.ofDays(30);

  /// Failed logins allowed per e-mail, and per client address, in [#ATTEMPT_WINDOW]. Also sign-ups
  /// per client address.
  public static final int ATTEMPTS_MAX = 10;

  public static final Duration ATTEMPT_WINDOW = Duration.ofMinutes(15);

  private static final int SLUG_MAX_CHARS = 40;
  private static final int IPV6_NETWORK_BYTES = 8;

  private final AccountStore store;
  private final KeyDirectory keys;
  private final KeyText keyText = new KeyText();
  private final Passwords passwords;
  private final SetUpLink setUpLink;
  private final InstantSource clock;
  private final SecureRandom random;
  private final boolean openSignUp;
  private final AttemptLimit logins;
  private final AttemptLimit signUps;
  private volatile boolean setUpDone;

  /// @param keys refreshed after an account made a new site
  /// @param openSignUp whether anybody may make an account once the server is set up
  public Accounts(
      AccountStore store,
      KeyDirectory keys,
      Passwords passwords,
      SetUpLink setUpLink,
      InstantSource clock,
      SecureRandom random,
      boolean openSignUp) {
    this.store = store;
    this.keys = keys;
    this.passwords = passwords;
    this.setUpLink = setUpLink;
    this.clock = clock;
    this.random = random;
    this.openSignUp = openSignUp;
    logins = new AttemptLimit(ATTEMPTS_MAX, ATTEMPT_WINDOW, clock);
    signUps = new AttemptLimit(ATTEMPTS_MAX, ATTEMPT_WINDOW, clock);
  }

  /// Whether the server still waits for its first owner. Blocks on the database until there is one,
  /// then answers from memory.
  public boolean needsSetUp() {
    if (!setUpDone) setUpDone = store.hasUsers();
    return !setUpDone;
  }

  /// Makes the first owner with an organization and a first site, and signs the owner in. Refuses
  /// with SETUP_DONE, SETUP_TOKEN_INVALID, FIELD_REQUIRED, FIELD_INVALID, FIELD_TOO_LONG or
  /// STORE_BUSY. Of several at once, one wins.
  public SetUp setUp(SetUpForm form) {
    if (!needsSetUp()) return new SetUp.Refused(Refusal.of(Problem.SETUP_DONE));
    String token = form.token();
    if (token == null || !setUpLink.matches(token)) {
      return new SetUp.Refused(Refusal.of(Problem.SETUP_TOKEN_INVALID));
    }
    Fields fields = new Fields();
    String firstName = fields.name("firstName", form.firstName());
    String lastName = fields.optionalName("lastName", form.lastName());
    String email = fields.email("email", form.email());
    String password = fields.password("password", form.password(), email);
    String siteName = fields.name("siteName", form.siteName());
    String website = fields.website("website", form.website());
    Refusal wrong = fields.refusal();
    if (wrong != null) return new SetUp.Refused(wrong);
    return create(firstName, lastName, email, password, siteName, website, true);
  }

  /// Makes an account with an organization and a first site of its own. Refuses with
  /// SIGN_UP_CLOSED, TOO_MANY_ATTEMPTS, FIELD_REQUIRED, FIELD_INVALID, FIELD_TOO_LONG, EMAIL_TAKEN
  /// or STORE_BUSY. Closed until the server is set up, or a stranger could become the first user
  /// and lock its owner out of the set-up.
  ///
  /// @param clientAddress IP address of the client
  public SignIn signUp(SignUpForm form, String clientAddress) {
    if (!openSignUp || needsSetUp()) return refused(Problem.SIGN_UP_CLOSED);
    if (isBlank(form.email()) || isBlank(form.password()) || isBlank(form.companyName())) {
      return new SignIn.Refused(
          Refusal.of(Problem.FIELD_REQUIRED, "Email, password, and company name are required"));
    }
    Fields fields = new Fields();
    String firstName = fields.optionalName("firstName", form.firstName());
    String lastName = fields.optionalName("lastName", form.lastName());
    String email = fields.email("email", form.email());
    String password = fields.password("password", form.password(), email);
    String companyName = fields.name("companyName", form.companyName());
    String website = fields.website("website", form.website());
    Refusal wrong = fields.refusal();
    if (wrong != null) return new SignIn.Refused(wrong);
    int waitSeconds = signUps.claim(network(clientAddress));
    if (waitSeconds > 0) return tooManyAttempts(waitSeconds);
    return switch (create(firstName, lastName, email, password, companyName, website, false)) {
      case SetUp.Done done -> done.signedIn();
      case SetUp.Refused no -> new SignIn.Refused(no.refusal());
    };
  }

  /// Signs in by password. Refuses with FIELD_REQUIRED, TOO_MANY_ATTEMPTS, STORE_BUSY, and with the
  /// same CREDENTIALS_WRONG, after the same time, for an unknown e-mail and for a wrong password.
  ///
  /// After [#ATTEMPTS_MAX] failures in [#ATTEMPT_WINDOW] the e-mail, known or not, and the client's
  /// network are refused unheard. So a stranger can keep an owner from signing in, but not from
  /// being signed in: logins that exist go on.
  ///
  /// @param clientAddress IP address of the client; IPv6 counts by /64 network
  public SignIn login(LoginForm form, String clientAddress) {
    String email = Fields.tidyEmail(form.email());
    String password = form.password();
    if (email.isEmpty()) return required("email");
    if (password == null || password.isEmpty()) return required("password");
    String byEmail = "e" + Base64.getEncoder().encodeToString(Tokens.hash(email));
    String byAddress = "a" + network(clientAddress);
    int waitSeconds = logins.claim(byEmail);
    if (waitSeconds > 0) return tooManyAttempts(waitSeconds);
    waitSeconds = logins.claim(byAddress);
    if (waitSeconds > 0) {
      logins.release(byEmail);
      return tooManyAttempts(waitSeconds);
    }
    boolean failed = false;
    try {
      SignIn result = login(email, password, Boolean.TRUE.equals(form.rememberMe()));
      failed =
          result instanceof SignIn.Refused no
              && no.refusal().problem() == Problem.CREDENTIALS_WRONG;
      return result;
    } finally {
      if (!failed) {
        logins.release(byEmail);
        logins.release(byAddress);
      }
    }
  }

  private SignIn login(String email, String password, boolean rememberMe) {
    Credentials known = store.findCredentials(email);
    String hash = known == null ? passwords.dummy() : known.passwordHash();
    return switch (passwords.check(password, hash)) {
      case BUSY -> new SignIn.Refused(busy());
      case DIFFERS -> refused(Problem.CREDENTIALS_WRONG);
      case MATCHES -> known == null ? refused(Problem.CREDENTIALS_WRONG) : enter(known, rememberMe);
      case MATCHES_AT_OTHER_COST -> {
        if (known == null) yield refused(Problem.CREDENTIALS_WRONG);
        // When it is too busy for a second hash, the next login does it.
        if (passwords.hash(password) instanceof Passwords.Hashing.Hashed(String phc)) {
          store.replacePasswordHash(known.user().id(), known.passwordHash(), phc);
        }
        yield enter(known, rememberMe);
      }
    };
  }

  /// Looks whose login a token is. Refuses with SESSION_INVALID. Does not make the login last
  /// longer.
  public SignIn verify(String token) {
    LoginSession session = store.findSession(Tokens.hash(token), clock.millis());
    if (session == null) return refused(Problem.SESSION_INVALID);
    return signedIn(token, session.user(), Instant.ofEpochMilli(session.expiresAtMs()));
  }

  /// Ends a login at once, everywhere. Does nothing if there is no such login.
  public void logout(String token) {
    store.endSession(Tokens.hash(token));
  }

  private SetUp create(
      String firstName,
      String lastName,
      String email,
      String password,
      String siteName,
      @Nullable String website,
      boolean onlyAsFirst) {
    if (!(passwords.hash(password) instanceof Passwords.Hashing.Hashed(String phc))) {
      return new SetUp.Refused(busy());
    }
    long nowMs = clock.millis();
    NewAccount account =
        new NewAccount(
            siteName,
            slug(siteName),
            email,
            firstName,
            lastName,
            phc,
            keyText.make(ApiKey.Type.CLIENT, siteName, nowMs),
            siteName,
            website,
            nowMs);
    return switch (store.create(account, onlyAsFirst)) {
      case Creation.UsersExist() -> new SetUp.Refused(Refusal.of(Problem.SETUP_DONE));
      case Creation.EmailTaken() -> new SetUp.Refused(Refusal.of(Problem.EMAIL_TAKEN));
      case Creation.Created(User user, ApiKey site) -> {
        // The page that shows the script tag comes next: its events must find the key.
        keys.refresh();
        yield new SetUp.Done(enter(user, false), site);
      }
    };
  }

  private SignIn.SignedIn enter(Credentials known, boolean rememberMe) {
    return enter(known.user(), rememberMe);
  }

  private SignIn.SignedIn enter(User user, boolean rememberMe) {
    String token = Tokens.make(random);
    // Stored in milliseconds: what is answered now must equal what verify reads later.
    long nowMs = clock.millis();
    long expiresAtMs = nowMs + (rememberMe ? REMEMBERED_SESSION : SESSION).toMillis();
    store.startSession(Tokens.hash(token), user.id(), nowMs, expiresAtMs);
    return signedIn(token, user, Instant.ofEpochMilli(expiresAtMs));
  }

  private SignIn.SignedIn signedIn(String token, User user, Instant expiresAt) {
    ApiKey first = SiteKeys.first(keys, user.organizationId());
    return new SignIn.SignedIn(token, expiresAt, user, first == null ? "" : first.text());
  }

  private static SignIn refused(Problem problem) {
    return new SignIn.Refused(Refusal.of(problem));
  }

  private static SignIn required(String field) {
    return new SignIn.Refused(Refusal.of(Problem.FIELD_REQUIRED, field + " is required"));
  }

  private static SignIn tooManyAttempts(int waitSeconds) {
    return new SignIn.Refused(Refusal.retryAfter(Problem.TOO_MANY_ATTEMPTS, waitSeconds));
  }

  private static Refusal busy() {
    return new Refusal(
        Problem.STORE_BUSY, "Too many people sign in at this moment; try again shortly", 1);
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  static String slug(String name) {
    String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    if (slug.length() > SLUG_MAX_CHARS) slug = slug.substring(0, SLUG_MAX_CHARS);
    slug = slug.replaceAll("^-|-$", "");
    return slug.isEmpty() ? "organization" : slug;
  }

  /// What one client can hardly change: its IPv4 address, or its IPv6 /64, in which it may use any
  /// address. Short whatever is given.
  static String network(String address) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      int length = Math.min(bytes.length, IPV6_NETWORK_BYTES);
      return HexFormat.of().formatHex(bytes, 0, length);
    } catch (IllegalArgumentException _) {
      return Base64.getEncoder().encodeToString(Tokens.hash(address));
    }
  }
}
