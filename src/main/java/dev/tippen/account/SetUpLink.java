package dev.tippen.account;

import java.security.SecureRandom;

/// The link that lets the first owner in: whoever can read the server's log. Its token is made at
/// every start, is never stored, and is worth nothing once an owner exists.
public final class SetUpLink {
  private final String token;

  public SetUpLink(SecureRandom random) {
    token = Tokens.make(random);
  }

  /// The address to open. The token stands in the fragment, which browsers send to no server and
  /// into no log.
  ///
  /// @param origin scheme, host and port, without a trailing slash
  public String url(String origin) {
    return origin + "/setup#token=" + token;
  }

  boolean matches(String given) {
    return Tokens.same(token, given);
  }
}
