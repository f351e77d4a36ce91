package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
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
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.cli.Option;
import org.jspecify.annotations.Nullable;

/// The training run for the JVM's ahead-of-time cache: starts a server as `serve` does, lets it do
/// a little of all that it does at a start, runs the short commands, and ends. The JVM keeps what
/// was loaded and linked (JEP 483, JEP 515).
final class AotTrainCommand extends Command {
  private static final int EVENTS = 200;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /// A build must end even if the server hangs.
  private static final Duration RUN_MAX = Duration.ofSeconds(180);

  private final Context context;
  private final Option nativeFolder =
      option(
          "--native",
          "DIR",
          "Also unpack native libraries into this folder, for the starts to come");

  AotTrainCommand(Context context) {
    super("aot-train", "The launcher's training run after a build.", /* footer= */ "");
    this.context = context;
  }

  @Override
  public boolean isHidden() {
    return true;
  }

  @Override
  public int run(Arguments arguments) throws IOException {
    Thread.ofPlatform().daemon().start(AotTrainCommand::haltAtLast);
    String folderOfLibraries = arguments.text(nativeFolder);
    if (folderOfLibraries != null) NativeLibrary.copyTo(Path.of(folderOfLibraries));
    try (TemporaryFolder folder = new TemporaryFolder("tippen-train-")) {
      String data = folder.path().toString();
      serve(data);
      shortCommands(data);
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

  /// With the real command around the server, which ends as soon as it is exercised.
  private void serve(String data) throws IOException {
    AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    ServerStarter exercised =
        (config, options) -> {
          RunningServer server =
              context.starter().start(config, new ServerOptions(true, options.notice()));
          Thread.ofPlatform()
              .start(() -> {
                try {
                  exercise(server.uri());
                } catch (IOException e) {
                  failure.set(e);
                } finally {
                  server.stop();
                }
              });
          return server;
        };
    int exitCode =
        run(exercised, "serve", "--demo", "--host", "127.0.0.1", "--port", "0", "--data", data);
    if (failure.get() != null) throw failure.get();
    if (exitCode != Exit.OK) throw new Failure("The server ended with exit code " + exitCode);
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
      host = "localhost:" + server.getPort(); // names are parsed by other classes than addresses
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

  private void shortCommands(String data) {
    ServerStarter none = context.starter();
    run(none, "keys", "list", "--data", data);
    run(none, "keys", "list", "--data", data, "--json");
    run(none, "sql", "SELECT * FROM visitor_sessions", "--data", data);
    run(none, "info", "--data", data, "--json");
    run(none, "info", "--data", data);
    run(none, "version");
  }

  private int run(ServerStarter starter, String... arguments) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return new Cli(new Context(starter, context.secretKeys(), context.environment()))
        .run(List.of(arguments), nowhere, nowhere);
  }
}
