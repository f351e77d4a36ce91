package dev.tippen.history;

import dev.tippen.config.Config;
import dev.tippen.config.Config.HistoryEngine;
import dev.tippen.event.ApiKey;
import dev.tippen.history.HistoryException.Reason;
import dev.tippen.store.HistorySource;
import dev.tippen.store.StoreException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where events stay for analytics: opened in the background, filled every second, asked with SQL
/// by [dev.tippen.analytics]. Without it everything else works; what is not moved yet stays in the
/// log.
///
/// Safe for all threads. Reading blocks: use a platform thread.
public final class History implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(History.class);

  /// Folder of the history within the data folder: all that its engine may see.
  public static final String FOLDER = "history";

  private static final long CHECKPOINT_AT_EVENTS = 500_000;
  private static final String FILE_PREFIX = "export-";
  private static final long RETRY_MS = 5_000;
  private static final long CLOSE_TIMEOUT_MS = 20_000;

  private final Config.History config;
  private final Path folder;
  private final HistorySource source;
  private final IntFunction<@Nullable ApiKey> keys;
  private final InstantSource clock;
  private final Thread thread;
  private final CountDownLatch opened = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Semaphore queries;
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private volatile @Nullable Engine engine;
  private volatile State state = new State(0, 0, 0, 0, 0, null);

  /// How it stands.
  ///
  /// @param lastId the last event of the log that is in the history
  /// @param events how many are
  /// @param asOfMs all events committed before this time are, epoch milliseconds
  /// @param lagMs how long ago that is, 0 if nothing waits
  /// @param mixed how many of the newest events lie in the order of time, those of all sites mixed
  /// @param problem null if all is well
  public record State(
      long lastId, long events, long asOfMs, long lagMs, long mixed, @Nullable String problem) {}

  /// Work with a connection that only reads.
  @FunctionalInterface
  public interface Reading<T extends @Nullable Object> {
    T run(Connection connection) throws SQLException;
  }

  /// Lets somebody who no longer waits for an answer end the query.
  public static final class Cancellation {
    private static final long CANCEL_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final AtomicReference<@Nullable Reason> why = new AtomicReference<>();
    private @Nullable Statement running;

    /// Ends the query at once, or as soon as it begins. Safe for all threads.
    public void cancel() {
      cancel(Reason.CANCELLED);
    }

    /// @param reason what the query fails with
    public void cancel(Reason reason) {
      // An engine forgets what it was told before the statement ran: it is told until it ends.
      if (why.compareAndSet(null, reason) && interrupt()) {
        Thread.ofVirtual()
            .name("cancel")
            .start(() -> {
              while (interrupt()) LockSupport.parkNanos(CANCEL_AGAIN_NANOS);
            });
      }
    }

    /// @return whether it may still run
    private synchronized boolean interrupt() {
      if (running == null) return false;
      try {
        running.cancel();
        return !running.isClosed();
      } catch (SQLException _) {
        // It has ended by itself.
        return false;
      }
    }

    /// Names the statement that is about to run.
    public void runs(Statement statement) throws SQLException {
      synchronized (this) {
        running = statement;
      }
      if (why.get() != null) throw new SQLException("cancelled");
    }

    /// From here on the connection is somebody else's: it must not be interrupted.
    private synchronized void ended() {
      running = null;
    }

    /// @return null if it is not cancelled
    @Nullable Reason why() {
      return why.get();
    }
  }

  /// A history that is not open yet, see [#start].
  ///
  /// @param data folder of the server's data
  public History(
      Path data,
      Config.History config,
      HistorySource source,
      IntFunction<@Nullable ApiKey> keys,
      InstantSource clock) {
    this.config = config;
    folder = data.resolve(FOLDER);
    this.source = source;
    this.keys = keys;
    this.clock = clock;
    queries = new Semaphore(config.queriesMax(), /* fair= */ true);
    thread = Thread.ofPlatform().name("history").daemon(true).unstarted(this::run);
  }

  /// Begins to open the history and to fill it; returns at once. Call once.
  public void start() {
    thread.start();
  }

  /// How the history stands.
  public State state() {
    return state;
  }

  /// The spelling of the engine, `none` before one is open.
  public String engineName() {
    Engine e = engine;
    return e == null ? "none" : e.name();
  }

  /// Waits until the history is open and holds all events that are committed now.
  ///
  /// @return false if that takes longer
  public boolean awaitCaughtUp(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    long to = source.lastId();
    while (state.lastId() < to || engine == null) {
      if (System.nanoTime() > end) return false;
      Thread.sleep(5);
    }
    return true;
  }

  private void run() {
    try {
      while (!isClosing()) {
        try {
          work();
        } catch (SQLException | StoreException e) {
          failed("history is not up to date: " + e.getMessage(), e);
        }
        pause(RETRY_MS);
      }
    } catch (Throwable e) {
      failed("history has stopped", e);
    } finally {
      opened.countDown();
    }
  }

  private void work() throws SQLException {
    try (Engine open = open()) {
      deleteLeftFiles();
      Mover mover =
          new Mover(
              source,
              open,
              keys,
              clock,
              TimeUnit.MINUTES.toMillis(config.logKeptMinutes()),
              config.arrangeEvents());
      publish(mover, clock.millis(), source);
      engine = open;
      opened.countDown();
      try {
        move(mover);
      } finally {
        engine = null;
        closeReaders();
      }
      mover.checkpoint();
    }
  }

  private void move(Mover mover) throws SQLException {
    long checkpointAtMs = 0;
    long checkpointAtEvents = 0;
    while (true) {
      long beganMs = clock.millis();
      boolean last = isClosing();
      boolean more = mover.move();
      // Whatever was committed before the batch was read is here now, unless there is more.
      publish(mover, beganMs, more ? source : null);
      long events = mover.tables().events();
      if (beganMs - checkpointAtMs >= config.checkpointEverySeconds() * 1_000L
          || events - checkpointAtEvents >= CHECKPOINT_AT_EVENTS) {
        mover.checkpoint();
        checkpointAtMs = beganMs;
        checkpointAtEvents = events;
      }
      boolean forgotten = !mover.forget();
      if (last) return;
      boolean arranged = mover.arrange(/* idle= */ !more);
      if (arranged) mover.checkpoint();
      if (!more && forgotten && !arranged) pause(config.moveEveryMs());
    }
  }

  private void publish(Mover mover, long nowMs, @Nullable HistorySource behind) {
    HistoryTables tables = mover.tables();
    State before = state;
    boolean allHere = behind == null || tables.lastId() >= behind.lastId();
    long asOfMs = allHere ? nowMs : Math.max(before.asOfMs(), mover.lastReceivedMs());
    long lagMs = allHere || asOfMs == 0 ? 0 : nowMs - asOfMs;
    state = new State(tables.lastId(), tables.events(), asOfMs, lagMs, mover.mixed(), null);
  }

  private void failed(String text, Throwable e) {
    State s = state;
    // It is tried again every few seconds: once is enough.
    if (!text.equals(s.problem())) log.error(text, e);
    state = new State(s.lastId(), s.events(), s.asOfMs(), s.lagMs(), s.mixed(), text);
  }

  /// What an engine holds the other one lacks, and the log has forgotten it: a history stays with
  /// the engine that began it.
  private Engine open() throws SQLException {
    HistoryEngine wanted = config.engine();
    boolean inDuckDb = Files.exists(folder.resolve(DuckDb.FILE_NAME));
    boolean inSqlite = Files.exists(folder.resolve(SqliteHistory.FILE_NAME));
    if (wanted == HistoryEngine.SQLITE && inDuckDb) throw otherEngine(DuckDb.FILE_NAME);
    if (wanted == HistoryEngine.DUCKDB && inSqlite) throw otherEngine(SqliteHistory.FILE_NAME);
    if (wanted == HistoryEngine.SQLITE || inSqlite) return SqliteHistory.open(folder);
    try {
      return DuckDb.open(folder, config);
    } catch (LinkageError | RuntimeException e) {
      if (wanted == HistoryEngine.DUCKDB || inDuckDb) {
        throw new SQLException("DuckDB can't run here: " + e.getMessage(), e);
      }
      log.warn("DuckDB can't run here, history is kept in SQLite: {}", e.toString());
      return SqliteHistory.open(folder);
    }
  }

  private static SQLException otherEngine(String file) {
    return new SQLException(
        file + " holds a history of the other engine; set history.engine back, or move it away");
  }

  /// How SQL is written for the engine.
  ///
  /// @throws HistoryException if the history is not open
  public Dialect dialect() {
    return current().dialect();
  }

  private Engine current() {
    Engine e = engine;
    if (e != null) return e;
    if (state.problem() != null) throw unavailable();
    try {
      // A start takes a moment; whoever asks right then would rather wait than be refused.
      if (!opened.await(config.queryTimeoutSeconds(), TimeUnit.SECONDS)) {
        throw unavailable();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new HistoryException(Reason.CANCELLED, "interrupted", interrupted);
    }
    e = engine;
    if (e == null) throw unavailable();
    return e;
  }

  private HistoryException unavailable() {
    String problem = state.problem();
    return new HistoryException(
        Reason.UNAVAILABLE,
        problem == null ? "history is closed" : problem,
        new IllegalStateException("not open"));
  }

  /// Reads with a connection of its own.
  ///
  /// @throws HistoryException if that is not possible, takes too long, or is cancelled
  public <T extends @Nullable Object> T read(Cancellation cancellation, Reading<T> work) {
    Engine from = current();
    Connection connection = null;
    boolean asked = false;
    boolean whole = false;
    try {
      asked = queries.tryAcquire(config.queryTimeoutSeconds(), TimeUnit.SECONDS);
      if (!asked) {
        throw new HistoryException(
            Reason.BUSY, "too many queries run", new IllegalStateException("busy"));
      }
      connection = idle.poll();
      if (connection == null) connection = from.reader();
      T result = inOneSnapshot(connection, work);
      cancellation.ended();
      whole = true;
      return result;
    } catch (SQLException e) {
      throw failure(e, cancellation);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HistoryException(Reason.CANCELLED, "interrupted", e);
    } finally {
      cancellation.ended();
      if (connection != null && whole && engine == from) idle.push(connection);
      else discard(connection);
      if (asked) queries.release();
    }
  }

  /// All statements of the work see the same events, whatever is moved meanwhile.
  private static <T extends @Nullable Object> T inOneSnapshot(
      Connection connection, Reading<T> work) throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.execute("BEGIN");
      T result = work.run(connection);
      s.execute("COMMIT");
      return result;
    }
  }

  /// A name in the only folder that the engine may write to, for a file that the caller deletes;
  /// what a crash leaves of such files is deleted at the next start.
  public Path newFile(String ending) {
    return folder.toAbsolutePath().resolve(FILE_PREFIX + UUID.randomUUID() + ending);
  }

  private void deleteLeftFiles() {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, FILE_PREFIX + "*")) {
      for (Path file : left) Files.delete(file);
    } catch (IOException e) {
      log.warn("files of an export were not deleted: {}", e.toString());
    }
  }

  /// Seconds that one statement may take.
  public int queryTimeoutSeconds() {
    return config.queryTimeoutSeconds();
  }

  private static HistoryException failure(SQLException e, Cancellation cancellation) {
    String message = e.getMessage() == null ? "no message" : e.getMessage();
    String lower = message.toLowerCase(Locale.ROOT);
    Reason why = cancellation.why();
    if (why != null) return new HistoryException(why, message, e);
    if (lower.contains("interrupt")) return new HistoryException(Reason.TOO_SLOW, message, e);
    if (lower.contains("out of memory")
        || lower.contains("out-of-memory")
        || lower.contains("max_temp_directory_size")) {
      return new HistoryException(Reason.TOO_LARGE, message, e);
    }
    return new HistoryException(Reason.FAILED, message, e);
  }

  private static void discard(@Nullable Connection connection) {
    if (connection == null) return;
    try {
      connection.close();
    } catch (SQLException e) {
      log.debug("a connection did not close: {}", e.getMessage());
    }
  }

  /// The texts of these numbers.
  public Map<Integer, String> texts(Connection connection, Collection<Integer> numbers)
      throws SQLException {
    return Texts.texts(connection, numbers);
  }

  private void closeReaders() {
    for (Connection c = idle.poll(); c != null; c = idle.poll()) discard(c);
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void pause(long ms) {
    try {
      closing.await(ms, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing.countDown();
    }
  }

  /// Moves what is committed, and closes the file.
  @Override
  public void close() {
    closing.countDown();
    if (thread.getState() == Thread.State.NEW) return;
    try {
      thread.join(CLOSE_TIMEOUT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
