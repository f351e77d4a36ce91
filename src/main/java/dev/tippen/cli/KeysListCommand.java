package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import org.apache.commons.cli.Option;

final class KeysListCommand extends Command {
  private static final String NEWEST_FIRST = " FROM api_keys ORDER BY created_at DESC, id DESC";
  private static final String FOR_PEOPLE =
      "SELECT api_key, key_type AS type, client_name AS client, website, status,"
          + " usage_count AS events, last_used_at AS last_used, created_at AS created,"
          + " CASE open_read WHEN 1 THEN 'yes' ELSE 'no' END AS open_read,"
          + " CASE origins WHEN '' THEN 'any' ELSE origins END AS origins";

  private final Context context;
  private final Option json = flag("--json", "Print an array of the rows of table api_keys");
  private final DataOption data = new DataOption(this);

  KeysListCommand(Context context) {
    super(
        "list",
        "Lists the keys with their usage, newest first.",
        """
        Examples:
          ./tippen keys list
          ./tippen keys list --json
        """);
    this.context = context;
  }

  @Override
  public int run(Arguments arguments) {
    var access = new DirectAccess(Database.openExisting(data.load(arguments, context).data()));
    access.read(connection -> {
      var out = arguments.out();
      if (arguments.has(json)) {
        Rows.printArray(connection, "SELECT *" + NEWEST_FIRST, out);
      } else {
        Rows.printTable(connection, FOR_PEOPLE + NEWEST_FIRST, out);
      }
      return null;
    });
    return Exit.OK;
  }
}
