package dev.tippen.admission;

import dev.tippen.enrich.address.IpAddress;
import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.store.KeyDirectory;
import org.jspecify.annotations.Nullable;

/// Decides whether an event may come in: neither its address nor its key sends too much, the key
/// exists, is active, and may be used from the page's origin. Safe for all threads; never blocks.
public final class Admission {
  private final KeyDirectory keys;
  private final RateLimits limits;
  private final KeylessExits keylessExits;

  /// Finds the key of an exit that came without one, as the original browser script sends it: the
  /// key under which this visitor is on that site now.
  @FunctionalInterface
  public interface KeylessExits {
    /// @param siteHost host of the page that sent the exit, lower case
    /// @return null if no visitor of this id is on that site, or if it is not clear on which
    @Nullable ApiKey keyOf(String visitorId, String siteHost);
  }

  public Admission(KeyDirectory keys, RateLimits limits, KeylessExits keylessExits) {
    this.keys = keys;
    this.limits = limits;
    this.keylessExits = keylessExits;
  }

  public sealed interface Verdict {
    record Admitted(ApiKey key) implements Verdict {}

    /// @param key null if there is no such key
    record Refused(@Nullable ApiKey key, Refusal refusal) implements Verdict {}
  }

  /// To be asked before anything is read of a request.
  ///
  /// @param address of the client, null if unknown
  /// @return null if it may send this many events
  public @Nullable Refusal admitAddress(@Nullable IpAddress address, int events) {
    return limits.address(address, events);
  }

  /// Like [#admitEvent], but for a socket: no event is counted.
  public Verdict admit(@Nullable String keyText, @Nullable String origin) {
    if (keyText == null || keyText.isEmpty()) return refuse(Problem.API_KEY_REQUIRED);
    ApiKey key = keys.find(keyText);
    return key == null ? refuse(Problem.API_KEY_UNKNOWN) : admit(key, origin);
  }

  /// @param keyText the key as sent, null or empty if none
  /// @param origin the `Origin` header, null if none
  public Verdict admitEvent(@Nullable String keyText, @Nullable String origin) {
    return limited(admit(keyText, origin));
  }

  /// For an exit without a key.
  ///
  /// @param siteHost host of the page, null if unknown
  public Verdict admitKeylessExit(
      String visitorId, @Nullable String siteHost, @Nullable String origin) {
    ApiKey key = siteHost == null ? null : keylessExits.keyOf(visitorId, siteHost);
    return limited(key == null ? refuse(Problem.API_KEY_REQUIRED) : admit(key, origin));
  }

  private static Verdict admit(ApiKey key, @Nullable String origin) {
    if (!key.active()) return refuse(key, Problem.API_KEY_INACTIVE);
    if (!key.allowsOrigin(origin)) return refuse(key, Problem.ORIGIN_NOT_ALLOWED);
    return new Verdict.Admitted(key);
  }

  private Verdict limited(Verdict verdict) {
    if (!(verdict instanceof Verdict.Admitted(var key))) return verdict;
    Refusal tooMuch = limits.key(key);
    return tooMuch == null ? verdict : new Verdict.Refused(key, tooMuch);
  }

  private static Verdict refuse(Problem problem) {
    return refuse(null, problem);
  }

  private static Verdict refuse(@Nullable ApiKey key, Problem problem) {
    return new Verdict.Refused(key, Refusal.of(problem));
  }
}
