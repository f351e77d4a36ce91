package dev.tippen.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.store.StoreException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How the file is made, opened and protected.
class DatabaseTest {
  @TempDir Path temp;

  @Test
  void folderAndFilesAreTheirOwnersOnly() throws Exception {
    Path folder = temp.resolve("a/b");
    Database database = Database.open(folder);
    assertEquals("rwx------", permissions(folder));
    assertEquals("rw-------", permissions(database.file()));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Database.open(folder);
    assertEquals("rwx------", permissions(folder), "also of a folder that was there");
    try (Connection writer = database.derivedWriter(folder.resolve("derived.db"))) {
      assertTrue(writer.isValid(1));
      assertEquals("rw-------", permissions(folder.resolve("derived.db")));
    }
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void commitsAreSyncedAndReferencesAreChecked() throws Exception {
    try (Connection c = Database.open(temp).writer()) {
      assertEquals("wal", one(c, "PRAGMA journal_mode"));
      assertEquals("2", one(c, "PRAGMA synchronous"), "FULL");
      assertEquals("1", one(c, "PRAGMA foreign_keys"));
      assertEquals("0", one(c, "PRAGMA wal_autocheckpoint"), "the checkpoint thread does it");
      assertEquals("200000000", one(c, "PRAGMA journal_size_limit"));
      assertTrue(Long.parseLong(String.valueOf(one(c, "PRAGMA busy_timeout"))) >= 1_000);
    }
  }

  @Test
  void aReaderCanNotWrite() throws Exception {
    Database database = Database.open(temp);
    try (Connection c = database.reader();
        Statement s = c.createStatement()) {
      assertThrows(SQLException.class, () -> s.executeUpdate("DELETE FROM users"));
      assertEquals("1", one(c, "PRAGMA query_only"));
    }
    try (Connection writer = database.derivedWriter(temp.resolve("derived.db"));
        Statement make = writer.createStatement()) {
      make.executeUpdate("CREATE TABLE t (x)");
      try (Connection c = database.derivedReader(temp.resolve("derived.db"));
          Statement s = c.createStatement()) {
        assertEquals("0", one(c, "SELECT count(*) FROM t"));
        assertThrows(SQLException.class, () -> s.executeUpdate("DELETE FROM t"));
      }
    }
  }

  @Test
  void aFolderWithoutADatabaseIsNamed() {
    StoreException none =
        assertThrows(StoreException.class, () -> Database.openExisting(temp.resolve("none")));
    assertTrue(String.valueOf(none.getMessage()).contains("--data"), none.toString());
    Database.open(temp);
    assertEquals(temp.resolve(Database.FILE_NAME), Database.openExisting(temp).file());
  }

  @Test
  void whatIsNoFolderAndWhatIsNoDatabaseIsRefused() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "x");
    assertThrows(StoreException.class, () -> Database.open(file));
    Path folder = Files.createDirectories(temp.resolve("damaged"));
    Files.writeString(folder.resolve(Database.FILE_NAME), "this is no database ".repeat(200));
    StoreException damaged = assertThrows(StoreException.class, () -> Database.open(folder));
    assertTrue(
        String.valueOf(damaged.getMessage()).contains(Database.FILE_NAME), damaged.toString());
  }

  @Test
  void aDatabaseOfANewerProgramIsLeftAlone() throws Exception {
    Database database = Database.open(temp);
    try (Connection c = database.writer();
        Statement s = c.createStatement()) {
      s.executeUpdate("PRAGMA user_version=99");
    }
    StoreException newer = assertThrows(StoreException.class, () -> Database.open(temp));
    assertTrue(String.valueOf(newer.getMessage()).contains("newer"), newer.toString());
    try (Connection c = database.writer()) {
      assertEquals("99", one(c, "PRAGMA user_version"));
    }
  }

  @Test
  void aDatabaseOfTheFirstVersionIsBroughtToThisOneWithItsRows() throws Exception {
    try (Connection c =
            DriverManager.getConnection("jdbc:sqlite:" + temp.resolve(Database.FILE_NAME));
        Statement s = c.createStatement();
        InputStream script =
            DatabaseTest.class.getResourceAsStream(
                "/db/migration/0001-visitors-keys-accounts.sql")) {
      s.executeUpdate(
          new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8));
      s.executeUpdate("INSERT INTO api_keys (api_key, key_type) VALUES ('old', 'test')");
      s.executeUpdate("PRAGMA user_version=1");
    }
    Database database = Database.open(temp);
    Database.open(temp);
    try (Connection c = database.writer()) {
      assertEquals("old", one(c, "SELECT api_key FROM api_keys"));
      assertEquals("0", one(c, "SELECT count(*) FROM daily_salts"), "made by the second migration");
      assertTrue(Integer.parseInt(String.valueOf(one(c, "PRAGMA user_version"))) >= 2);
    }
  }

  @Test
  void aMigrationThatFailsLeavesNothing() throws Exception {
    Database database = Database.open(temp);
    try (Connection c = database.writer();
        Statement s = c.createStatement()) {
      s.executeUpdate("PRAGMA user_version=0"); // its tables are there: making them again fails
      assertThrows(SQLException.class, () -> Schema.migrate(c));
      assertEquals("0", one(c, "PRAGMA user_version"));
      s.executeUpdate("BEGIN IMMEDIATE");
      s.executeUpdate("ROLLBACK");
    }
  }

  @Test
  void programsThatStartAtOnceMigrateOnce() throws Exception {
    try (ExecutorService programs = Executors.newFixedThreadPool(4)) {
      List<Future<Database>> opened = new ArrayList<>();
      for (int i = 0; i < 4; i++) opened.add(programs.submit(() -> Database.open(temp)));
      for (Future<Database> o : opened)
        assertEquals(temp.resolve(Database.FILE_NAME), o.get().file());
    }
  }

  private static String one(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      return r.getString(1);
    }
  }
}
