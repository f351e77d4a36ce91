package dev.tippen.cli;

import dev.tippen.store.sqlite.Database;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "sql",
    description = {
      "Runs one reading SQL statement on the visitor database, also while a server runs.",
      "Tables of interest: visitor_sessions, api_keys."
    },
    footer = {
      "",
      "Examples:",
      "  ./tippen sql \"SELECT * FROM visitor_sessions ORDER BY last_seen_at DESC LIMIT 5\"",
      "  ./tippen sql --json \"SELECT api_key, usage_count, last_used_at FROM api_keys\"",
      "",
      "In a table, NULL is the null and 'NULL' the text; control characters are escaped."
    })
final class SqlCommand implements Runnable {
  private static final String WRITES = "This statement writes; only reading ones are allowed here";

  private final Context context;

  @Parameters(paramLabel = "SELECT", description = "The statement, as one argument")
  private @SuppressWarnings("NullAway.Init") String sql;

  @Option(names = "--json", description = "Print an array with one object per row")
  private boolean json;

  @Mixin private DataOption data = new DataOption();

  @Spec
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  SqlCommand(Context context) {
    this.context = context;
  }

  @Override
  public void run() {
    if (!SqlText.isSingleStatement(sql)) {
      throw new ParameterException(spec.commandLine(), "sql takes exactly one statement");
    }
    // VACUUM INTO writes another file, which even a read-only connection may.
    if (SqlText.firstWord(sql).equals("VACUUM")) throw new Failure(WRITES);
    Database database = Database.openExisting(data.load(context).data());
    PrintWriter out = spec.commandLine().getOut();
    try (Connection connection = database.reader()) {
      if (json) {
        Rows.printArray(connection, sql, out);
      } else {
        Rows.printTable(connection, sql, out);
      }
    } catch (SQLException e) {
      throw new Failure(Exit.FAILED, sentence(e), e);
    }
  }

  private static String sentence(SQLException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof SQLiteException s && primary(s) == SQLiteErrorCode.SQLITE_READONLY.code) {
      return WRITES;
    }
    // The driver wraps the engine's text: "[SQLITE_ERROR] SQL error or missing database (text)".
    return "The statement failed: "
        + message.replaceFirst("(?s)^\\[SQLITE_\\w+\\][^(]*\\((.*)\\)$", "$1");
  }

  /// Extended codes keep the primary one in their low byte.
  private static int primary(SQLiteException e) {
    return e.getResultCode().code & 0xff;
  }
}
