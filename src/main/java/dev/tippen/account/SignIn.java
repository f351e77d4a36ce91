package dev.tippen.account;

import dev.tippen.event.Refusal;
import dev.tippen.store.AccountStore.User;
import java.time.Instant;

/// What became of a try to sign in, or of a look at a login.
public sealed interface SignIn {

  /// @param token of the login: URL-safe, opaque to clients, never stored
  /// @param expiresAt when it ends on its own
  /// @param apiKey public key of the organization's first site, empty if it has none
  record SignedIn(String token, Instant expiresAt, User user, String apiKey) implements SignIn {
    @Override
    public String toString() {
      return "SignedIn[" + user + ", until " + expiresAt + "]";
    }
  }

  record Refused(Refusal refusal) implements SignIn {}
}
