package dev.tippen.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// What a checkpoint of DuckDB writes over, kept beside its file until the next one.
///
/// A checkpoint puts rows into free blocks and turns to them by one of two headers, but what tells
/// where rows lie it writes into blocks that the old header still needs. If the power goes while
/// such a block is half written, neither state can be read. So these blocks and the headers are
/// copied and synced before; a checkpoint that never reached its header is taken back at the next
/// start, and DuckDB's own log still has what it brought. Some 0.3 bytes an event.
///
/// Layout of the file, source: `storage/storage_info.hpp` of DuckDB 1.5. Owned by one thread.
final class BeforeImage implements AutoCloseable {
  private static final String ENDING = ".before";
  private static final long MAGIC = 0x7469_7070_656e_4231L;

  /// The main header and the two that take turns, before the first block.
  private static final int HEADERS_BYTES = 3 * 4096;

  private static final int PIECE_BYTES = 1 << 20;

  private final FileChannel database;
  private final FileChannel image;

  /// Keeps the database open: to close it would release the lock that DuckDB holds on it.
  BeforeImage(Path database) throws IOException {
    this.database = FileChannel.open(database, StandardOpenOption.READ);
    image =
        FileChannel.open(
            path(database),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
  }

  static Path path(Path database) {
    return database.resolveSibling(database.getFileName() + ENDING);
  }

  /// Call before each checkpoint; it must not begin if this fails.
  void take(Statement s) throws SQLException, IOException {
    long blockBytes;
    try (ResultSet r = s.executeQuery("SELECT block_size FROM pragma_database_size()")) {
      r.next();
      blockBytes = r.getLong(1);
    }
    List<Long> offsets = new ArrayList<>();
    try (ResultSet r = s.executeQuery("SELECT block_id FROM pragma_metadata_info()")) {
      while (r.next()) offsets.add(HEADERS_BYTES + r.getLong(1) * blockBytes);
    }
    // A checkpoint that failed may have written what is not on the disk yet.
    database.force(false);
    long size = database.size();
    offsets.removeIf(offset -> offset + blockBytes > size);

    Output out = new Output(image);
    out.put(ByteBuffer.allocate(Long.BYTES).putLong(MAGIC));
    out.put(ByteBuffer.allocate(Integer.BYTES).putInt(offsets.size() + 1));
    copy(out, 0, HEADERS_BYTES);
    for (long offset : offsets) copy(out, offset, (int) blockBytes);
    out.end();
  }

  /// The checkpoint has ended. If that is forgotten, nothing is lost: its header tells too, unless
  /// there was nothing to write.
  void drop() throws IOException {
    image.truncate(0);
  }

  private void copy(Output out, long offset, int length) throws IOException {
    out.put(ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(offset).putInt(length));
    out.put(bytes(database, offset, length).position(length));
  }

  private static final class Output {
    private final FileChannel file;
    private final CRC32C checksum = new CRC32C();

    Output(FileChannel file) throws IOException {
      this.file = file;
      file.position(0);
    }

    void put(ByteBuffer filled) throws IOException {
      filled.flip();
      checksum.update(filled.duplicate());
      while (filled.hasRemaining()) file.write(filled);
    }

    void end() throws IOException {
      ByteBuffer sum = ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).flip();
      while (sum.hasRemaining()) file.write(sum);
      file.truncate(file.position());
      file.force(true);
    }
  }

  /// Takes back a checkpoint that did not end. Call before DuckDB opens the file.
  ///
  /// @param always also if it reached a header, which then is damaged
  /// @return whether there was one
  static boolean restore(Path database, boolean always) throws IOException {
    if (!Files.exists(path(database)) || !Files.exists(database)) return false;
    try (FileChannel image = FileChannel.open(path(database), StandardOpenOption.READ);
        FileChannel file =
            FileChannel.open(database, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      // An image that is not whole was never followed by a checkpoint.
      if (file.size() < HEADERS_BYTES || !isWhole(image)) return false;
      long at = Long.BYTES;
      int count = bytes(image, at, Integer.BYTES).getInt();
      at += Integer.BYTES;
      for (int i = 0; i < count; i++) {
        ByteBuffer where = bytes(image, at, Long.BYTES + Integer.BYTES);
        long offset = where.getLong();
        ByteBuffer piece = bytes(image, at + where.capacity(), where.getInt());
        boolean ended = i == 0 && !bytes(file, 0, HEADERS_BYTES).equals(piece);
        if (ended && !always) return false;
        at += where.capacity() + piece.capacity();
        while (piece.hasRemaining()) file.write(piece, offset + piece.position());
      }
      file.force(true);
      return true;
    }
  }

  private static boolean isWhole(FileChannel image) throws IOException {
    long end = image.size() - Long.BYTES;
    if (end < Long.BYTES + Integer.BYTES || bytes(image, 0, Long.BYTES).getLong() != MAGIC) {
      return false;
    }
    CRC32C checksum = new CRC32C();
    for (long at = 0; at < end; at += PIECE_BYTES) {
      checksum.update(bytes(image, at, (int) Math.min(PIECE_BYTES, end - at)));
    }
    return bytes(image, end, Long.BYTES).getLong() == checksum.getValue();
  }

  private static ByteBuffer bytes(FileChannel file, long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, offset + bytes.position()) < 0) throw new IOException("ends too early");
    }
    return bytes.flip();
  }

  @Override
  public void close() throws IOException {
    try (database) {
      image.close();
    }
  }
}
