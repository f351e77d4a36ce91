package dev.tippen.store.sqlite;

import dev.tippen.store.SaltStore;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// [SaltStore] in the table `daily_salts`.
public final class SqliteSaltStore implements SaltStore {
  private static final int SALT_BYTES = 32;

  private final SqliteAccess access;
  private final SecureRandom random;

  public SqliteSaltStore(SqliteAccess access, SecureRandom random) {
    this.access = access;
    this.random = random;
  }

  @Override
  public byte[] saltOf(long day, long oldest) {
    byte[] known = access.read(c -> find(c, day));
    return known == null ? make(day, oldest) : known;
  }

  private byte[] make(long day, long oldest) {
    byte[] fresh = new byte[SALT_BYTES];
    random.nextBytes(fresh);
    return access.<byte[]>write(c -> {
      try (PreparedStatement old = c.prepareStatement(Sql.of("ingest/salts-delete-before"));
          PreparedStatement make = c.prepareStatement(Sql.of("ingest/salt-insert"))) {
        old.setLong(1, oldest);
        old.executeUpdate();
        make.setLong(1, day);
        make.setBytes(2, fresh);
        make.executeUpdate();
      }
      // Another call may have made it meanwhile.
      byte[] made = find(c, day);
      return made == null ? fresh : made;
    });
  }

  private static byte @Nullable [] find(Connection c, long day) throws SQLException {
    try (PreparedStatement find = c.prepareStatement(Sql.of("ingest/salt-find"))) {
      find.setLong(1, day);
      try (ResultSet r = find.executeQuery()) {
        return r.next() ? r.getBytes(1) : null;
      }
    }
  }
}
