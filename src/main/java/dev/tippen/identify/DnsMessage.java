package dev.tippen.identify;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Questions and answers of the domain name system in their binary form (RFC 1035, section 4; RFC
/// 3596 for AAAA). Answers come from strangers: whatever they hold, reading ends and is bounded.
final class DnsMessage {
  static final int PTR = 12;
  static final int A = 1;
  static final int AAAA = 28;

  private static final int CNAME = 5;
  private static final int CLASS_IN = 1;
  private static final int HEADER_BYTES = 12;
  private static final int NAME_MAX_CHARS = 253;
  private static final int LABEL_MAX_BYTES = 63;
  private static final int RECORDS_MAX = 128;
  private static final int ALIASES_MAX = 8;

  private static final int FLAG_RESPONSE = 0x8000;
  private static final int FLAG_TRUNCATED = 0x0200;
  private static final int FLAG_RECURSION_DESIRED = 0x0100;

  private final byte[] bytes;
  private int at;

  private DnsMessage(byte[] bytes) {
    this.bytes = bytes;
  }

  /// What is no answer in the form of the standard.
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String what) {
      super(what);
    }
  }

  /// @param values names in lower case without a dot at the end, or addresses
  /// @param ttlSeconds how long they hold, the shortest of them and of the aliases that led there
  record Values(List<String> values, long ttlSeconds) {}

  /// @param truncated whether the answer has to be asked for over TCP
  /// @param code 0 fine, 3 no such name, others: the server could not answer (RFC 6895, section
  ///   2.3)
  record Reply(boolean truncated, int code, Values values) {}

  private record Data(String owner, int type, long ttlSeconds, String value) {}

  /// @param name of characters that are allowed in host names, without a dot at the end
  static byte[] question(int id, String name, int type) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write16(out, id);
    write16(out, FLAG_RECURSION_DESIRED);
    write16(out, 1);
    write16(out, 0);
    write16(out, 0);
    write16(out, 0);
    for (String label : name.split("\\.", -1)) {
      byte[] text = label.getBytes(StandardCharsets.US_ASCII);
      if (text.length == 0 || text.length > LABEL_MAX_BYTES || name.length() > NAME_MAX_CHARS) {
        throw new IllegalArgumentException("no name: " + name);
      }
      out.write(text.length);
      out.writeBytes(text);
    }
    out.write(0);
    write16(out, type);
    write16(out, CLASS_IN);
    return out.toByteArray();
  }

  private static void write16(ByteArrayOutputStream out, int value) {
    out.write(value >> 8);
    out.write(value);
  }

  /// Whether the bytes answer this question, and not another one's.
  static boolean answers(byte[] reply, byte[] question) {
    if (reply.length < question.length) return false;
    if (reply[0] != question[0] || reply[1] != question[1] || reply[2] >= 0) return false;
    for (int i = HEADER_BYTES; i < question.length; i++) {
      if (lower(reply[i]) != lower(question[i])) return false;
    }
    return reply[4] == 0 && reply[5] == 1;
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }

  /// @param max values that are kept
  static Reply read(byte[] reply, String name, int type, int max) throws Malformed {
    DnsMessage m = new DnsMessage(reply);
    m.at = 2;
    int flags = m.read16();
    int questions = m.read16();
    int answers = m.read16();
    m.at = HEADER_BYTES;
    if ((flags & FLAG_RESPONSE) == 0 || questions != 1) throw new Malformed("no reply");
    m.name();
    m.skip(4);
    List<Data> records = new ArrayList<>();
    boolean truncated = (flags & FLAG_TRUNCATED) != 0;
    for (int i = 0; i < Math.min(answers, RECORDS_MAX) && !truncated; i++) {
      Data data = m.record();
      if (data.type == type || data.type == CNAME) records.add(data);
    }
    return new Reply(truncated, flags & 0xf, follow(records, name, type, max));
  }

  /// From the name that was asked for, over aliases, to its records.
  private static Values follow(List<Data> records, String name, int type, int max) {
    String owner = name.toLowerCase(Locale.ROOT);
    long ttl = Long.MAX_VALUE;
    for (int hop = 0; hop <= ALIASES_MAX; hop++) {
      List<String> values = new ArrayList<>();
      String alias = null;
      long aliasTtl = ttl;
      for (Data d : records) {
        if (!d.owner.equals(owner)) continue;
        if (d.type == type && values.size() < max) {
          values.add(d.value);
          ttl = Math.min(ttl, d.ttlSeconds);
        } else if (d.type == CNAME) {
          alias = d.value;
          aliasTtl = Math.min(aliasTtl, d.ttlSeconds);
        }
      }
      if (!values.isEmpty()) return new Values(values, ttl);
      if (alias == null) break;
      owner = alias;
      ttl = aliasTtl;
    }
    return new Values(List.of(), 0);
  }

  private Data record() throws Malformed {
    String owner = name();
    int type = read16();
    int recordClass = read16();
    long ttl = (long) read16() << 16 | read16();
    int length = read16();
    int end = at + length;
    if (end > bytes.length) throw new Malformed("record beyond the end");
    String value = recordClass == CLASS_IN ? value(type, length) : "";
    at = end;
    // The highest bit set means zero (RFC 2181, section 8).
    return new Data(
        owner, recordClass == CLASS_IN ? type : 0, ttl > Integer.MAX_VALUE ? 0 : ttl, value);
  }

  private String value(int type, int length) throws Malformed {
    return switch (type) {
      case PTR, CNAME -> name();
      case A, AAAA -> address(type == A ? 4 : 16, length);
      default -> "";
    };
  }

  private String address(int expected, int length) throws Malformed {
    if (length != expected) throw new Malformed("address of " + length + " bytes");
    byte[] address = new byte[length];
    System.arraycopy(bytes, at, address, 0, length);
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  /// A name, which may go on at an earlier place of the message. Each jump must go further back
  /// than the one before, so that no chain of them ends where it began.
  private String name() throws Malformed {
    StringBuilder name = new StringBuilder();
    int place = at;
    int earliest = at;
    boolean jumped = false;
    while (true) {
      int length = byteAt(place);
      if (length == 0) {
        if (!jumped) at = place + 1;
        return name.toString();
      }
      if ((length & 0xc0) == 0xc0) {
        int target = (length & 0x3f) << 8 | byteAt(place + 1);
        if (!jumped) at = place + 2;
        if (target >= earliest) throw new Malformed("pointer that does not go back");
        jumped = true;
        earliest = target;
        place = target;
      } else if ((length & 0xc0) != 0) {
        throw new Malformed("label of an unknown kind");
      } else {
        if (!name.isEmpty()) name.append('.');
        for (int i = 1; i <= length; i++) name.append(character(byteAt(place + i)));
        if (name.length() > NAME_MAX_CHARS) throw new Malformed("name that is too long");
        place += length + 1;
      }
    }
  }

  /// Other bytes than those of host names become one that no host name has.
  private static char character(int b) {
    boolean allowed = b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b == '-' || b == '_';
    if (allowed) return (char) b;
    return b >= 'A' && b <= 'Z' ? (char) (b + 32) : '?';
  }

  private int byteAt(int place) throws Malformed {
    if (place >= bytes.length) throw new Malformed("end within a name");
    return bytes[place] & 0xff;
  }

  private int read16() throws Malformed {
    if (at + 2 > bytes.length) throw new Malformed("end within a number");
    int value = (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    at += 2;
    return value;
  }

  private void skip(int count) throws Malformed {
    at += count;
    if (at > bytes.length) throw new Malformed("end within the question");
  }
}
