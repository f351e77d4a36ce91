package dev.tippen.cli;

import dev.tippen.config.Config;
import dev.tippen.event.ApiKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The training run for the JVM's ahead-of-time cache: starts a server, lets it do a little of all
/// that it does at a start, runs the short commands, and ends. The JVM keeps what was loaded and
/// linked (JEP 483, JEP 515).
@Command(
    name = "aot-train",
    hidden = true,
    description = "The launcher's training run after a build.")
final class AotTrainCommand implements Callable<Integer> {
  private static final int EVENTS = 200;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /// A build must end even if the server hangs.
  private static final Duration RUN_MAX = Duration.ofSeconds(180);

  private final Context context;

  @Mixin private DataOption data = new DataOption();

  AotTrainCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Thread.ofPlatform().daemon().start(AotTrainCommand::haltAtLast);
    try (TemporaryFolder folder = new TemporaryFolder("tippen-train-")) {
      Map<String, String> flags = new HashMap<>();
      flags.put("data", folder.path().toString());
      flags.put("demo", "true");
      flags.put("server.host", "127.0.0.1");
      flags.put("server.port", "0");
      Config config = data.load(context, flags);
      serve(config);
      shortCommands(folder.path());
    }
    return Exit.OK;
  }

  private static void haltAtLast() {
    try {
      Thread.sleep(RUN_MAX);
      Runtime.getRuntime().halt(Exit.FAILED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Config config) throws IOException, InterruptedException {
    RunningServer server = context.starter().start(config, new ServerOptions(true, _ -> {}));
    try {
      exercise(server.uri());
    } finally {
      server.stop();
    }
  }

  private static void exercise(URI server) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      WebSocket socket = dashboard(http, server);
      for (String path : List.of("/healthz", "/", "/demo", "/tippen-tracker.js", "/api/start")) {
        send(http, HttpRequest.newBuilder(server.resolve(path)).header("Accept", "text/html,*/*"));
      }
      for (int i = 0; i < EVENTS; i++) send(http, event(server, i));
      send(
          http, HttpRequest.newBuilder(server.resolve("/api/visitors?apiKey=" + ApiKey.DEMO_TEXT)));
      socket.abort();
      http.shutdownNow();
    }
  }

  private static WebSocket dashboard(HttpClient http, URI server) throws IOException {
    URI address =
        URI.create("ws://" + server.getAuthority() + "/ws/dashboard?apiKey=" + ApiKey.DEMO_TEXT);
    try {
      return http.newWebSocketBuilder()
          .connectTimeout(TIMEOUT)
          .buildAsync(address, new WebSocket.Listener() {})
          .join();
    } catch (CompletionException e) {
      throw new IOException("the dashboard socket was refused", e);
    }
  }

  private static HttpRequest.Builder event(URI server, int i) {
    String body =
        """
        {"event":"%s","visitor":{"visitorId":"visitor_%d","url":"https://example.com/p/%d",\
        "userAgent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/140.0 Safari/537.36"},\
        "website":"example.com"}\
        """
            .formatted(i % 3 == 0 ? "heartbeat" : "pageview", i % 20, i % 7);
    return HttpRequest.newBuilder(server.resolve("/track/visitor"))
        .header("Content-Type", "application/json")
        .header("X-Tippen-API-Key", ApiKey.DEMO_TEXT)
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static void send(HttpClient http, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.discarding());
  }

  private void shortCommands(Path folder) {
    String data = folder.toString();
    quietly("keys", "list", "--data", data);
    quietly("keys", "list", "--data", data, "--json");
    quietly("sql", "SELECT * FROM visitor_sessions", "--data", data);
    quietly("info", "--data", data, "--json");
    quietly("info", "--data", data);
    quietly("version");
  }

  private void quietly(String... arguments) {
    CommandLine command = new Cli(context).commandLine();
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    command.setOut(nowhere).setErr(nowhere).execute(arguments);
  }
}
