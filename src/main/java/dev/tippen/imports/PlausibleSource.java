package dev.tippen.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The export of Plausible: `imported_*.csv`, sums by day and one dimension. There are no events in
/// it, so its rows become figures of days.
final class PlausibleSource implements RowSource {

  /// A table of the export.
  ///
  /// @param dimensions our names by column; none for the totals of days
  private record Table(String name, Map<String, String> dimensions) {}

  private static final List<Table> TABLES =
      List.of(
          new Table("imported_visitors", Map.of()),
          new Table(
              "imported_sources",
              ordered(
                  "source", "source",
                  "referrer", "referrer",
                  "utm_source", "utm_source",
                  "utm_medium", "utm_medium",
                  "utm_campaign", "utm_campaign",
                  "utm_term", "utm_term",
                  "utm_content", "utm_content")),
          new Table("imported_pages", ordered("page", "page")),
          new Table("imported_entry_pages", ordered("entry_page", "entry_page")),
          new Table("imported_exit_pages", ordered("exit_page", "exit_page")),
          new Table(
              "imported_locations",
              ordered("country", "country", "region", "region", "city", "city")),
          new Table("imported_devices", ordered("device", "device")),
          new Table("imported_browsers", ordered("browser", "browser")),
          new Table("imported_operating_systems", ordered("operating_system", "system")),
          new Table("imported_custom_events", ordered("name", "event")));

  private static final String EXTENSION = ".csv";

  private final SourceFiles files;
  private final List<SourceFiles.File> waiting = new ArrayList<>();
  private final long bytes;
  private long bytesBefore;
  private @Nullable CsvTable table;
  private SourceFiles.@Nullable File file;
  private Map<String, String> dimensions = Map.of();

  PlausibleSource(Path source) throws IOException {
    files = SourceFiles.open(source);
    long all = 0;
    for (Table t : TABLES) {
      for (SourceFiles.File f : files.files()) {
        if (!isOf(f.name(), t.name)) continue;
        waiting.add(f);
        all += f.bytes();
      }
    }
    bytes = Math.max(1, all);
    if (waiting.isEmpty()) {
      files.close();
      throw new SourceException(
          source.getFileName() + " holds no file imported_visitors_FROM_TO.csv or the like");
    }
  }

  private static Map<String, String> ordered(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) map.put(pairs[i], pairs[i + 1]);
    return map;
  }

  /// With or without the days in its name.
  private static boolean isOf(String file, String table) {
    return file.matches(table + "(_\\d{8}_\\d{8})?(-\\d+)?\\" + EXTENSION);
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    while (true) {
      CsvTable open = table;
      if (open == null) {
        if (waiting.isEmpty()) return null;
        open(waiting.removeFirst());
      } else if (open.next()) {
        return line(open);
      } else {
        bytesBefore += file == null ? 0 : file.bytes();
        open.close();
        table = null;
      }
    }
  }

  private void open(SourceFiles.File next) throws IOException {
    for (Table t : TABLES) if (isOf(next.name(), t.name)) dimensions = t.dimensions;
    CsvTable opened = new CsvTable(next.name(), files.read(next));
    file = next;
    table = opened;
    opened.require("date");
    if (!dimensions.isEmpty() && dimensions.keySet().stream().noneMatch(opened::has)) {
      opened.require(dimensions.keySet().iterator().next());
    }
    opened.require(dimensions.containsValue("event") ? "events" : "visitors");
  }

  private byte[] line(CsvTable row) {
    ObjectNode line = Lines.object();
    line.put("type", "day");
    Lines.put(line, "date", row.get("date"));
    if (!dimensions.isEmpty()) {
      ObjectNode values = line.putObject("dimensions");
      dimensions.forEach((column, name) -> Lines.put(values, name, row.get(column)));
    }
    Lines.put(line, "visitors", row.get("visitors"));
    Lines.put(line, "visits", row.get("visits", "entrances", "exits"));
    Lines.put(line, "pageViews", row.get("pageviews"));
    Lines.put(line, "bounces", row.get("bounces"));
    Lines.put(line, "visitSeconds", row.get("visit_duration"));
    Lines.put(line, "events", row.get("events"));
    return Lines.of(line);
  }

  @Override
  public double progress() {
    CsvTable open = table;
    return Math.min(1, (double) (bytesBefore + (open == null ? 0 : open.readBytes())) / bytes);
  }

  @Override
  public void close() throws IOException {
    if (table != null) table.close();
    files.close();
  }
}
