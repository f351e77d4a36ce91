package dev.tippen.store;

import dev.tippen.event.ApiKey;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Who signs in: organizations, their users, and their logins. Nothing that is stored here lets a
/// reader of the database sign in: passwords are slow hashes, tokens are SHA-256 of 256 random
/// bits. All calls block on the database, so call them from a platform thread; all throw
/// [StoreException] when it fails. Times are epoch milliseconds of the server's clock.
public interface AccountStore {
  /// Expired logins removed by one new login.
  int EXPIRED_PER_LOGIN_MAX = 100;

  /// Whether anybody can sign in at all.
  boolean hasUsers();

  /// Makes an organization, its first user (role admin) and its first site key, all or nothing.
  ///
  /// @param onlyAsFirst refuse when the server has a user already
  Creation create(NewAccount account, boolean onlyAsFirst);

  /// @param email in lower case
  @Nullable Credentials findCredentials(String email);

  /// Replaces a password's hash unless it was changed meanwhile.
  ///
  /// @return false if the user's hash is no longer `expected`
  boolean replacePasswordHash(long userId, String expected, String replacement);

  /// Stores a login and removes up to [#EXPIRED_PER_LOGIN_MAX] expired ones of anybody, so that the
  /// table can't grow without people signing in and never stays full of the dead.
  ///
  /// @param tokenHash SHA-256 of the token, 32 bytes
  void startSession(byte[] tokenHash, long userId, long nowMs, long expiresAtMs);

  /// @return null if there is no such login or its time is over
  @Nullable LoginSession findSession(byte[] tokenHash, long nowMs);

  /// @return false if there was no such login
  boolean endSession(byte[] tokenHash);

  /// Removes logins whose time is over.
  ///
  /// @param max at most this many in one transaction
  /// @return how many were removed
  int deleteExpiredSessions(long nowMs, int max);

  /// What a user may do in the organization.
  enum Role {
    ADMIN,
    MEMBER,
    VIEWER;

    /// The spelling in SQL and JSON.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A person who can sign in.
  ///
  /// @param email in lower case
  record User(
      long id,
      long organizationId,
      String organizationName,
      String email,
      String firstName,
      String lastName,
      Role role) {}

  /// A user with what the password is checked against.
  ///
  /// @param passwordHash PHC string
  record Credentials(User user, String passwordHash) {
    @Override
    public String toString() {
      return "Credentials[" + user + "]";
    }
  }

  /// A login that is still valid.
  record LoginSession(User user, long expiresAtMs) {}

  /// An organization with its first user and first site key.
  ///
  /// @param slugBase lower-case letters, digits and inner hyphens; gets a suffix when it is taken
  /// @param email in lower case
  /// @param passwordHash PHC string
  /// @param keyText text of the first site key, whose organization becomes the new one
  record NewAccount(
      String organizationName,
      String slugBase,
      String email,
      String firstName,
      String lastName,
      String passwordHash,
      String keyText,
      String siteName,
      @Nullable String website,
      long nowMs) {
    @Override
    public String toString() {
      return "NewAccount[" + organizationName + ", " + email + "]";
    }
  }

  /// What became of [#create].
  sealed interface Creation {
    record Created(User user, ApiKey site) implements Creation {}

    /// The server has a user already; nothing was stored.
    record UsersExist() implements Creation {}

    /// Somebody has this e-mail already; nothing was stored.
    record EmailTaken() implements Creation {}
  }
}
