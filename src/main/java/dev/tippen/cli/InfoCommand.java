package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import dev.tippen.history.History;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;
import org.jspecify.annotations.Nullable;

final class InfoCommand extends Command {
  private final Context context;
  private final Option json = flag("--json", "Print a JSON object");
  private final DataOption data = new DataOption(this);

  InfoCommand(Context context) {
    super(
        "info",
        "Prints file sizes, rows per table, oldest and newest event.",
        """
        Examples:
          ./tippen info
          ./tippen info --data /var/lib/tippen --json
        """);
    this.context = context;
  }

  /// The folder of the history, see [dev.tippen.history.History#FOLDER].
  private static final String HISTORY = History.FOLDER;

  /// @param events oldest and newest commit of an event, null if there are none
  private record Info(
      Path folder,
      Map<String, Long> fileBytes,
      int schemaVersion,
      Map<String, Long> rows,
      @Nullable Instant oldestEventAt,
      @Nullable Instant newestEventAt) {}

  @Override
  public int run(Arguments arguments) {
    Path folder = data.load(arguments, context).data();
    Map<String, Long> fileBytes = sizes(folder); // before opening, which makes wal and shm
    DirectAccess access = new DirectAccess(Database.openExisting(folder));
    Info info = access.read(c -> read(folder, fileBytes, c));
    if (arguments.has(json)) {
      Json.print(asObject(info), arguments.out());
    } else {
      print(info, arguments.out());
    }
    return Exit.OK;
  }

  private static Map<String, Long> sizes(Path folder) {
    Map<String, Long> bytes = new LinkedHashMap<>();
    for (String suffix : List.of("", "-wal", "-shm")) {
      Path file = folder.resolve(Database.FILE_NAME + suffix);
      try {
        bytes.put(Database.FILE_NAME + suffix, Files.size(file));
      } catch (IOException _) {
        bytes.put(Database.FILE_NAME + suffix, 0L); // wal and shm are there only while it is open
      }
    }
    bytes.put(HISTORY, sizeOf(folder.resolve(HISTORY)));
    return bytes;
  }

  private static long sizeOf(Path folder) {
    if (!Files.isDirectory(folder)) return 0;
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : files.toList()) {
        // Temporary ones come and go.
        if (Files.isRegularFile(file)) bytes += Files.size(file);
      }
      return bytes;
    } catch (IOException | UncheckedIOException _) {
      return 0;
    }
  }

  private static Info read(Path folder, Map<String, Long> fileBytes, Connection c)
      throws SQLException {
    Map<String, Long> rows = new LinkedHashMap<>();
    try (Statement s = c.createStatement()) {
      s.execute("BEGIN"); // one snapshot for all counts
      Long version = number(c, "PRAGMA user_version");
      try (ResultSet r =
          s.executeQuery(
              "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")) {
        while (r.next()) rows.put(r.getString(1), 0L);
      }
      for (Map.Entry<String, Long> table : rows.entrySet()) {
        Long count =
            number(c, "SELECT COUNT(*) FROM \"" + table.getKey().replace("\"", "\"\"") + "\"");
        table.setValue(count == null ? 0 : count);
      }
      Info info =
          new Info(
              folder.toAbsolutePath().normalize(),
              fileBytes,
              version == null ? 0 : version.intValue(),
              rows,
              instant(
                  number(c, "SELECT committed_at_ms FROM event_spool ORDER BY first_id LIMIT 1")),
              instant(
                  number(
                      c,
                      "SELECT committed_at_ms FROM event_spool ORDER BY first_id DESC LIMIT 1")));
      s.execute("COMMIT");
      return info;
    }
  }

  private static @Nullable Long number(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      return r.next() ? r.getLong(1) : null;
    }
  }

  private static @Nullable Instant instant(@Nullable Long epochMs) {
    return epochMs == null ? null : Instant.ofEpochMilli(epochMs);
  }

  private static Map<String, @Nullable Object> asObject(Info info) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("dataFolder", info.folder.toString());
    object.put("fileBytes", info.fileBytes);
    object.put("schemaVersion", info.schemaVersion);
    object.put("rows", info.rows);
    object.put("oldestEventAt", info.oldestEventAt);
    object.put("newestEventAt", info.newestEventAt);
    return object;
  }

  private static void print(Info info, PrintWriter out) {
    out.println("Data folder     " + info.folder);
    info.fileBytes.forEach((name, bytes) -> out.printf("%-15s %,d bytes%n", name, bytes));
    out.println("Schema version  " + info.schemaVersion);
    out.println("Oldest event    " + (info.oldestEventAt == null ? "none" : info.oldestEventAt));
    out.println("Newest event    " + (info.newestEventAt == null ? "none" : info.newestEventAt));
    out.println();
    Table table = new Table(List.of("table", "rows"), false, out);
    info.rows.forEach((name, rows) ->
        table.row(List.of(new Table.Cell(name, false), new Table.Cell(rows.toString(), true))));
    table.finish(info.rows.size());
  }
}
