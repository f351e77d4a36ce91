package dev.tippen.store.sqlite;

import dev.tippen.store.SecretKeyStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table `secret_keys`.
public final class SqliteSecretKeyStore implements SecretKeyStore {
  private static final String SELECT =
      "SELECT id, secret_hash, api_key, note, created_at_ms, last_used_at_ms, revoked_at_ms"
          + " FROM secret_keys ";

  private final SqliteAccess access;

  public SqliteSecretKeyStore(SqliteAccess access) {
    this.access = access;
  }

  @Override
  public boolean insert(String id, byte[] hash, String apiKey, @Nullable String note, long nowMs) {
    return access.write(c -> {
      try (PreparedStatement p =
          c.prepareStatement(
              "INSERT INTO secret_keys (id, secret_hash, api_key, note, created_at_ms)"
                  + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING")) {
        p.setString(1, id);
        p.setBytes(2, hash);
        p.setString(3, apiKey);
        p.setString(4, note);
        p.setLong(5, nowMs);
        return p.executeUpdate() == 1;
      }
    });
  }

  @Override
  public List<SecretKey> active() {
    return access.read(c -> {
      try (PreparedStatement p = c.prepareStatement(SELECT + "WHERE revoked_at_ms IS NULL")) {
        return keys(p);
      }
    });
  }

  @Override
  public List<SecretKey> ofSite(String apiKey) {
    return access.read(c -> {
      try (PreparedStatement p =
          c.prepareStatement(SELECT + "WHERE api_key = ? ORDER BY created_at_ms DESC, id")) {
        p.setString(1, apiKey);
        return keys(p);
      }
    });
  }

  @Override
  public boolean revoke(String id, long nowMs) {
    return access.write(c -> {
      try (PreparedStatement p =
          c.prepareStatement(
              "UPDATE secret_keys SET revoked_at_ms = ? WHERE id = ? AND revoked_at_ms IS NULL")) {
        p.setLong(1, nowMs);
        p.setString(2, id);
        return p.executeUpdate() == 1;
      }
    });
  }

  @Override
  public void markUsed(String id, long nowMs) {
    access.<@Nullable Void>write(c -> {
      try (PreparedStatement p =
          c.prepareStatement(
              "UPDATE secret_keys SET last_used_at_ms = ?"
                  + " WHERE id = ? AND (last_used_at_ms IS NULL OR last_used_at_ms <= ?)")) {
        p.setLong(1, nowMs);
        p.setString(2, id);
        p.setLong(3, nowMs - USE_RESOLUTION_MS);
        p.executeUpdate();
        return null;
      }
    });
  }

  private static List<SecretKey> keys(PreparedStatement p) throws SQLException {
    try (ResultSet r = p.executeQuery()) {
      List<SecretKey> keys = new ArrayList<>();
      while (r.next()) {
        keys.add(
            new SecretKey(
                r.getString("id"),
                r.getBytes("secret_hash"),
                r.getString("api_key"),
                r.getString("note"),
                r.getLong("created_at_ms"),
                SqliteKeyStore.nullableLong(r, "last_used_at_ms"),
                SqliteKeyStore.nullableLong(r, "revoked_at_ms")));
      }
      return keys;
    }
  }
}
