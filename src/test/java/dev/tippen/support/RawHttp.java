package dev.tippen.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A connection on which any bytes may be sent, and which reads whatever answers come. Texts are
/// ISO 8859-1: one character a byte.
public final class RawHttp implements AutoCloseable {
  private static final int HEAD_MAX_BYTES = 16 * 1024;
  private static final int ANSWER_MAX_BYTES = 4 * 1024 * 1024;

  private final Socket socket = new Socket();
  private final InputStream in;

  /// One answer as it came.
  public record Answer(int status, String head, String body) {}

  /// @param patienceMs how long to wait for bytes before [#next] gives up
  public RawHttp(int port, int patienceMs) throws IOException {
    socket.connect(new InetSocketAddress("127.0.0.1", port), 10_000);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(patienceMs);
    in = socket.getInputStream();
  }

  public void send(String bytes) throws IOException {
    send(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Sends what the other end still takes: it may close while we speak.
  public void send(byte[] bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
    } catch (SocketException _) {
      // closed by the other end
    }
  }

  /// The next answer to a request that was not a HEAD.
  ///
  /// @return null when the other end has closed, also in the middle of an answer
  /// @throws java.net.SocketTimeoutException if neither comes in time
  public @Nullable Answer next() throws IOException {
    StringBuilder head = new StringBuilder(512);
    while (head.length() < 4 || head.lastIndexOf("\r\n\r\n") != head.length() - 4) {
      int b = read();
      if (b < 0) return null;
      head.append((char) b);
      if (head.length() > HEAD_MAX_BYTES) throw new IOException("an endless head");
    }
    String text = head.toString();
    int length = contentLength(text);
    byte[] body = new byte[length];
    for (int i = 0; i < length; i++) {
      int b = read();
      if (b < 0) return null;
      body[i] = (byte) b;
    }
    return new Answer(
        Integer.parseInt(text.substring(9, 12)),
        text,
        new String(body, StandardCharsets.ISO_8859_1));
  }

  /// Everything until the other end closes or nothing comes for as long as this is patient.
  public String rest() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] chunk = new byte[8192];
    try {
      while (all.size() <= ANSWER_MAX_BYTES) {
        int n = in.read(chunk);
        if (n < 0) break;
        all.write(chunk, 0, n);
      }
    } catch (SocketException | java.net.SocketTimeoutException _) {
      // what came is what there is
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  private int read() throws IOException {
    try {
      return in.read();
    } catch (SocketException _) {
      return -1;
    }
  }

  private static int contentLength(String head) throws IOException {
    String lower = head.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("\r\ncontent-length:");
    if (at < 0) return 0;
    at += "\r\ncontent-length:".length();
    int length = Integer.parseInt(lower.substring(at, lower.indexOf("\r\n", at)).strip());
    if (length > ANSWER_MAX_BYTES) throw new IOException("an answer of " + length + " bytes");
    return length;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
