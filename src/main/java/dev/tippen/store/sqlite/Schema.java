package dev.tippen.store.sqlite;

import dev.tippen.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Brings the tables to this program's version. Migrations only add; each is one numbered file in
/// `db/migration` and one transaction; `PRAGMA user_version` counts how many the file has seen.
final class Schema {
  private static final List<String> MIGRATIONS =
      List.of(
          "0001-visitors-keys-accounts.sql",
          "0002-salts-saved-states.sql",
          "0003-companies.sql",
          "0004-lookups.sql",
          "0005-history.sql",
          "0006-imports.sql");

  private Schema() {}

  /// @throws StoreException if the file was written by a newer program
  static void migrate(Connection connection) throws SQLException {
    if (version(connection) == MIGRATIONS.size()) return;
    try (Statement s = connection.createStatement()) {
      // Takes the write lock first: two programs that start at once must not both migrate.
      s.executeUpdate("BEGIN IMMEDIATE");
      try {
        int seen = version(connection);
        if (seen > MIGRATIONS.size()) {
          throw new StoreException(
              "The database was written by a newer Tippen (schema %d, this program knows %d)"
                  .formatted(seen, MIGRATIONS.size()),
              new IllegalStateException("user_version " + seen));
        }
        for (String name : MIGRATIONS.subList(seen, MIGRATIONS.size())) {
          s.executeUpdate(script(name));
        }
        s.executeUpdate("PRAGMA user_version=" + MIGRATIONS.size());
        s.executeUpdate("COMMIT");
      } catch (SQLException | RuntimeException e) {
        DirectAccess.rollback(s, e);
        throw e;
      }
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery("PRAGMA user_version")) {
      return r.getInt(1);
    }
  }

  private static String script(String name) {
    try (InputStream in = Schema.class.getResourceAsStream("/db/migration/" + name)) {
      if (in == null) throw new IllegalStateException("missing migration " + name);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StoreException("Migration " + name + " can't be read", e);
    }
  }
}
