package dev.tippen.store.sqlite;

import dev.tippen.event.ApiKey;
import dev.tippen.event.CleanText;
import dev.tippen.store.KeyStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The table `api_keys`.
public final class SqliteKeyStore implements KeyStore {
  private static final String COLUMNS =
      "id, api_key, key_type, client_name, website, status, origins, open_read, organization_id";

  private static final int TEXT_MAX_CHARS = 256;

  /// A key of nobody in particular belongs to whom the server belongs to.
  private static final String ONLY_ORGANIZATION =
      "(SELECT CASE WHEN count(*) = 1 THEN min(id) END FROM organizations)";

  private final SqliteAccess access;

  public SqliteKeyStore(SqliteAccess access) {
    this.access = access;
  }

  @Override
  public long version() {
    return access.read(c -> {
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery("SELECT version FROM key_changes")) {
        return r.getLong(1);
      }
    });
  }

  @Override
  public List<ApiKey> all() {
    return access.read(c -> {
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery("SELECT " + COLUMNS + " FROM api_keys ORDER BY id")) {
        List<ApiKey> keys = new ArrayList<>();
        while (r.next()) keys.add(key(r));
        return keys;
      }
    });
  }

  @Override
  public ApiKey create(NewKey key) {
    return access.write(c -> {
      try (PreparedStatement p =
          c.prepareStatement(
              "INSERT INTO api_keys (api_key, key_type, client_name, website, backend_url,"
                  + " origins, open_read, organization_id, notes)"
                  + " VALUES (?, ?, ?, ?, ?, ?, ?, coalesce(?, "
                  + ONLY_ORGANIZATION
                  + "), ?) RETURNING "
                  + COLUMNS)) {
        p.setString(1, key.text());
        p.setString(2, key.type().text());
        p.setString(3, key.clientName());
        p.setString(4, key.website());
        p.setString(5, key.backendUrl());
        p.setString(6, String.join(" ", key.origins()));
        p.setInt(7, key.openRead() ? 1 : 0);
        p.setObject(8, key.organizationId());
        p.setString(9, key.notes());
        try (ResultSet r = p.executeQuery()) {
          return key(r);
        }
      } catch (SQLiteException e) {
        if (e.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE) {
          throw new KeyExistsException(key.text());
        }
        throw e;
      }
    });
  }

  /// Makes a key as another database has it, with its status and what it says of its use. Texts are
  /// bounded; what is not allowed becomes what a new key has.
  ///
  /// @param createdAt `YYYY-MM-DD HH:MM:SS`, UTC
  public void bring(
      String text,
      @Nullable String type,
      @Nullable String clientName,
      @Nullable String website,
      @Nullable String backendUrl,
      @Nullable String status,
      @Nullable String createdAt,
      @Nullable String lastUsedAt,
      long usageCount,
      @Nullable String notes) {
    access.write(c -> {
      try (PreparedStatement p = c.prepareStatement(Sql.of("import/key"))) {
        p.setString(1, text);
        p.setString(2, oneOf(ApiKey.Type.values(), type, ApiKey.Type.CLIENT.text()));
        p.setString(3, bounded(clientName));
        p.setString(4, bounded(website));
        p.setString(5, bounded(backendUrl));
        p.setString(6, time(createdAt));
        p.setString(7, time(lastUsedAt));
        p.setString(8, oneOf(ApiKey.Status.values(), status, ApiKey.Status.ACTIVE.text()));
        p.setLong(9, usageCount);
        p.setString(10, bounded(notes));
        p.executeUpdate();
        return null;
      }
    });
  }

  private static String oneOf(Enum<?>[] allowed, @Nullable String text, String otherwise) {
    for (Enum<?> e : allowed) {
      if (text != null && e.name().equalsIgnoreCase(text)) return e.name().toLowerCase(Locale.ROOT);
    }
    // A status that is not known is no permission.
    return text != null && allowed instanceof ApiKey.Status[]
        ? ApiKey.Status.INACTIVE.text()
        : otherwise;
  }

  private static @Nullable String bounded(@Nullable String text) {
    return text == null ? null : CleanText.cut(CleanText.clean(text), TEXT_MAX_CHARS);
  }

  private static @Nullable String time(@Nullable String text) {
    return text != null && text.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d") ? text : null;
  }

  @Override
  public boolean revoke(String text) {
    return access.write(c -> {
      try (PreparedStatement p =
          c.prepareStatement("UPDATE api_keys SET status = 'revoked' WHERE api_key = ?")) {
        p.setString(1, text);
        return p.executeUpdate() > 0;
      }
    });
  }

  private static ApiKey key(ResultSet r) throws SQLException {
    String origins = r.getString("origins");
    return new ApiKey(
        r.getInt("id"),
        r.getString("api_key"),
        ApiKey.Type.valueOf(r.getString("key_type").toUpperCase(Locale.ROOT)),
        r.getString("client_name"),
        r.getString("website"),
        ApiKey.Status.valueOf(r.getString("status").toUpperCase(Locale.ROOT)),
        origins.isEmpty() ? List.of() : List.of(origins.split(" ")),
        r.getInt("open_read") == 1,
        nullableLong(r, "organization_id"));
  }

  static @Nullable Long nullableLong(ResultSet r, String column) throws SQLException {
    long value = r.getLong(column);
    return r.wasNull() ? null : value;
  }
}
