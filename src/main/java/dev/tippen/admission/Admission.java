package dev.tippen.admission;

import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.store.KeyDirectory;
import org.jspecify.annotations.Nullable;

/// Decides whether an event may come in: the key exists, is active, and may be used from the page's
/// origin. Safe for all threads; never blocks.
public final class Admission {
  private final KeyDirectory keys;
  private final KeylessExits keylessExits;

  /// Finds the key of an exit that came without one, as the original browser script sends it: the
  /// key under which this visitor is on that site now.
  @FunctionalInterface
  public interface KeylessExits {
    /// @param siteHost host of the page that sent the exit, lower case
    /// @return null if no visitor of this id is on that site, or if it is not clear on which
    @Nullable ApiKey keyOf(String visitorId, String siteHost);
  }

  public Admission(KeyDirectory keys, KeylessExits keylessExits) {
    this.keys = keys;
    this.keylessExits = keylessExits;
  }

  public sealed interface Verdict {
    record Admitted(ApiKey key) implements Verdict {}

    record Refused(Refusal refusal) implements Verdict {}
  }

  /// @param keyText the key as sent, null or empty if none
  /// @param origin the `Origin` header, null if none
  public Verdict admit(@Nullable String keyText, @Nullable String origin) {
    if (keyText == null || keyText.isEmpty()) return refuse(Problem.API_KEY_REQUIRED);
    ApiKey key = keys.find(keyText);
    if (key == null) return refuse(Problem.API_KEY_UNKNOWN);
    return admit(key, origin);
  }

  /// For an exit without a key.
  ///
  /// @param siteHost host of the page, null if unknown
  public Verdict admitKeylessExit(
      String visitorId, @Nullable String siteHost, @Nullable String origin) {
    ApiKey key = siteHost == null ? null : keylessExits.keyOf(visitorId, siteHost);
    return key == null ? refuse(Problem.API_KEY_REQUIRED) : admit(key, origin);
  }

  private static Verdict admit(ApiKey key, @Nullable String origin) {
    if (!key.active()) return refuse(Problem.API_KEY_INACTIVE);
    if (!key.allowsOrigin(origin)) return refuse(Problem.ORIGIN_NOT_ALLOWED);
    return new Verdict.Admitted(key);
  }

  private static Verdict refuse(Problem problem) {
    return new Verdict.Refused(Refusal.of(problem));
  }
}
