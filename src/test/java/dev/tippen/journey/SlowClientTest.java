package dev.tippen.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.config.Config;
import dev.tippen.config.ConfigLoader;
import dev.tippen.support.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who holds a connection without using it loses it, however busy they look; others don't notice.
@Timeout(60)
class SlowClientTest {
  private static final int DRIP_MS = 100;

  @TempDir static Path data;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    Config config =
        ConfigLoader.load(
            Map.of(),
            new ConfigLoader.Flags(
                null,
                Map.of(
                    "data", data.toString(),
                    "demo", "true",
                    "server.port", "0",
                    "http.requestTimeoutSeconds", "1",
                    "http.idleTimeoutSeconds", "2")));
    server = TestServer.of(config);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aHeaderThatDripsIsCut() throws Exception {
    try (Socket socket = connect()) {
      String read = drip(socket, "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ", "a");
      assertEquals("", read, "no answer: nothing was asked yet");
    }
    assertServes();
  }

  @Test
  void aBodyThatDripsIsAnsweredAndCut() throws Exception {
    try (Socket socket = connect()) {
      String head =
          "POST /track/visitor HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n"
              + "Content-Type: application/json\r\n\r\n{\"a\":\"";
      String read = drip(socket, head, "a");
      assertTrue(read.startsWith("HTTP/1.1 408 "), read);
      assertTrue(read.contains("request_timeout"), read);
    }
    assertServes();
  }

  @Test
  void aSecondRequestThatDripsIsCutToo() throws Exception {
    try (Socket socket = connect()) {
      String first = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
      String read = drip(socket, first + "GET /healthz HTTP/1.1\r\nX-Slow: ", "a");
      assertTrue(read.startsWith("HTTP/1.1 200 "), read);
    }
    assertServes();
  }

  @Test
  void aConnectionThatAsksNowAndThenIsKept() throws Exception {
    try (Socket socket = connect()) {
      socket.setSoTimeout(10_000);
      for (int i = 0; i < 5; i++) {
        socket
            .getOutputStream()
            .write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] answer = new byte[12];
        assertEquals(12, socket.getInputStream().readNBytes(answer, 0, 12));
        assertEquals("HTTP/1.1 200", new String(answer, StandardCharsets.US_ASCII));
        Thread.sleep(1_000);
        socket.getInputStream().skipNBytes(socket.getInputStream().available());
      }
    }
  }

  /// A dashboard is open for hours. It has to outlive connections that were made after it.
  @Test
  void aSocketInUseIsKeptHoweverOldItsRequestIs() throws Exception {
    String dashboard = server.webSocket("/ws/dashboard?apiKey=" + TestServer.KEY);
    try (dev.tippen.support.Socket live = new dev.tippen.support.Socket(server.http(), dashboard)) {
      for (int round = 0; round < 2; round++) {
        try (Socket silent = connect()) {
          byte[] once =
              "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
          silent.getOutputStream().write(once);
          while (!isCut(silent)) {
            live.send("{\"type\":\"PING\"}");
            Thread.sleep(DRIP_MS);
          }
        }
      }
      int before = live.messages().size();
      live.send("{\"type\":\"GET_VISITORS\"}");
      live.await(10_000, m -> live.messages().size() > before);
    }
  }

  private static boolean isCut(Socket socket) throws IOException {
    try {
      while (socket.getInputStream().read() >= 0) {}
      return true;
    } catch (java.net.SocketTimeoutException _) {
      return false;
    }
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", server.uri().getPort());
    socket.setSoTimeout(10);
    return socket;
  }

  /// Sends the head and then a piece again and again until the server closes.
  ///
  /// @return what the server sent
  private static String drip(Socket socket, String head, String piece) throws Exception {
    OutputStream out = socket.getOutputStream();
    StringBuilder read = new StringBuilder();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 200; i++) {
      try {
        int b = socket.getInputStream().read();
        if (b < 0) return read.toString();
        read.append((char) b);
        while (socket.getInputStream().available() > 0) {
          read.append((char) socket.getInputStream().read());
        }
      } catch (java.net.SocketTimeoutException _) {
        // nothing to read yet
      } catch (SocketException _) {
        return read.toString();
      }
      try {
        out.write(piece.getBytes(StandardCharsets.US_ASCII));
      } catch (SocketException _) {
        // Closed by the server; what it sent before may still be there to read.
      }
      Thread.sleep(DRIP_MS);
    }
    throw new AssertionError("never cut; read: " + read);
  }

  private static void assertServes() throws Exception {
    assertEquals(200, server.get("/healthz").statusCode());
  }
}
