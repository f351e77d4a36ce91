package dev.tippen.cli;

import dev.tippen.config.Config;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    description = {
      "Shows for each day (UTC) and source how often it was asked, what it found and used,",
      "and what the answers in memory and database saved. Numbers are a second old at most."
    },
    footer = {
      "",
      "Examples:",
      "  ./tippen identify status",
      "  ./tippen identify status --days 30 --json"
    })
final class IdentifyStatusCommand implements Runnable {
  private static final int DAYS_MAX = 400;
  private static final int DAYS = 7;

  private final Context context;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "Days back, today included (default: 7)")
  private int days = DAYS;

  @Option(names = "--json", description = "Print an array with one object per day and source")
  private boolean json;

  @Mixin private DataOption data = new DataOption();

  @Spec
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  IdentifyStatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public void run() {
    if (days < 1 || days > DAYS_MAX) {
      throw new picocli.CommandLine.ParameterException(
          spec.commandLine(), "--days takes 1 to " + DAYS_MAX);
    }
    Config config = data.load(context);
    var access = new DirectAccess(Database.openExisting(config.data()));
    PrintWriter out = spec.commandLine().getOut();
    access.read(connection -> {
      if (json) {
        Rows.printArray(connection, sql(), out);
      } else {
        out.println("Sources in use: " + EnabledSources.of(config.identify()).describe());
        Rows.printTable(connection, sql(), out);
      }
      return null;
    });
  }

  private String sql() {
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
