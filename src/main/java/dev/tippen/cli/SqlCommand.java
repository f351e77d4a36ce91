package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import dev.tippen.cli.args.UsageException;
import dev.tippen.store.sqlite.Database;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.commons.cli.Option;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

final class SqlCommand extends Command {
  private static final String WRITES = "This statement writes; only reading ones are allowed here";

  private final Context context;
  private final Option json = flag("--json", "Print an array with one object per row");
  private final DataOption data = new DataOption(this);

  SqlCommand(Context context) {
    super(
        "sql",
        """
        Runs one reading SQL statement on the visitor database, also while a server runs.
        Tables of interest: visitor_sessions, api_keys.
        """,
        """
        Examples:
          ./tippen sql "SELECT * FROM visitor_sessions ORDER BY last_seen_at DESC LIMIT 5"
          ./tippen sql --json "SELECT api_key, usage_count, last_used_at FROM api_keys"

        In a table, NULL is the null and 'NULL' the text; control characters are escaped.
        """);
    this.context = context;
    parameter("SELECT", "The statement, as one argument");
  }

  @Override
  public int run(Arguments arguments) {
    String sql = arguments.parameter();
    if (!SqlText.isSingleStatement(sql)) {
      throw new UsageException("sql takes exactly one statement");
    }
    // VACUUM INTO writes another file, which even a read-only connection may.
    if (SqlText.firstWord(sql).equals("VACUUM")) throw new Failure(WRITES);
    Database database = Database.openExisting(data.load(arguments, context).data());
    try (Connection connection = database.reader()) {
      if (arguments.has(json)) {
        Rows.printArray(connection, sql, arguments.out());
      } else {
        Rows.printTable(connection, sql, arguments.out());
      }
    } catch (SQLException e) {
      throw new Failure(Exit.FAILED, sentence(e), e);
    }
    return Exit.OK;
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
