package dev.tippen.journey;

import dev.tippen.support.RawClient;
import dev.tippen.support.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// Sends page views over many connections at once; each waits for each of its answers.
final class ManyVisitors {
  static final int CONNECTIONS = 64;

  private ManyVisitors() {}

  static void arrive(TestServer server, int visitors) throws Exception {
    send(server, visitors, i -> "visitor_" + i);
  }

  /// @param visitor the visitor's id of each page view, by its number
  /// @return how many were answered 200
  static int send(TestServer server, int pageViews, IntFunction<String> visitor) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      List<Callable<Integer>> clients = new ArrayList<>();
      for (int c = 0; c < CONNECTIONS; c++) {
        int first = c;
        clients.add(() -> client(server, first, pageViews, visitor));
      }
      int ok = 0;
      for (Future<Integer> f : threads.invokeAll(clients)) ok += f.get();
      return ok;
    }
  }

  private static int client(
      TestServer server, int first, int pageViews, IntFunction<String> visitor) throws Exception {
    int ok = 0;
    try (RawClient client = new RawClient(server.uri().getPort())) {
      for (int i = first; i < pageViews; i += CONNECTIONS) {
        String body = TestServer.event("pageview", visitor.apply(i), "https://example.com/");
        if (client.track(TestServer.KEY, body) == 200) ok++;
      }
    }
    return ok;
  }
}
