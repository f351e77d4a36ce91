package dev.tippen.cli;

import dev.tippen.config.Config;
import dev.tippen.event.ApiKey;
import dev.tippen.store.sqlite.NativeLibrary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Option(
      names = "--native",
      paramLabel = "DIR",
      description = "Also unpack native libraries into this folder, for the starts to come")
  private @Nullable Path nativeFolder;

  @Mixin private DataOption data = new DataOption();

  AotTrainCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Thread.ofPlatform().daemon().start(AotTrainCommand::haltAtLast);
    if (nativeFolder != null) NativeLibrary.copyTo(nativeFolder);
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

  private static void exercise(URI server) throws IOException {
    try (Peer dashboard = new Peer(server)) {
      dashboard.ask(
          "GET /ws/dashboard?apiKey=%s HTTP/1.1",
          "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
          "");
      try (Peer browser = new Peer(server)) {
        for (String path : List.of("/healthz", "/", "/demo", "/tippen-tracker.js", "/api/start")) {
          browser.ask("GET " + path + " HTTP/1.1", "Accept: text/html,*/*\r\n", "");
        }
        for (int i = 0; i < EVENTS; i++) {
          browser.ask(
              "POST /track/visitor HTTP/1.1",
              "Content-Type: application/json\r\nX-Tippen-API-Key: " + ApiKey.DEMO_TEXT + "\r\n",
              event(i));
        }
        browser.ask("GET /api/visitors?apiKey=%s HTTP/1.1", "", "");
      }
    }
  }

  private static String event(int i) {
    return """
    {"event":"%s","visitor":{"visitorId":"visitor_%d","url":"https://example.com/p/%d",\
    "userAgent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/140.0 Safari/537.36"},\
    "website":"example.com"}\
    """
        .formatted(i % 3 == 0 ? "heartbeat" : "pageview", i % 20, i % 7);
  }

  /// The other end of a connection, on plain sockets: whatever this process loads for it ends up in
  /// the cache, and every start would pay for an HTTP client that no server needs.
  private static final class Peer implements AutoCloseable {
    private static final int ANSWER_MAX_BYTES = 256 * 1024;

    private final Socket socket;
    private final String host;

    Peer(URI server) throws IOException {
      socket = new Socket(server.getHost(), server.getPort());
      socket.setSoTimeout((int) TIMEOUT.toMillis());
      host = server.getAuthority();
    }

    /// Sends a request and waits for the first bytes of its answer.
    void ask(String line, String headers, String body) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      String head =
          line.replace("%s", ApiKey.DEMO_TEXT)
              + ("\r\nHost: " + host + "\r\n" + headers)
              + (bytes.length == 0 ? "" : "Content-Length: " + bytes.length + "\r\n")
              + "\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(bytes);
      byte[] answer = new byte[ANSWER_MAX_BYTES];
      if (socket.getInputStream().read(answer) < 0) throw new IOException("no answer to " + line);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
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
