package dev.tippen.cli;

import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "Lists the keys with their usage, newest first.",
    footer = {"", "Examples:", "  ./tippen keys list", "  ./tippen keys list --json"})
final class KeysListCommand implements Runnable {
  private static final String NEWEST_FIRST = " FROM api_keys ORDER BY created_at DESC, id DESC";
  private static final String FOR_PEOPLE =
      "SELECT api_key, key_type AS type, client_name AS client, website, status,"
          + " usage_count AS events, last_used_at AS last_used, created_at AS created,"
          + " CASE open_read WHEN 1 THEN 'yes' ELSE 'no' END AS open_read,"
          + " CASE origins WHEN '' THEN 'any' ELSE origins END AS origins";

  private final Context context;

  @Option(names = "--json", description = "Print an array of the rows of table api_keys")
  private boolean json;

  @Mixin private DataOption data = new DataOption();

  @Spec
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  KeysListCommand(Context context) {
    this.context = context;
  }

  @Override
  public void run() {
    var access = new DirectAccess(Database.openExisting(data.load(context).data()));
    access.read(connection -> {
      var out = spec.commandLine().getOut();
      if (json) {
        Rows.printArray(connection, "SELECT *" + NEWEST_FIRST, out);
      } else {
        Rows.printTable(connection, FOR_PEOPLE + NEWEST_FIRST, out);
      }
      return null;
    });
  }
}
