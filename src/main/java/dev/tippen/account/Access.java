package dev.tippen.account;

import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.store.AccountStore;
import dev.tippen.store.AccountStore.LoginSession;
import dev.tippen.store.KeyDirectory;
import dev.tippen.store.SecretKeyStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one tenancy check: whose data a request may read or change. Every read and every action asks
/// here and then uses the key of the [Decision.Granted], never one it parsed itself.
///
/// The strongest proof decides, weaker ones do not rescue it:
///
/// 1. A secret key reads and acts for its own site, if that is active. Any key named beside it must
///    be of the same site.
/// 2. A login (bearer before cookie) reads all sites of its organization and acts for the active
///    ones; the first public key names the site, none names the organization's first. A site of
///    somebody else and one that does not exist are refused with the same bytes.
/// 3. A public key alone reads only if its owner opened it for reading, and never acts. Such an
///    open site is open to everybody, signed in elsewhere or not.
///
/// Secret keys are followed within the poll of [KeyDirectory], logins are read each time, so an
/// ended login is refused at once. Safe for all threads.
public final class Access {
  private static final Decision UNKNOWN = refused(Problem.API_KEY_UNKNOWN);

  private final KeyDirectory keys;
  private final AccountStore accounts;
  private final InstantSource clock;
  private final SecretKeyRing secretKeys;

  private enum Deed {
    READ,
    ACT,
    BRING_PAST
  }

  /// @param keys this registers itself for its changes
  public Access(
      KeyDirectory keys, SecretKeyStore secretKeys, AccountStore accounts, InstantSource clock) {
    this.keys = keys;
    this.accounts = accounts;
    this.clock = clock;
    this.secretKeys = new SecretKeyRing(secretKeys, keys, clock);
  }

  /// Whether the request may see the visitors of a site. May block on the database: call it from a
  /// platform thread.
  ///
  /// @throws dev.tippen.store.StoreException if the database fails; nothing is granted then
  public Decision read(Proof proof) {
    return decide(Shown.of(proof), Deed.READ);
  }

  /// Whether the request may do something for a site: invite a visitor, change settings. May block
  /// on the database: call it from a platform thread.
  ///
  /// @throws dev.tippen.store.StoreException if the database fails; nothing is granted then
  public Decision act(Proof proof) {
    return decide(Shown.of(proof), Deed.ACT);
  }

  /// Whether the request may bring a site's past: whoever may act for it, also if its key is
  /// revoked or inactive. The past of a site that no longer sends is worth keeping, and a key need
  /// not be opened for it. May block on the database: call it from a platform thread.
  ///
  /// @throws dev.tippen.store.StoreException if the database fails; nothing is granted then
  public Decision bringPast(Proof proof) {
    return decide(Shown.of(proof), Deed.BRING_PAST);
  }

  /// The same as [#read] where memory suffices, for event loops. Never blocks.
  ///
  /// @return null if the database must be asked: call [#read] on a platform thread
  public @Nullable Decision readNow(Proof proof) {
    Shown shown = Shown.of(proof);
    if (!shown.secretKeys.isEmpty()) {
      return secretKeys.opensWithoutStore(shown.secretKeys) ? decide(shown, Deed.READ) : null;
    }
    if (shown.token != null && openKey(shown) == null) return null;
    return decide(shown, Deed.READ);
  }

  private Decision decide(Shown shown, Deed deed) {
    if (!shown.secretKeys.isEmpty()) return bySecretKey(shown, deed);
    if (deed == Deed.READ) {
      ApiKey open = openKey(shown);
      if (open != null) return new Decision.Granted(open);
    }
    if (shown.token != null) return byLogin(shown.token, shown, deed);
    return byPublicKey(shown, deed);
  }

  private Decision bySecretKey(Shown shown, Deed deed) {
    String site = null;
    for (String secretKey : shown.secretKeys) {
      String opened = secretKeys.open(secretKey);
      if (opened == null || (site != null && !site.equals(opened))) return UNKNOWN;
      site = opened;
    }
    for (String named : shown.publicKeys) {
      if (!named.equals(site)) return UNKNOWN;
    }
    ApiKey key = site == null ? null : keys.find(site);
    if (key == null) return UNKNOWN;
    boolean usable = key.active() || deed == Deed.BRING_PAST;
    return usable ? new Decision.Granted(key) : refused(Problem.API_KEY_INACTIVE);
  }

  private Decision byLogin(String token, Shown shown, Deed deed) {
    LoginSession session = accounts.findSession(Tokens.hash(token), clock.millis());
    if (session == null) return refused(Problem.SESSION_INVALID);
    long organizationId = session.user().organizationId();
    String named = shown.firstPublicKey();
    ApiKey key = named == null ? SiteKeys.first(keys, organizationId) : keys.find(named);
    if (key == null || !SiteKeys.owns(organizationId, key)) return UNKNOWN;
    // A role that may only look would be refused its ACT here.
    if (deed == Deed.ACT && !key.active()) return refused(Problem.API_KEY_INACTIVE);
    return new Decision.Granted(key);
  }

  private Decision byPublicKey(Shown shown, Deed deed) {
    String named = shown.firstPublicKey();
    if (named == null) return refused(Problem.API_KEY_REQUIRED);
    ApiKey key = keys.find(named);
    if (key == null) return UNKNOWN;
    if (!key.active()) return refused(Problem.API_KEY_INACTIVE);
    return switch (deed) {
      case READ -> refused(Problem.READ_NOT_ALLOWED);
      case ACT, BRING_PAST ->
          new Decision.Refused(
              Refusal.of(
                  Problem.READ_NOT_ALLOWED,
                  "This key may only send events; sign in or use a secret key"));
    };
  }

  private @Nullable ApiKey openKey(Shown shown) {
    String named = shown.firstPublicKey();
    ApiKey key = named == null ? null : keys.find(named);
    return key != null && key.active() && key.openRead() ? key : null;
  }

  private static Decision refused(Problem problem) {
    return new Decision.Refused(Refusal.of(problem));
  }

  /// A proof sorted by kind.
  ///
  /// @param token of a login: the bearer, or else the cookie
  private record Shown(List<String> publicKeys, List<String> secretKeys, @Nullable String token) {

    static Shown of(Proof proof) {
      List<String> publicKeys =
          proof.keys().stream().filter(k -> !SecretKeys.isSecretKey(k)).toList();
      List<String> secretKeys =
          proof.keys().stream().filter(SecretKeys::isSecretKey).distinct().toList();
      String bearer = proof.bearer();
      if (bearer == null) return new Shown(publicKeys, secretKeys, proof.cookie());
      if (!SecretKeys.isSecretKey(bearer)) return new Shown(publicKeys, secretKeys, bearer);
      List<String> both = new ArrayList<>(secretKeys);
      if (!both.contains(bearer)) both.add(bearer);
      return new Shown(publicKeys, both, null);
    }

    @Nullable String firstPublicKey() {
      return publicKeys.isEmpty() ? null : publicKeys.getFirst();
    }
  }
}
