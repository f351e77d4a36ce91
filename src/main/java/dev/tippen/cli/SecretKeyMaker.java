package dev.tippen.cli;

import dev.tippen.store.sqlite.SqliteAccess;
import org.jspecify.annotations.Nullable;

/// Makes secret keys, with which programs read a site's visitors.
@FunctionalInterface
public interface SecretKeyMaker {

  /// @param apiKey an existing, active key
  /// @return the secret, which is not stored and can't be shown again
  String make(String apiKey, @Nullable String note);

  /// How the commands get one for the database they opened.
  @FunctionalInterface
  interface Source {
    SecretKeyMaker on(SqliteAccess access);
  }
}
