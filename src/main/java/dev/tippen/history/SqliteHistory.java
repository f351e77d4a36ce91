package dev.tippen.history;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/// The same tables as rows in SQLite, where DuckDB has no native library or is switched off: good
/// for sites of some hundred thousand events.
final class SqliteHistory implements Engine {
  static final String FILE_NAME = "history.db";

  private static final int BUSY_TIMEOUT_MS = 5_000;
  private static final int CACHE_KIB = 32 * 1024;

  private final Path file;
  private final Connection root;

  private SqliteHistory(Path file, Connection root) {
    this.file = file;
    this.root = root;
  }

  static SqliteHistory open(Path folder) throws SQLException {
    Path file = folder.toAbsolutePath().resolve(FILE_NAME);
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new SQLException("The folder can't be made: " + e.getMessage(), e);
    }
    SQLiteConfig config = config();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    return new SqliteHistory(file, config.createConnection("jdbc:sqlite:" + file));
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.setCacheSize(-CACHE_KIB);
    return config;
  }

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public Connection writer() {
    return root;
  }

  @Override
  public Connection reader() throws SQLException {
    SQLiteConfig config = config();
    config.setReadOnly(true);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    Function.create(connection, "matches", new Matches());
    return connection;
  }

  @Override
  public RowSink sink(String table, boolean temporary) throws SQLException {
    int columns;
    try (Statement s = root.createStatement();
        ResultSet r = s.executeQuery("SELECT * FROM " + table + " LIMIT 0")) {
      columns = r.getMetaData().getColumnCount();
    }
    return new Inserting(
        root.prepareStatement(
            "INSERT INTO " + table + " VALUES (?" + ",?".repeat(columns - 1) + ")"));
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public boolean keepsColumns() {
    return false;
  }

  @Override
  public boolean checkpoint() throws SQLException {
    try (Statement s = root.createStatement();
        ResultSet r = s.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
      return r.next() && r.getInt(1) == 0 && r.getInt(2) == r.getInt(3);
    }
  }

  @Override
  public void index() throws SQLException {
    try (Statement s = root.createStatement()) {
      s.execute("CREATE INDEX IF NOT EXISTS events_site ON events (site, at_ms)");
      s.execute("CREATE INDEX IF NOT EXISTS events_visit ON events (visit)");
      s.execute("CREATE INDEX IF NOT EXISTS visits_site ON visits (site, start_ms)");
      s.execute("CREATE INDEX IF NOT EXISTS visits_visitor ON visits (visitor, start_ms)");
      s.execute("CREATE UNIQUE INDEX IF NOT EXISTS visits_id ON visits (id)");
      s.execute("CREATE UNIQUE INDEX IF NOT EXISTS texts_id ON texts (id)");
      s.execute("CREATE UNIQUE INDEX IF NOT EXISTS texts_text ON texts (text)");
      s.execute("CREATE UNIQUE INDEX IF NOT EXISTS visitors_visitor ON visitors (visitor)");
      s.execute("CREATE INDEX IF NOT EXISTS visitors_site ON visitors (site, last_seen)");
      s.execute("CREATE INDEX IF NOT EXISTS learned_visitor ON learned_companies (visitor)");
      s.execute("CREATE INDEX IF NOT EXISTS companies_id ON companies (id, site)");
    }
  }

  @Override
  public void close() throws SQLException {
    root.close();
  }

  /// `matches(text, pattern)` with a linear matcher: no pattern takes for ever.
  private static final class Matches extends Function {
    private @Nullable String text;
    private @Nullable Pattern pattern;

    @Override
    protected void xFunc() throws SQLException {
      String wanted = value_text(1);
      try {
        if (pattern == null || !wanted.equals(text)) {
          text = wanted;
          pattern = Pattern.compile(wanted);
        }
      } catch (PatternSyntaxException e) {
        throw new SQLException("Not a regular expression: " + e.getDescription(), e);
      }
      String subject = value_text(0);
      result(subject != null && pattern.matcher(subject).find() ? 1 : 0);
    }
  }

  private static final class Inserting implements RowSink {
    private final PreparedStatement row;
    private int at;

    Inserting(PreparedStatement row) {
      this.row = row;
    }

    @Override
    public RowSink begin() {
      at = 0;
      return this;
    }

    @Override
    public RowSink put(int value) throws SQLException {
      row.setInt(++at, value);
      return this;
    }

    @Override
    public RowSink put(long value) throws SQLException {
      row.setLong(++at, value);
      return this;
    }

    @Override
    public RowSink put(@Nullable String value) throws SQLException {
      if (value == null) row.setNull(++at, Types.VARCHAR);
      else row.setString(++at, value);
      return this;
    }

    @Override
    public void end() throws SQLException {
      row.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
      row.close();
    }
  }
}
