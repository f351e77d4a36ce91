package dev.tippen.support;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One HTTP connection that sends a request and waits for its answer, with as little machinery as
/// possible: what it counts as answered was read from the wire.
public final class RawClient implements AutoCloseable {
  private static final int HEAD_MAX_BYTES = 16 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private String head = "";

  public RawClient(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /// @return the status of the answer
  /// @throws IOException if the connection ended before the whole answer was here
  public int track(String apiKey, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /track/visitor HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "X-Tippen-API-Key: "
            + apiKey
            + "\r\nContent-Length: "
            + bytes.length
            + "\r\n\r\n";
    byte[] request = new byte[head.length() + bytes.length];
    System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, request, 0, head.length());
    System.arraycopy(bytes, 0, request, head.length(), bytes.length);
    out.write(request);
    out.flush();
    return readStatus();
  }

  private int readStatus() throws IOException {
    StringBuilder lines = new StringBuilder(256);
    while (lines.length() < 4 || !lines.substring(lines.length() - 4).equals("\r\n\r\n")) {
      int b = in.read();
      if (b < 0 || lines.length() > HEAD_MAX_BYTES) throw new EOFException("no whole answer");
      lines.append((char) b);
    }
    head = lines.toString().toLowerCase(Locale.ROOT);
    int length = Integer.parseInt(header("content-length"));
    if (in.readNBytes(length).length < length) throw new EOFException("no whole answer");
    return Integer.parseInt(head.substring(9, 12));
  }

  /// A header line of the last answer, empty if there was none.
  ///
  /// @param name in small letters
  public String header(String name) {
    int at = head.indexOf("\r\n" + name + ":");
    if (at < 0) return "";
    at += name.length() + 3;
    return head.substring(at, head.indexOf('\r', at)).strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
