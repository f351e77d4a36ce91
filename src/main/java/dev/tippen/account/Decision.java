package dev.tippen.account;

import dev.tippen.event.ApiKey;
import dev.tippen.event.Refusal;

/// What [Access] says to a request.
public sealed interface Decision {
  /// The request may do it with the data of this key.
  record Granted(ApiKey key) implements Decision {}

  record Refused(Refusal refusal) implements Decision {}
}
