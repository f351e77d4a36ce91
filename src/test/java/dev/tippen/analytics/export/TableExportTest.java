package dev.tippen.analytics.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tippen.analytics.InvalidQuery;
import dev.tippen.config.Config.HistoryEngine;
import dev.tippen.history.History;
import dev.tippen.history.History.Cancellation;
import dev.tippen.history.HistoryFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableExportTest {
  @TempDir Path folder;

  private static Map<String, @Nullable Object> row(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return row;
  }

  private static final List<Map<String, @Nullable Object>> ROWS =
      List.of(
          row("week", "2026-11-02", "size", 3, "rate", null, "came", List.of(3, 1)),
          row("week", "=SUM(A1), \"x\"", "size", 4L, "rate", 0.25, "came", List.of(4)));

  private static String text(History history, FileFormat format) {
    return new String(
        new TableExport(history).bytes(Table.of(ROWS), format, new Cancellation()),
        StandardCharsets.UTF_8);
  }

  @Test
  void csvHasOneColumnForEachPlaceOfAListAndNoFormulas() throws Exception {
    try (History history = HistoryFixture.empty(folder, HistoryEngine.SQLITE)) {
      assertEquals(
          """
          week,size,rate,came_0,came_1\r
          2026-11-02,3,,3,1\r
          "'=SUM(A1), ""x""\",4,0.25,4,\r
          """,
          text(history, FileFormat.CSV));
    }
  }

  @Test
  void linesLeaveOutWhatIsNotKnown() throws Exception {
    try (History history = HistoryFixture.empty(folder, HistoryEngine.SQLITE)) {
      assertEquals(
          """
          {"week":"2026-11-02","size":3,"came_0":3,"came_1":1}
          {"week":"=SUM(A1), \\"x\\"","size":4,"rate":0.25,"came_0":4}
          """,
          text(history, FileFormat.JSONL));
    }
  }

  @Test
  void parquetHasTypes() throws Exception {
    try (History history = HistoryFixture.empty(folder, HistoryEngine.DUCKDB)) {
      assertEquals(
          List.of(
              "week VARCHAR, size BIGINT, rate DOUBLE, came_0 BIGINT, came_1 BIGINT",
              "2026-11-02|3|null|3|1",
              "=SUM(A1), \"x\"|4|0.25|4|null"),
          parquet(history, Table.of(ROWS)));
      assertEquals(List.of("nothing VARCHAR"), parquet(history, Table.of(List.of())));
    }
  }

  private List<String> parquet(History history, Table table) throws Exception {
    byte[] bytes = new TableExport(history).bytes(table, FileFormat.PARQUET, new Cancellation());
    Path file = Files.write(folder.resolve("t.parquet"), bytes);
    List<String> all = new ArrayList<>();
    try (Connection c = DriverManager.getConnection("jdbc:duckdb:");
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT * FROM read_parquet('" + file + "')")) {
      int columns = r.getMetaData().getColumnCount();
      List<String> heads = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        heads.add(r.getMetaData().getColumnName(i) + " " + r.getMetaData().getColumnTypeName(i));
      }
      all.add(String.join(", ", heads));
      while (r.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= columns; i++) cells.add(String.valueOf(r.getObject(i)));
        all.add(String.join("|", cells));
      }
    }
    return all;
  }

  @Test
  void parquetNeedsDuckDb() throws Exception {
    try (History history = HistoryFixture.empty(folder, HistoryEngine.SQLITE)) {
      assertThrows(InvalidQuery.class, () -> text(history, FileFormat.PARQUET));
    }
  }
}
