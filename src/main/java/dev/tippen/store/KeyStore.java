package dev.tippen.store;

import dev.tippen.event.ApiKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys of the sites. All calls block on the database; call them from a platform thread.
public interface KeyStore {

  /// Moves whenever a key or a secret key is made, changed or revoked, by this process or another.
  long version();

  List<ApiKey> all();

  /// @throws KeyExistsException if a key of this text exists
  ApiKey create(NewKey key);

  /// @return false if there is no such key
  boolean revoke(String text);

  /// A key to be made.
  ///
  /// @param origins lower case, without a trailing slash
  record NewKey(
      String text,
      ApiKey.Type type,
      @Nullable String clientName,
      @Nullable String website,
      @Nullable String backendUrl,
      List<String> origins,
      boolean openRead,
      @Nullable Long organizationId,
      @Nullable String notes) {}

  /// A key of this text exists already.
  final class KeyExistsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public KeyExistsException(String text) {
      super("a key of this text exists already: " + text);
    }
  }
}
