package dev.tippen.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.store.LookupStore;
import dev.tippen.store.LookupStoreContract;
import dev.tippen.store.StoreException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLookupStoreTest extends LookupStoreContract {
  @TempDir Path folder;
  private DirectAccess access;
  private SqliteLookupStore store;

  @BeforeEach
  void open() {
    access = new DirectAccess(Database.open(folder));
    store = new SqliteLookupStore(access);
  }

  @Override
  protected LookupStore store() {
    return store;
  }

  /// One status that the table does not know must not lose the counts saved with it unnoticed.
  @Test
  void aSaveIsAllOrNothing() {
    LookupStore.Saved bad =
        new LookupStore.Saved("a", "#x", false, 32, "maybe", null, null, "{}", 1, 2);
    LookupStore.Counts counts = new LookupStore.Counts(1, "a", 0, 0, 1, 0, 0, 0, 0, 1, 0);
    assertThrows(StoreException.class, () -> store.save(List.of(bad), List.of(counts)));
    assertEquals(List.of(), store.counts(0, 9));
  }

  @Test
  void lengthsAreReadFromTheirIndex() {
    String plan =
        access.read(c -> {
          try (Statement s = c.createStatement();
              ResultSet r = s.executeQuery("EXPLAIN QUERY PLAN " + Sql.of("lookup/lengths"))) {
            return r.getString(4);
          }
        });
    assertTrue(plan.contains("COVERING INDEX idx_lookups_lengths"), plan);
  }

  /// A look-up by name and a purge read an index, not the table.
  @Test
  void searchesUseIndexes() {
    for (String query :
        List.of("lookup/answers-find", "lookup/answers-purge", "lookup/answer-expire")) {
      String plan =
          access.read(c -> {
            StringBuilder lines = new StringBuilder();
            try (Statement s = c.createStatement();
                ResultSet r =
                    s.executeQuery(
                        "EXPLAIN QUERY PLAN " + Sql.of(query).replaceAll("\\?\\d?", "1"))) {
              while (r.next()) lines.append(r.getString(4)).append('\n');
            }
            return lines.toString();
          });
      assertTrue(!plan.contains("SCAN lookups"), plan);
      assertTrue(plan.contains("SEARCH lookups"), plan);
    }
  }
}
