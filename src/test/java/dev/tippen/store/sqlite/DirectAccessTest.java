package dev.tippen.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a command line does beside a server.
class DirectAccessTest {
  private static final String INSERT =
      "INSERT INTO organizations (name, slug, created_at_ms) VALUES ('a', 'a', 0)";

  @TempDir Path folder;
  private Database database;
  private DirectAccess access;

  @BeforeEach
  void open() {
    database = Database.open(folder);
    access = new DirectAccess(database);
  }

  private static int execute(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement()) {
      return s.executeUpdate(sql);
    }
  }

  private long organizations() {
    return access.read(c -> {
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery("SELECT count(*) FROM organizations")) {
        return r.getLong(1);
      }
    });
  }

  @Test
  void aWriteIsThereForTheNextReader() {
    assertEquals(Integer.valueOf(1), access.write(c -> execute(c, INSERT)));
    assertEquals(1, organizations());
  }

  @Test
  void aWriteThatFailsLeavesNothing() {
    StoreException failed =
        assertThrows(
            StoreException.class,
            () -> access.write(c -> execute(c, INSERT) + execute(c, "no SQL")));
    assertTrue(String.valueOf(failed.getMessage()).startsWith("Writing failed"), failed.toString());
    assertThrows(
        IllegalStateException.class,
        () ->
            access.write(c -> {
              int unused = execute(c, INSERT);
              throw new IllegalStateException("planted");
            }));
    assertEquals(0, organizations());
  }

  @Test
  void aReadCanNotWriteAndSaysWhatIsWrong() {
    assertThrows(StoreException.class, () -> access.read(c -> execute(c, INSERT)));
    StoreException wrong =
        assertThrows(StoreException.class, () -> access.read(c -> execute(c, "no SQL")));
    assertTrue(String.valueOf(wrong.getMessage()).contains("syntax error"), wrong.toString());
    assertEquals(0, organizations());
  }

  @Test
  void aWriteWaitsForTheServersCommit() throws Exception {
    try (Connection server = database.writer()) {
      int unused = execute(server, "BEGIN IMMEDIATE");
      Thread commit =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  Thread.sleep(200);
                  int u = execute(server, "COMMIT");
                } catch (SQLException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertEquals(Integer.valueOf(1), access.write(c -> execute(c, INSERT)));
      commit.join();
    }
  }
}
