package dev.tippen.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/// Reads the answers of one connection with the least work: the status, the length, and whether the
/// event was dropped. Not safe for several threads.
final class AnswerReader {
  static final int ANSWER_MAX_BYTES = 4_096;

  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DROPPED = "x-tippen-dropped:".getBytes(StandardCharsets.US_ASCII);
  private static final int STATUS_AT = "HTTP/1.1 ".length();

  private final ByteBuffer bytes = ByteBuffer.allocateDirect(ANSWER_MAX_BYTES);
  private boolean dropped;

  /// Takes what has come.
  ///
  /// @return the status when an answer is complete, 0 while more must come
  /// @throws EOFException if the server has closed the connection
  /// @throws ProtocolException if what came is not exactly one answer with a length
  int read(ReadableByteChannel channel) throws IOException {
    if (channel.read(bytes) < 0) throw new EOFException();
    int end = bytes.position();
    int status = parse(end);
    if (status != 0) {
      bytes.clear();
    } else if (end == ANSWER_MAX_BYTES) {
      throw new ProtocolException("an answer is longer than " + ANSWER_MAX_BYTES + " bytes");
    }
    return status;
  }

  /// Whether the last answer says that its event was understood and not stored.
  boolean dropped() {
    return dropped;
  }

  private int parse(int end) throws ProtocolException {
    int lineEnd = lineEnd(0, end);
    if (lineEnd < 0) return 0;
    int length = -1;
    dropped = false;
    while (true) {
      int line = lineEnd + 2;
      lineEnd = lineEnd(line, end);
      if (lineEnd < 0) return 0;
      if (lineEnd == line) break;
      if (begins(line, lineEnd, LENGTH)) length = number(line + LENGTH.length, lineEnd);
      if (begins(line, lineEnd, DROPPED)) dropped = true;
    }
    if (length < 0) throw new ProtocolException("an answer has no Content-Length");
    int wanted = lineEnd + 2 + length;
    if (end > wanted) throw new ProtocolException("more came than one answer");
    return end < wanted ? 0 : number(STATUS_AT, STATUS_AT + 3);
  }

  /// @return where the line's CR LF is, -1 if it has not come
  private int lineEnd(int from, int end) {
    for (int i = from; i + 1 < end; i++) {
      if (bytes.get(i) == '\r' && bytes.get(i + 1) == '\n') return i;
    }
    return -1;
  }

  private boolean begins(int line, int lineEnd, byte[] lowerCase) {
    if (lineEnd - line < lowerCase.length) return false;
    for (int i = 0; i < lowerCase.length; i++) {
      byte b = bytes.get(line + i);
      if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != lowerCase[i]) return false;
    }
    return true;
  }

  private int number(int from, int end) throws ProtocolException {
    int number = 0;
    for (int i = from; i < end; i++) {
      byte b = bytes.get(i);
      if (b == ' ') continue;
      if (b < '0' || b > '9' || number > ANSWER_MAX_BYTES) {
        throw new ProtocolException("an answer has a malformed number");
      }
      number = number * 10 + b - '0';
    }
    return number;
  }
}
