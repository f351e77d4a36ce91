package dev.tippen.enrich.place;

import dev.tippen.enrich.address.IpAddress;
import dev.tippen.enrich.address.IpNetwork;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes .mmdb files (MaxMind DB format 2.0): a tree of bits whose leaves point at values, the
/// values, and a map that describes the file. Enough for tests: no pointers among the values.
final class MmdbWriter {
  private static final int IPV4_IN_IPV6_BITS = 96;
  private static final int SEPARATOR_BYTES = 16;
  private static final byte[] METADATA_MARK =
      "\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1);

  private static final int DOUBLE = 3;
  private static final int UTF8 = 2;
  private static final int UINT16 = 5;
  private static final int UINT32 = 6;
  private static final int MAP = 7;
  private static final int UINT64 = 9;
  private static final int ARRAY = 11;
  private static final int BOOLEAN = 14;

  private final String databaseType;
  private final int ipVersion;
  private final List<Entry> entries = new ArrayList<>();
  private int recordBits = 24;
  private Instant builtAt = Instant.parse("2026-11-01T00:00:00Z");

  private record Entry(IpNetwork network, Object value) {}

  /// @param ipVersion 4, or 6 for both kinds
  MmdbWriter(String databaseType, int ipVersion) {
    this.databaseType = databaseType;
    this.ipVersion = ipVersion;
  }

  /// @param bits 24, 28 or 32
  MmdbWriter recordBits(int bits) {
    recordBits = bits;
    return this;
  }

  MmdbWriter builtAt(Instant time) {
    builtAt = time;
    return this;
  }

  /// @param value of maps, lists, texts, numbers and booleans
  MmdbWriter put(String network, Object value) {
    entries.add(new Entry(Objects.requireNonNull(IpNetwork.parse(network), network), value));
    return this;
  }

  void write(Path file) throws IOException {
    Files.write(file, bytes());
  }

  byte[] bytes() {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    Map<Object, Integer> offsets = new HashMap<>();
    Node root = new Node();
    // A longer prefix is cut out of the shorter one that is already there.
    entries.sort(Comparator.comparingInt(e -> e.network.bits()));
    for (Entry entry : entries) {
      int offset =
          offsets.computeIfAbsent(
              entry.value,
              v -> {
                int at = data.size();
                encode(v, data);
                return at;
              });
      root.insert(bits(entry.network), offset);
    }
    List<Node> nodes = new ArrayList<>();
    root.number(nodes);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (Node node : nodes) node.write(file, nodes.size());
    file.writeBytes(new byte[SEPARATOR_BYTES]);
    file.writeBytes(data.toByteArray());
    file.writeBytes(METADATA_MARK);
    encode(metadata(nodes.size()), file);
    return file.toByteArray();
  }

  private Map<String, Object> metadata(int nodes) {
    return Map.of(
        "node_count",
        (long) nodes,
        "record_size",
        new Short16(recordBits),
        "ip_version",
        new Short16(ipVersion),
        "database_type",
        databaseType,
        "languages",
        List.of("en"),
        "binary_format_major_version",
        new Short16(2),
        "binary_format_minor_version",
        new Short16(0),
        "build_epoch",
        BigInteger.valueOf(builtAt.getEpochSecond()),
        "description",
        Map.of("en", "written by a test"));
  }

  /// An unsigned number of 16 bits.
  private record Short16(int value) {}

  /// The bits on the way from the root.
  private boolean[] bits(IpNetwork network) {
    IpAddress first = network.first();
    int above = first.isIpv4() && ipVersion == 6 ? IPV4_IN_IPV6_BITS : 0;
    boolean[] bits = new boolean[above + network.bits()];
    byte[] bytes = first.bytes();
    for (int i = 0; i < network.bits(); i++) {
      bits[above + i] = (bytes[i / 8] >> 7 - i % 8 & 1) == 1;
    }
    return bits;
  }

  private final class Node {
    private final @Nullable Node[] children = new @Nullable Node[2];
    private final @Nullable Integer[] values = new @Nullable Integer[2];
    private int number;

    void insert(boolean[] bits, int value) {
      Node node = this;
      for (int i = 0; i < bits.length - 1; i++) node = node.child(bits[i] ? 1 : 0);
      int last = bits[bits.length - 1] ? 1 : 0;
      node.children[last] = null;
      node.values[last] = value;
    }

    private Node child(int side) {
      Node child = children[side];
      if (child == null) {
        child = new Node();
        child.values[0] = values[side];
        child.values[1] = values[side];
        children[side] = child;
        values[side] = null;
      }
      return child;
    }

    void number(List<Node> nodes) {
      number = nodes.size();
      nodes.add(this);
      for (Node child : children) {
        if (child != null) child.number(nodes);
      }
    }

    void write(ByteArrayOutputStream file, int nodeCount) {
      long left = record(0, nodeCount);
      long right = record(1, nodeCount);
      switch (recordBits) {
        case 24, 32 -> {
          bigEndian(left, recordBits / 8, file);
          bigEndian(right, recordBits / 8, file);
        }
        case 28 -> {
          bigEndian(left & 0xff_ffff, 3, file);
          file.write((int) (left >> 24 << 4 | right >> 24));
          bigEndian(right & 0xff_ffff, 3, file);
        }
        default -> throw new IllegalArgumentException("records of " + recordBits + " bits");
      }
    }

    private long record(int side, int nodeCount) {
      Node child = children[side];
      if (child != null) return child.number;
      Integer value = values[side];
      return value == null ? nodeCount : (long) nodeCount + SEPARATOR_BYTES + value;
    }
  }

  private static void bigEndian(long value, int bytes, ByteArrayOutputStream out) {
    for (int i = bytes - 1; i >= 0; i--) out.write((int) (value >>> 8 * i));
  }

  private static void encode(Object value, ByteArrayOutputStream out) {
    switch (value) {
      case String text -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        control(UTF8, bytes.length, out);
        out.writeBytes(bytes);
      }
      case Map<?, ?> map -> {
        control(MAP, map.size(), out);
        map.forEach((k, v) -> {
          encode(Objects.requireNonNull(k), out);
          encode(Objects.requireNonNull(v), out);
        });
      }
      case List<?> list -> {
        control(ARRAY, list.size(), out);
        list.forEach(v -> encode(Objects.requireNonNull(v), out));
      }
      case Boolean flag -> control(BOOLEAN, flag ? 1 : 0, out);
      case Double number -> {
        control(DOUBLE, 8, out);
        bigEndian(Double.doubleToLongBits(number), 8, out);
      }
      case Short16(int number) -> number(UINT16, number, 2, out);
      case BigInteger number -> number(UINT64, number.longValueExact(), 8, out);
      case Number number -> number(UINT32, number.longValue(), 4, out);
      default -> throw new IllegalArgumentException("no value of " + value.getClass());
    }
  }

  private static void number(int type, long value, int bytes, ByteArrayOutputStream out) {
    control(type, bytes, out);
    bigEndian(value, bytes, out);
  }

  /// Type in the three upper bits, or 0 there and the type less 7 in the next byte; size in the
  /// others, where 29 and 30 say that the size follows in one or two bytes.
  private static void control(int type, int size, ByteArrayOutputStream out) {
    int sizeBits = size < 29 ? size : size < 285 ? 29 : 30;
    if (type > 7) {
      out.write(sizeBits);
      out.write(type - 7);
    } else {
      out.write(type << 5 | sizeBits);
    }
    if (sizeBits == 29) out.write(size - 29);
    if (sizeBits == 30) bigEndian(size - 285, 2, out);
  }
}
