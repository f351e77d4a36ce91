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
import java.util.Arrays;
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

  private static final int COUNT_MAX = 1 << 20;

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

  private static Path path(Path database) {
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

  private void copy(Output out, long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    read(database, offset, bytes);
    out.put(ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(offset).putInt(length));
    out.put(bytes.position(length));
  }

  private static void read(FileChannel from, long offset, ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      if (from.read(into, offset + into.position()) < 0) throw new IOException("ends too early");
    }
    into.flip();
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

  private record Piece(long offset, ByteBuffer bytes) {}

  /// Takes back a checkpoint that did not end. Call before DuckDB opens the file.
  ///
  /// @param always also if it reached a header, which then is damaged
  /// @return whether there was one
  static boolean restore(Path database, boolean always) throws IOException {
    if (!Files.exists(path(database)) || !Files.exists(database)) return false;
    List<Piece> pieces = pieces(Files.readAllBytes(path(database)));
    if (pieces.isEmpty()) return false;
    try (FileChannel file =
        FileChannel.open(database, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      byte[] headers = new byte[HEADERS_BYTES];
      if (file.size() < HEADERS_BYTES) return false;
      read(file, 0, ByteBuffer.wrap(headers));
      byte[] before = pieces.getFirst().bytes.array();
      boolean ended = !Arrays.equals(headers, before);
      if (ended && !always) return false;
      for (Piece piece : pieces) {
        ByteBuffer bytes = piece.bytes.duplicate();
        while (bytes.hasRemaining()) file.write(bytes, piece.offset + bytes.position());
      }
      file.force(true);
      return true;
    }
  }

  /// @return none if the image is not whole: then no checkpoint has begun since
  private static List<Piece> pieces(byte[] all) {
    ByteBuffer in = ByteBuffer.wrap(all);
    if (in.remaining() < Long.BYTES + Integer.BYTES + Long.BYTES) return List.of();
    CRC32C checksum = new CRC32C();
    checksum.update(all, 0, all.length - Long.BYTES);
    if (in.getLong(all.length - Long.BYTES) != checksum.getValue() || in.getLong() != MAGIC) {
      return List.of();
    }
    int count = in.getInt();
    if (count > COUNT_MAX) return List.of();
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long offset = in.getLong();
      byte[] bytes = new byte[in.getInt()];
      in.get(bytes);
      pieces.add(new Piece(offset, ByteBuffer.wrap(bytes)));
    }
    return pieces;
  }

  @Override
  public void close() throws IOException {
    try (database) {
      image.close();
    }
  }
}
