package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import org.apache.commons.cli.Option;

final class ImportListCommand extends Command {
  private static final String NEWEST_FIRST =
      " FROM imports i LEFT JOIN api_keys k ON k.id = i.api_key_id ORDER BY i.id DESC";

  /// Reasons and their counts are in the JSON form.
  private static final String FOR_PEOPLE =
      "SELECT i.id, i.kind, i.source_name AS file, k.api_key,"
          + " CASE WHEN i.finished_at_ms IS NULL THEN 'not finished' ELSE 'finished' END AS state,"
          + " i.rows_done AS rows, i.counted, i.duplicates,"
          + " i.rows_done - i.counted - i.duplicates AS skipped,"
          + " datetime(i.started_at_ms / 1000, 'unixepoch') AS started,"
          + " datetime(i.finished_at_ms / 1000, 'unixepoch') AS finished";

  private final Context context;
  private final Option json = flag("--json", "Print an array of the rows of table imports");
  private final DataOption data = new DataOption(this);

  ImportListCommand(Context context) {
    super(
        "list",
        "Lists the imports and how far they are, newest first.",
        """
        Examples:
          ./tippen import list
          ./tippen import list --json
        """);
    this.context = context;
  }

  @Override
  public int run(Arguments arguments) {
    var access = new DirectAccess(Database.openExisting(data.load(arguments, context).data()));
    access.read(connection -> {
      var out = arguments.out();
      if (arguments.has(json)) {
        Rows.printArray(connection, "SELECT i.*, k.api_key" + NEWEST_FIRST, out);
      } else {
        Rows.printTable(connection, FOR_PEOPLE + NEWEST_FIRST, out);
      }
      return null;
    });
    return Exit.OK;
  }
}
