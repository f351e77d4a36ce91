package dev.tippen.store.sqlite;

import dev.tippen.event.ApiKey;
import dev.tippen.store.AccountStore;
import dev.tippen.store.KeyStore.NewKey;
import dev.tippen.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The tables `organizations`, `users` and `login_sessions`.
public final class SqliteAccountStore implements AccountStore {
  /// Suffixes tried in order before a random one, so that many equal names stay cheap.
  private static final int COUNTED_SUFFIX_MAX = 9;

  private static final String USER_COLUMNS =
      "u.id, u.organization_id, o.name AS organization_name, u.email, u.first_name, u.last_name,"
          + " u.role";

  private final SqliteAccess access;

  public SqliteAccountStore(SqliteAccess access) {
    this.access = access;
  }

  @Override
  public boolean hasUsers() {
    return access.read(SqliteAccountStore::hasUsers);
  }

  @Override
  public Creation create(NewAccount account, boolean onlyAsFirst) {
    return access.write(c -> {
      // The transaction holds the write lock from its beginning: what these checks saw stays true.
      if (onlyAsFirst && hasUsers(c)) return new Creation.UsersExist();
      if (exists(c, "SELECT 1 FROM users WHERE email = ?", account.email())) {
        return new Creation.EmailTaken();
      }
      long organizationId = insertOrganization(c, account);
      User user = insertUser(c, account, organizationId);
      ApiKey site =
          new SqliteKeyStore(new Joined(c))
              .create(
                  new NewKey(
                      account.keyText(),
                      ApiKey.Type.CLIENT,
                      account.siteName(),
                      account.website(),
                      null,
                      List.of(),
                      false,
                      organizationId,
                      null));
      return new Creation.Created(user, site);
    });
  }

  @Override
  public @Nullable Credentials findCredentials(String email) {
    return access.<@Nullable Credentials>read(c -> {
      try (PreparedStatement p =
          c.prepareStatement(
              "SELECT "
                  + USER_COLUMNS
                  + ", u.password_hash FROM users u JOIN organizations o"
                  + " ON o.id = u.organization_id WHERE u.email = ?")) {
        p.setString(1, email);
        try (ResultSet r = p.executeQuery()) {
          return r.next() ? new Credentials(user(r), r.getString("password_hash")) : null;
        }
      }
    });
  }

  @Override
  public boolean replacePasswordHash(long userId, String expected, String replacement) {
    return access.write(c -> {
      try (PreparedStatement p =
          c.prepareStatement(
              "UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?")) {
        p.setString(1, replacement);
        p.setLong(2, userId);
        p.setString(3, expected);
        return p.executeUpdate() == 1;
      }
    });
  }

  @Override
  public void startSession(byte[] tokenHash, long userId, long nowMs, long expiresAtMs) {
    access.<@Nullable Void>write(c -> {
      deleteExpired(c, nowMs, EXPIRED_PER_LOGIN_MAX);
      try (PreparedStatement p =
          c.prepareStatement(
              "INSERT INTO login_sessions (token_hash, user_id, created_at_ms, expires_at_ms)"
                  + " VALUES (?, ?, ?, ?)")) {
        p.setBytes(1, tokenHash);
        p.setLong(2, userId);
        p.setLong(3, nowMs);
        p.setLong(4, expiresAtMs);
        p.executeUpdate();
        return null;
      }
    });
  }

  @Override
  public @Nullable LoginSession findSession(byte[] tokenHash, long nowMs) {
    return access.<@Nullable LoginSession>read(c -> {
      try (PreparedStatement p =
          c.prepareStatement(
              "SELECT "
                  + USER_COLUMNS
                  + ", s.expires_at_ms FROM login_sessions s JOIN users u ON u.id = s.user_id"
                  + " JOIN organizations o ON o.id = u.organization_id"
                  + " WHERE s.token_hash = ? AND s.expires_at_ms > ?")) {
        p.setBytes(1, tokenHash);
        p.setLong(2, nowMs);
        try (ResultSet r = p.executeQuery()) {
          return r.next() ? new LoginSession(user(r), r.getLong("expires_at_ms")) : null;
        }
      }
    });
  }

