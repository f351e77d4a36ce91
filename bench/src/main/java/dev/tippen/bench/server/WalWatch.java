package dev.tippen.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Looks at the write-ahead log of a running server from outside, each [#INTERVAL_MS].
///
/// The log starts over after a checkpoint has copied all of it, and each start writes a higher
/// number into its header (bytes 12 to 15): the only count of completed checkpoints that doesn't
/// have to be believed. Source: sqlite.org/fileformat2.html#walformat.
public final class WalWatch implements AutoCloseable {
  static final long INTERVAL_MS = 100;

  private static final int SEQUENCE_AT = 12;

  private final Path wal;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("wal-watch").daemon(true).factory());
  private long maxBytes;
  private long firstSequence = -1;
  private long lastSequence = -1;

  public WalWatch(Path dataFolder) {
    wal = dataFolder.resolve("tippen.db-wal");
    thread.scheduleAtFixedRate(this::look, 0, INTERVAL_MS, TimeUnit.MILLISECONDS);
  }

  synchronized void look() {
    try (FileChannel file = FileChannel.open(wal)) {
      maxBytes = Math.max(maxBytes, Files.size(wal));
      ByteBuffer sequence = ByteBuffer.allocate(4);
      if (file.read(sequence, SEQUENCE_AT) < 4) return;
      lastSequence = Integer.toUnsignedLong(sequence.getInt(0));
      if (firstSequence < 0) firstSequence = lastSequence;
    } catch (IOException _) {
      // There is no log yet, or none any more.
    }
  }

  /// Begins to count anew.
  public synchronized void reset() {
    maxBytes = 0;
    firstSequence = -1;
    look();
  }

  /// The longest that the file was.
  public synchronized long maxBytes() {
    look();
    return maxBytes;
  }

  /// How often the log started over: checkpoints that copied everything.
  public synchronized long restarts() {
    look();
    return firstSequence < 0 ? 0 : lastSequence - firstSequence;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
