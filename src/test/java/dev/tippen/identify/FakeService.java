package dev.tippen.identify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// An HTTP service on this machine that answers as a test says, also badly.
final class FakeService implements AutoCloseable {
  private final ServerSocket server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Function<Request, Reply> script;

  record Request(String line, List<String> headers) {
    String header(String name) {
      return headers.stream()
          .filter(h -> h.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(h -> h.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  /// Writes an answer, or whatever it likes.
  interface Reply {
    void write(OutputStream out, CountDownLatch closed) throws IOException, InterruptedException;
  }

  FakeService(Function<Request, Reply> script) throws IOException {
    this.script = script;
    server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  static FakeService always(Reply reply) throws IOException {
    return new FakeService(_ -> reply);
  }

  static Reply json(int status, String body, String... headers) {
    return reply(status, "application/json; charset=utf-8", body, headers);
  }

  static Reply reply(int status, String type, String body, String... headers) {
    return (out, _) -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
      head.append("Content-Type: ").append(type).append("\r\n");
      for (String h : headers) head.append(h).append("\r\n");
      head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
      out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
      out.write(bytes);
    };
  }

  /// Takes the question and says nothing.
  static Reply hang() {
    return (_, closed) -> closed.await(60, TimeUnit.SECONDS);
  }

  /// Good headers, then a byte of the body now and then.
  static Reply trickle() {
    return (out, closed) -> {
      out.write(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 100; i++) {
        out.write(' ');
        out.flush();
        if (closed.await(200, TimeUnit.MILLISECONDS)) return;
      }
    };
  }

  /// A body that does not end where the sender should have ended it.
  static Reply endless(long bytes) {
    return (out, _) -> {
      out.write(
          ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                  + bytes
                  + "\r\n\r\n{\"a\":\"")
              .getBytes(StandardCharsets.US_ASCII));
      byte[] block = "x".repeat(16_384).getBytes(StandardCharsets.US_ASCII);
      for (long sent = 0; sent < bytes; sent += block.length) out.write(block);
    };
  }

  void now(Function<Request, Reply> other) {
    script = other;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /// Waits for the first request.
  Request awaitRequest() throws InterruptedException {
    if (!asked.await(20, TimeUnit.SECONDS)) throw new AssertionError("nobody asked");
    return requests.getFirst();
  }

  List<Request> requests() {
    return requests;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      while (true) {
        String head = head(socket.getInputStream());
        if (head.isEmpty()) return;
        List<String> lines = List.of(head.split("\r\n"));
        Request request = new Request(lines.getFirst(), lines.subList(1, lines.size()));
        requests.add(request);
        asked.countDown();
        script.apply(request).write(socket.getOutputStream(), closed);
        socket.getOutputStream().flush();
      }
    } catch (IOException _) {
      // the client had enough
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int newlines = 0;
    while (newlines < 2) {
      int b = in.read();
      if (b < 0) return "";
      head.write(b);
      if (b == '\n') newlines++;
      else if (b != '\r') newlines = 0;
    }
    return head.toString(StandardCharsets.US_ASCII).strip();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    for (Socket s : sockets) s.close();
  }
}
