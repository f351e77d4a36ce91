package dev.tippen.bench.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// Answers requests as a test wants.
final class FakeServer implements AutoCloseable {
  static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
  static final String BUSY = "HTTP/1.1 503 Busy\r\ncontent-length: 2\r\n\r\n{}";
  static final String DROPPED =
      "HTTP/1.1 200 OK\r\nx-tippen-dropped: robot\r\ncontent-length: 2\r\n\r\n{}";
  static final String CLOSE = "";

  private final ServerSocket socket;
  private final AtomicInteger requests = new AtomicInteger();
  private final IntFunction<String> answers;

  /// @param answers for the request of this number, from 0; [#CLOSE] closes the connection
  FakeServer(IntFunction<String> answers) throws IOException {
    this.answers = answers;
    socket = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
  }

  int requests() {
    return requests.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      while (request(in)) {
        String answer = answers.apply(requests.getAndIncrement());
        if (answer.isEmpty()) return;
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException _) {
      // The client has gone.
    }
  }

  private static boolean request(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) return false;
      head.append((char) b);
    }
    String length = head.toString().split("Content-Length: ", 2)[1].lines().findFirst().get();
    return in.readNBytes(Integer.parseInt(length)).length > 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
