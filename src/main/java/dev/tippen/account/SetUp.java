package dev.tippen.account;

import dev.tippen.event.ApiKey;
import dev.tippen.event.Refusal;

/// What became of a set-up.
public sealed interface SetUp {

  /// @param signedIn the owner, signed in for a day
  /// @param site the first site
  record Done(SignIn.SignedIn signedIn, ApiKey site) implements SetUp {}

  record Refused(Refusal refusal) implements SetUp {}
}
