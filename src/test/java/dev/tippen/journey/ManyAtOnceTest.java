package dev.tippen.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.support.TestServer;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many connections at once neither lose nor double anything.
class ManyAtOnceTest {
  private static final int CONNECTIONS = 64;

  @TempDir Path data;

  @Test
  void twoThousandPageViewsOfOneNewVisitorAreOneRow() throws Exception {
    try (TestServer server = TestServer.demo(data)) {
      send(server, 2_000, i -> "visitor_one");
      JsonNode rows = rows(server);
      assertEquals(1, rows.size());
      assertEquals(2_000, rows.get(0).get("page_views").asInt());
    }
  }

  @Test
  void aThousandVisitorsWithTwoPageViewsEachAreAThousandRows() throws Exception {
    try (TestServer server = TestServer.demo(data)) {
      send(server, 2_000, i -> "visitor_" + i % 1_000);
      JsonNode rows = rows(server);
      assertEquals(1_000, rows.size());
      for (JsonNode row : rows) assertEquals(2, row.get("page_views").asInt());
    }
  }

  private static JsonNode rows(TestServer server) throws Exception {
    return TestServer.json(server.get("/api/visitors?limit=1000&apiKey=" + TestServer.KEY))
        .get("visitors");
  }

  /// Each connection is a socket of its own that waits for each answer.
  private static void send(TestServer server, int requests, java.util.function.IntFunction<String> visitor)
      throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      List<Callable<Integer>> clients = new ArrayList<>();
      for (int c = 0; c < CONNECTIONS; c++) {
        int first = c;
        clients.add(
            () -> {
              int ok = 0;
              try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
                socket.setTcpNoDelay(true);
                for (int i = first; i < requests; i += CONNECTIONS) {
                  byte[] body =
                      TestServer.event("pageview", visitor.apply(i), "https://example.com/")
                          .getBytes(StandardCharsets.UTF_8);
                  String head =
                      "POST /track/visitor HTTP/1.1\r\nHost: localhost\r\nX-Tippen-API-Key: "
                          + TestServer.KEY
                          + "\r\nContent-Length: "
                          + body.length
                          + "\r\n\r\n";
                  socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                  socket.getOutputStream().write(body);
                  if (status(socket.getInputStream()) == 200) ok++;
                }
              }
              return ok;
            });
      }
      int ok = 0;
      for (Future<Integer> f : threads.invokeAll(clients)) ok += f.get();
      assertEquals(requests, ok);
    }
  }

  private static int status(InputStream in) throws Exception {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) throw new AssertionError("connection closed: " + head);
      head.append((char) b);
    }
    String text = head.toString().toLowerCase(java.util.Locale.ROOT);
    int at = text.indexOf("content-length:") + "content-length:".length();
    in.readNBytes(Integer.parseInt(text.substring(at, text.indexOf('\r', at)).strip()));
    return Integer.parseInt(text.substring(9, 12));
  }
}
