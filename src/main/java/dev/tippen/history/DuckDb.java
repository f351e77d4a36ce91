package dev.tippen.history;

import dev.tippen.config.Config;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// DuckDB in this process: a column store, bounded in memory, threads and temporary space, that
/// sees no file outside its folder and loads nothing from outside.
final class DuckDb implements Engine {
  static final String FILE_NAME = "history.duckdb";

  private static final Logger log = LoggerFactory.getLogger(DuckDb.class);
  private static final String TEMPORARY = "history.tmp";

  private final Path file;
  private final DuckDBConnection root;
  private final BeforeImage before;

  private DuckDb(Path file, DuckDBConnection root, BeforeImage before) {
    this.file = file;
    this.root = root;
    this.before = before;
  }

  /// @param folder that is all that the engine may see; made if it is missing
  /// @throws SQLException if the file can't be opened
  /// @throws LinkageError if this machine has no native library
  static DuckDb open(Path folder, Config.History limits) throws SQLException {
    Path home = folder.toAbsolutePath();
    Path file = home.resolve(FILE_NAME);
    try {
      Files.createDirectories(home);
      if (!Files.exists(file)) create(file);
    } catch (IOException e) {
      throw new SQLException("The history can't be made: " + e.getMessage(), e);
    }
    Properties settings = new Properties();
    settings.setProperty("memory_limit", limits.memoryMaxMb() + "MiB");
    settings.setProperty("threads", Integer.toString(threads(limits)));
    settings.setProperty("temp_directory", home.resolve(TEMPORARY).toString());
    settings.setProperty("max_temp_directory_size", limits.temporaryMaxMb() + "MiB");
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    // Order of rows costs memory in every big result, and nothing here asks for it.
    settings.setProperty("preserve_insertion_order", "false");
    // Only we begin checkpoints, see BeforeImage.
    settings.setProperty("checkpoint_threshold", "1TiB");
    DuckDBConnection root = connect(file, settings);
    try (Statement s = root.createStatement()) {
      s.execute("PRAGMA disable_checkpoint_on_shutdown");
      s.execute("SET allowed_directories=['" + home.toString().replace("'", "''") + "']");
      s.execute("SET enable_external_access=false");
      s.execute("SET lock_configuration=true");
      return new DuckDb(file, root, new BeforeImage(file));
    } catch (SQLException | IOException e) {
      root.close();
      throw e instanceof SQLException s ? s : new SQLException(e);
    }
  }

  /// Under another name first: of a file with half a header DuckDB can't tell that it is new.
  private static void create(Path file) throws IOException, SQLException {
    Path made = file.resolveSibling(FILE_NAME + ".new");
    Files.deleteIfExists(made);
    Files.deleteIfExists(file.resolveSibling(FILE_NAME + ".new.wal"));
    Files.deleteIfExists(BeforeImage.path(file));
    connectAsItIs(made, new Properties()).close();
    try (FileChannel whole = FileChannel.open(made, StandardOpenOption.READ)) {
      whole.force(true);
    }
    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// A power cut may leave a checkpoint behind that did not end, see [BeforeImage].
  private static DuckDBConnection connect(Path file, Properties settings) throws SQLException {
    try {
      if (BeforeImage.restore(file, /* always= */ false)) {
        log.warn("the history's last checkpoint did not end; it begins before it");
      }
      try {
        return connectWithLog(file, settings);
      } catch (SQLException e) {
        if (!String.valueOf(e.getMessage()).contains("Corrupt database file")
            || !BeforeImage.restore(file, /* always= */ true)) throw e;
        log.warn("the history begins before its last checkpoint: {}", e.getMessage());
        return connectWithLog(file, settings);
      }
    } catch (IOException e) {
      throw new SQLException("What the last checkpoint wrote over can't be read", e);
    }
  }

  /// A power cut may leave a write-ahead log behind that DuckDB can't read, for a write that nobody
  /// synced yet. The file itself then is as the last checkpoint left it, and the event log still
  /// has all that came since: the mover brings it again.
  private static DuckDBConnection connectWithLog(Path file, Properties settings)
      throws SQLException {
    try {
      return connectAsItIs(file, settings);
    } catch (SQLException e) {
      Path wal = file.resolveSibling(FILE_NAME + ".wal");
      if (!String.valueOf(e.getMessage()).contains("WAL") || !Files.exists(wal)) throw e;
      log.warn(
          "the history begins again at its last checkpoint, its own log is damaged: {}",
          e.getMessage());
      try {
        Files.move(
            wal,
            file.resolveSibling(FILE_NAME + ".wal.damaged"),
            StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException moving) {
        e.addSuppressed(moving);
        throw e;
      }
      return connectAsItIs(file, settings);
    }
  }

  private static DuckDBConnection connectAsItIs(Path file, Properties settings)
      throws SQLException {
    Connection connection = new DuckDBDriver().connect("jdbc:duckdb:" + file, settings);
    if (connection == null) throw new SQLException("The driver refused " + file);
    return connection.unwrap(DuckDBConnection.class);
  }

  private static int threads(Config.History limits) {
    return limits.threads() > 0
        ? limits.threads()
        : Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
  }

  @Override
  public String name() {
    return "duckdb";
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
    return root.duplicate();
  }

  @Override
  public RowSink sink(String table, boolean temporary) throws SQLException {
    return new Appending(
        temporary ? root.createAppender("temp", "main", table) : root.createAppender(table));
  }

  @Override
  public Dialect dialect() {
    return Dialect.DUCKDB;
  }

  @Override
  public boolean keepsColumns() {
    return true;
  }

  @Override
  public boolean checkpoint() {
    try (Statement s = root.createStatement()) {
      before.take(s);
      s.execute("CHECKPOINT");
      before.drop();
      return true;
    } catch (SQLException _) {
      // Somebody reads what the checkpoint would clear away; the next one does it.
      return false;
    } catch (IOException e) {
      log.warn("the history is not written into its file: {}", e.toString());
      return false;
    }
  }

  @Override
  public void index() {
    // Columns are scanned; an index would only cost.
  }

  @Override
  public void close() throws SQLException {
    root.close();
    try {
      before.close();
    } catch (IOException e) {
      throw new SQLException(e);
    }
  }

  private record Appending(DuckDBAppender rows) implements RowSink {
    @Override
    public RowSink begin() throws SQLException {
      rows.beginRow();
      return this;
    }

    @Override
    public RowSink put(int value) throws SQLException {
      rows.append(value);
      return this;
    }

    @Override
    public RowSink put(long value) throws SQLException {
      rows.append(value);
      return this;
    }

    @Override
    public RowSink put(@Nullable String value) throws SQLException {
      if (value == null) rows.appendNull();
      else rows.append(value);
      return this;
    }

    @Override
    public void end() throws SQLException {
      rows.endRow();
    }

    /// Flushes first: what goes wrong while closing is not told.
    @Override
    public void close() throws SQLException {
      try {
        rows.flush();
      } finally {
        rows.close();
      }
    }
  }
}