  @Override
  public boolean endSession(byte[] tokenHash) {
    return access.write(c -> {
      try (PreparedStatement p =
          c.prepareStatement("DELETE FROM login_sessions WHERE token_hash = ?")) {
        p.setBytes(1, tokenHash);
        return p.executeUpdate() == 1;
      }
    });
  }

  @Override
  public int deleteExpiredSessions(long nowMs, int max) {
    return access.write(c -> deleteExpired(c, nowMs, max));
  }

  private static int deleteExpired(Connection c, long nowMs, int max) throws SQLException {
    try (PreparedStatement p =
        c.prepareStatement(
            "DELETE FROM login_sessions WHERE token_hash IN"
                + " (SELECT token_hash FROM login_sessions WHERE expires_at_ms <= ? LIMIT ?)")) {
      p.setLong(1, nowMs);
      p.setInt(2, max);
      return p.executeUpdate();
    }
  }

  private static boolean hasUsers(Connection c) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT EXISTS (SELECT 1 FROM users)")) {
      return r.getInt(1) == 1;
    }
  }

  private static long insertOrganization(Connection c, NewAccount account) throws SQLException {
    try (PreparedStatement p =
        c.prepareStatement(
            "INSERT INTO organizations (name, slug, created_at_ms) VALUES (?, ?, ?)"
                + " RETURNING id")) {
      p.setString(1, account.organizationName());
      p.setString(2, freeSlug(c, account.slugBase()));
      p.setLong(3, account.nowMs());
      try (ResultSet r = p.executeQuery()) {
        return r.getLong(1);
      }
    }
  }

  private static String freeSlug(Connection c, String base) throws SQLException {
    String slug = base;
    for (int n = 2; exists(c, "SELECT 1 FROM organizations WHERE slug = ?", slug); n++) {
      slug = base + "-" + (n <= COUNTED_SUFFIX_MAX ? Integer.toString(n) : randomSuffix(c));
    }
    return slug;
  }

  private static String randomSuffix(Connection c) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT lower(hex(randomblob(5)))")) {
      return r.getString(1);
    }
  }

  private static User insertUser(Connection c, NewAccount account, long organizationId)
      throws SQLException {
    try (PreparedStatement p =
        c.prepareStatement(
            "INSERT INTO users (organization_id, email, first_name, last_name, role,"
                + " password_hash, created_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id")) {
      p.setLong(1, organizationId);
      p.setString(2, account.email());
      p.setString(3, account.firstName());
      p.setString(4, account.lastName());
      p.setString(5, Role.ADMIN.text());
      p.setString(6, account.passwordHash());
      p.setLong(7, account.nowMs());
      try (ResultSet r = p.executeQuery()) {
        return new User(
            r.getLong(1),
            organizationId,
            account.organizationName(),
            account.email(),
            account.firstName(),
            account.lastName(),
            Role.ADMIN);
      }
    }
  }

  private static boolean exists(Connection c, String sql, String value) throws SQLException {
    try (PreparedStatement p = c.prepareStatement(sql)) {
      p.setString(1, value);
      try (ResultSet r = p.executeQuery()) {
        return r.next();
      }
    }
  }

  private static User user(ResultSet r) throws SQLException {
    return new User(
        r.getLong("id"),
        r.getLong("organization_id"),
        r.getString("organization_name"),
        r.getString("email"),
        r.getString("first_name"),
        r.getString("last_name"),
        Role.valueOf(r.getString("role").toUpperCase(Locale.ROOT)));
  }

  /// Lets another store take part in the transaction under way.
  private record Joined(Connection connection) implements SqliteAccess {
    @Override
    public <T extends @Nullable Object> T read(SqlWork<T> work) {
      return write(work);
    }

    @Override
    public <T extends @Nullable Object> T write(SqlWork<T> work) {
      try {
        return work.run(connection);
      } catch (SQLException e) {
        throw new StoreException("Writing failed: " + e.getMessage(), e);
      }
    }
  }
}
