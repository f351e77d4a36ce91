package dev.tippen.store.sqlite;

import dev.tippen.store.StoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/// The database file `tippen.db` of a data folder, and how connections to it are opened.
public final class Database {

  public static final String FILE_NAME = "tippen.db";

  /// Also the longest time that a command line waits for the server's commit.
  private static final int BUSY_TIMEOUT_MS = 5_000;

  private static final int WRITER_CACHE_KIB = 64 * 1024;
  private static final int READER_CACHE_KIB = 16 * 1024;
  private static final long JOURNAL_SIZE_LIMIT_BYTES = 200_000_000;

  private final Path file;

  private Database(Path file) {
    this.file = file;
  }

  /// Opens the database of a data folder, making folder, file and schema as needed. The folder is
  /// readable by its owner only, and so are all files in it.
  ///
  /// @throws StoreException if the folder can't be used or the file is damaged or of a newer
  ///   program
  public static Database open(Path folder) {
    Path file = folder.resolve(FILE_NAME);
    try {
      if (!Files.isDirectory(folder)) Files.createDirectories(folder);
      restrict(folder, "rwx------");
      try {
        Files.createFile(file);
      } catch (FileAlreadyExistsException _) {
        // an earlier start made it
      }
      restrict(file, "rw-------");
    } catch (IOException e) {
      throw new StoreException(
          "The data folder " + folder + " can't be used: " + e.getMessage(), e);
    }
    Database database = new Database(file);
    try (Connection connection = database.writer()) {
      Schema.migrate(connection);
    } catch (SQLException e) {
      throw new StoreException("The database " + file + " can't be opened: " + e.getMessage(), e);
    }
    return database;
  }

  /// The database of a folder in which a server has run.
  ///
  /// @throws StoreException if there is none
  public static Database openExisting(Path folder) {
    if (!Files.isRegularFile(folder.resolve(FILE_NAME))) {
      throw new StoreException(
          "There is no " + FILE_NAME + " in " + folder + "; name the data folder with --data DIR",
          new IOException("no such file"));
    }
    return open(folder);
  }

  public Path file() {
    return file;
  }

  /// A connection that may write; commits are synced to disk before they return
  /// (`synchronous=FULL`).
  public Connection writer() throws SQLException {
    SQLiteConfig config = config(WRITER_CACHE_KIB);
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try (Statement s = connection.createStatement()) {
      s.execute("PRAGMA journal_size_limit=" + JOURNAL_SIZE_LIMIT_BYTES);
      s.execute("PRAGMA wal_autocheckpoint=0");
    }
    return connection;
  }

  /// A connection that can't write, whatever SQL it is given.
  public Connection reader() throws SQLException {
    SQLiteConfig config = config(READER_CACHE_KIB);
    config.setReadOnly(true);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try (Statement s = connection.createStatement()) {
      s.execute("PRAGMA query_only=1");
    }
    return connection;
  }

  /// A writing connection to a file beside the database that can be made anew from it: its commits
  /// survive the process, but the newest ones may be lost with the power.
  Connection derivedWriter(Path derived) throws SQLException, IOException {
    if (!Files.exists(derived)) Files.createFile(derived);
    restrict(derived, "rw-------");
    SQLiteConfig config = config(READER_CACHE_KIB);
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.NORMAL);
    return config.createConnection("jdbc:sqlite:" + derived);
  }

  /// A connection that can't write to such a file.
  Connection derivedReader(Path derived) throws SQLException {
    SQLiteConfig config = config(READER_CACHE_KIB);
    config.setReadOnly(true);
    return config.createConnection("jdbc:sqlite:" + derived);
  }

  private static SQLiteConfig config(int cacheKib) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.setCacheSize(-cacheKib);
    return config;
  }

  private static void restrict(Path path, String permissions) throws IOException {
    if (Files.getFileAttributeView(path, PosixFileAttributeView.class) != null) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }
}
