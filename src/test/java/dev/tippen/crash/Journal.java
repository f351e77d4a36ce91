package dev.tippen.crash;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The journal that `disk.c` wrote: what happened to the watched files, in order.
final class Journal {
  private static final int HEADER_BYTES = 24;

  private final MappedByteBuffer bytes;
  private final List<Operation> operations = new ArrayList<>();

  /// @param at where its record begins
  /// @param name of the file, relative to the watched folder
  /// @param offset of a write; new length of a truncation or allocation
  /// @param covered of a sync: operations whose records begin before this
  /// @param dataAt where the data begin, a write's bytes or a rename's new name
  record Operation(
      long at, char kind, String name, long offset, long covered, int dataAt, int dataLength) {
    static final char WRITE = 'W';
    static final char TRUNCATE = 'T';
    static final char ALLOCATE = 'A';
    static final char SYNC = 'S';
    static final char FAILED_SYNC = 'F';
    static final char UNLINK = 'U';
    static final char RENAME = 'R';
  }

  private Journal(MappedByteBuffer bytes) {
    this.bytes = bytes;
  }

  /// A process that was killed may have left half a record at the end only.
  static Journal read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      MappedByteBuffer bytes = channel.map(MapMode.READ_ONLY, 0, channel.size());
      bytes.order(ByteOrder.nativeOrder());
      Journal journal = new Journal(bytes);
      for (int at = 0; at < bytes.limit(); at += bytes.getInt(at)) journal.add(at);
      return journal;
    }
  }

  private void add(int at) {
    int size = bytes.getInt(at);
    int nameLength = Short.toUnsignedInt(bytes.getShort(at + 6));
    int dataAt = at + HEADER_BYTES + nameLength;
    operations.add(
        new Operation(
            at,
            (char) bytes.get(at + 4),
            text(at + HEADER_BYTES, nameLength).intern(),
            bytes.getLong(at + 8),
            bytes.getLong(at + 16),
            dataAt,
            at + size - dataAt));
  }

  List<Operation> operations() {
    return operations;
  }

  void copy(Operation from, int skip, byte[] to, int at, int length) {
    bytes.get(from.dataAt + skip, to, at, length);
  }

  String text(Operation of) {
    return text(of.dataAt, of.dataLength);
  }

  private String text(int at, int length) {
    byte[] text = new byte[length];
    bytes.get(at, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /// How many operations of which kind on which file, for people.
  String summary() {
    return operations.stream()
        .collect(
            Collectors.groupingBy(
                o -> o.name + " " + o.kind, java.util.TreeMap::new, Collectors.counting()))
        .toString();
  }
}
