package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import dev.tippen.cli.args.UsageException;
import dev.tippen.config.Config;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import java.io.PrintWriter;
import org.apache.commons.cli.Option;

final class IdentifyStatusCommand extends Command {
  private static final int DAYS_MAX = 400;
  private static final int DAYS = 7;

  private final Context context;
  private final Option days = option("--days", "N", "Days back, today included (default: 7)");
  private final Option json = flag("--json", "Print an array with one object per day and source");
  private final DataOption data = new DataOption(this);

  IdentifyStatusCommand(Context context) {
    super(
        "status",
        """
        Shows for each day (UTC) and source how often it was asked, what it found and used,
        and what the answers in memory and database saved. Numbers are a second old at most.
        """,
        """
        Examples:
          ./tippen identify status
          ./tippen identify status --days 30 --json
        """);
    this.context = context;
  }

  @Override
  public int run(Arguments arguments) {
    Integer asked = arguments.integer(days);
    int shown = asked == null ? DAYS : asked;
    if (shown < 1 || shown > DAYS_MAX) {
      throw new UsageException("--days takes 1 to " + DAYS_MAX);
    }
    Config config = data.load(arguments, context);
    var access = new DirectAccess(Database.openExisting(config.data()));
    PrintWriter out = arguments.out();
    access.read(connection -> {
      if (arguments.has(json)) {
        Rows.printArray(connection, sql(shown), out);
      } else {
        out.println("Sources in use: " + EnabledSources.of(config.identify()).describe());
        Rows.printTable(connection, sql(shown), out);
      }
      return null;
    });
    return Exit.OK;
  }

  private static String sql(int days) {
    return """
    SELECT date(day * 86400, 'unixepoch') AS day, source, calls, found, not_found, failed, skipped,
      memory_hits, disk_hits, credits_used, credits_saved
    FROM lookup_days
    WHERE day > CAST(strftime('%%s', 'now') AS INTEGER) / 86400 - %d
    ORDER BY lookup_days.day DESC, source
    """
        .formatted(days);
  }
}
