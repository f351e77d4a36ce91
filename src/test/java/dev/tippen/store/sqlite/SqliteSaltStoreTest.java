package dev.tippen.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A salt is the same all day, for every process, and gone afterwards.
class SqliteSaltStoreTest {
  @TempDir Path folder;
  private DirectAccess access;
  private SqliteSaltStore salts;

  @BeforeEach
  void open() {
    access = new DirectAccess(Database.open(folder));
    salts = new SqliteSaltStore(access, new SecureRandom());
  }

  private String days() {
    return access.read(c -> {
      try (Statement s = c.createStatement();
          ResultSet r =
              s.executeQuery(
                  "SELECT group_concat(day) FROM (SELECT day FROM daily_salts ORDER BY day)")) {
        return String.valueOf(r.getString(1));
      }
    });
  }

  @Test
  void aDayHasOneSaltAlsoAfterARestart() {
    byte[] salt = salts.saltOf(100, 99);
    assertEquals(32, salt.length);
    assertFalse(Arrays.equals(new byte[32], salt), "random");
    assertArrayEquals(salt, salts.saltOf(100, 99));
    assertArrayEquals(salt, new SqliteSaltStore(access, new SecureRandom()).saltOf(100, 99));
    assertFalse(Arrays.equals(salt, salts.saltOf(101, 99)), "another day, another salt");
  }

  @Test
  void saltsOfDaysThatAreOverAreDeleted() {
    for (long day = 98; day <= 101; day++) salts.saltOf(day, 0);
    assertEquals("98,99,100,101", days());
    salts.saltOf(102, 101);
    assertEquals("101,102", days());
  }

  /// Two servers on one file, or two calls at midnight.
  @Test
  void theFirstOfTwoThatMakeItWins() {
    byte[] first = salts.saltOf(100, 99);
    SqliteSaltStore late = new SqliteSaltStore(new NotThereYet(access), new SecureRandom());
    assertArrayEquals(first, late.saltOf(100, 99));
  }

  /// Reads as it was before the other one wrote.
  private record NotThereYet(SqliteAccess access) implements SqliteAccess {
    @Override
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    public <T extends @org.jspecify.annotations.Nullable Object> T read(SqlWork<T> work) {
      return (T) null;
    }

    @Override
    public <T extends @org.jspecify.annotations.Nullable Object> T write(SqlWork<T> work) {
      return access.write(work);
    }
  }
}
