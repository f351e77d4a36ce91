package dev.tippen.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request shows of who it comes from, as the edge read it.
///
/// @param keys keys and secret keys in the order header, query, body
/// @param bearer text after `Authorization: Bearer`
/// @param cookie value of the session cookie; set only where the edge lets the cookie count: for
///   reads without a foreign `Origin`, for changes and sockets only with this server's own `Origin`
public record Proof(List<String> keys, @Nullable String bearer, @Nullable String cookie) {
  public Proof {
    keys = List.copyOf(keys);
  }

  /// Without the secrets, so that a proof can't end up in a log.
  @Override
  public String toString() {
    return "Proof[%d keys, bearer %b, cookie %b]"
        .formatted(keys.size(), bearer != null, cookie != null);
  }
}
