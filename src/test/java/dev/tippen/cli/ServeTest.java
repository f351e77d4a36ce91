package dev.tippen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.config.Config;
import dev.tippen.event.ApiKey;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sun.misc.Signal;

class ServeTest {
  @TempDir Path folder;
  private final FakeServer server = new FakeServer();

  /// Ends when stopped, or as soon as a test's script says.
  private static final class FakeServer implements ServerStarter, RunningServer {
    @Nullable Config config;
    @Nullable ServerOptions options;
    @Nullable IOException death;
    Runnable afterStart = () -> {};
    final AtomicInteger stops = new AtomicInteger();
    final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public RunningServer start(Config c, ServerOptions o) {
      config = c;
      options = o;
      o.notice().accept("Set up: http://127.0.0.1:1/setup#token=x");
      afterStart.run();
      return this;
    }

    Config config() {
      return java.util.Objects.requireNonNull(config);
    }

    ServerOptions options() {
      return java.util.Objects.requireNonNull(options);
    }

    @Override
    public URI uri() {
      return URI.create("http://127.0.0.1:1234");
    }

    @Override
    public void awaitStop() throws IOException, InterruptedException {
      if (death != null) throw death;
      stopped.await();
    }

    @Override
    public void stop() {
      stops.incrementAndGet();
      stopped.countDown();
    }
  }

  private Shell.Result serve(String... arguments) {
    return new Shell(server, Map.of("TIPPEN_DATA", folder.resolve("d").toString())).run(arguments);
  }

  /// A signal that whoever started this process has it ignore (`nohup`) never comes.
  @ParameterizedTest
  @Timeout(60)
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void aSignalStopsItCleanly(String signal) {
    server.afterStart = () -> Signal.raise(new Signal(signal));
    Shell.Result result = serve("serve", "--port", "0", "--host", "::1", "--demo");
    assertEquals(0, result.exitCode());
    assertEquals("Tippen is ready on http://127.0.0.1:1234\n", result.out());
    assertEquals("Set up: http://127.0.0.1:1/setup#token=x\n", result.err());
    assertEquals(1, server.stops.get());
    assertEquals("::1", server.config().server().host());
    assertEquals(0, server.config().server().port());
    assertTrue(server.config().demo());
    assertFalse(server.options().traffic());
    assertEquals(folder.resolve("d"), server.config().data());
  }

  @Test
  void theDataFolderIsItsOwnersOnly() throws IOException {
    server.stopped.countDown();
    assertEquals(0, serve("serve").exitCode());
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("d"))));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(folder.resolve("d").resolve(DataFolderLock.FILE_NAME))));
  }

  @Test
  void aSecondServerOnTheFolderIsRefused() {
    try (DataFolderLock _ = DataFolderLock.take(folder.resolve("d"))) {
      serve("serve").refused(1, "Another server uses the data folder", "--data DIR");
    }
    server.stopped.countDown();
    assertEquals(0, serve("serve").exitCode());
  }

  @Test
  void aDataFolderThatIsAFileIsRefused() throws IOException {
    Files.writeString(folder.resolve("d"), "");
    serve("serve").refused(1, "data folder", "not a folder");
  }

  @Test
  void aPortInUseIsOneSentence() {
    ServerStarter busy =
        (_, _) -> {
          throw new IOException("listen failed", new BindException("Address already in use"));
        };
    new Shell(busy, Map.of("TIPPEN_DATA", folder.resolve("d").toString()))
        .run("serve", "--port", "8080")
        .refused(1, "Port 8080 on 127.0.0.1", "--port N");
  }

  @Test
  void aServerThatDiesExits70() {
    server.death = new IOException("the disk is full");
    Shell.Result result = serve("serve");
    assertEquals(70, result.exitCode());
    assertTrue(result.err().endsWith("tippen: The server ended: the disk is full\n"), result.err());
  }

  @Test
  void stackTracesOnlyForDebugging() {
    ServerStarter broken =
        (_, _) -> {
          throw new IllegalStateException("a bug\nof ours");
        };
    String data = folder.resolve("d").toString();
    new Shell(broken, Map.of("TIPPEN_DATA", data)).run("serve").refused(1, "a bug of ours");
    String err =
        new Shell(broken, Map.of("TIPPEN_DATA", data, "TIPPEN_DEBUG", "1")).run("serve").err();
    assertTrue(err.contains("\tat dev.tippen.cli.ServeTest"), err);
  }

  @Test
  void demoUsesATemporaryFolderAndDeletesIt() {
    server.stopped.countDown();
    server.afterStart = () -> write(server.config().data().resolve("tippen.db"));
    assertEquals(0, serve("demo", "--port", "9001").exitCode());
    assertTrue(server.config().demo());
    assertTrue(server.options().traffic());
    assertEquals(9001, server.config().server().port());
    assertFalse(Files.exists(server.config().data()));
    assertFalse(Files.exists(folder.resolve("d")), "TIPPEN_DATA is for the real server");
  }

  @Test
  void demoKeepsANamedFolder() {
    server.stopped.countDown();
    Path named = folder.resolve("mine");
    assertEquals(0, serve("demo", "--no-traffic", "--data", named.toString()).exitCode());
    assertFalse(server.options().traffic());
    assertTrue(Files.isDirectory(named));
    assertEquals(named, server.config().data());
  }

  @Test
  void wrongSettingsRefuseToStart() {
    serve("serve", "--set", "http.bodyMaxByte=1").refused(2, "http.bodyMaxBytes");
    serve("serve", "--set", "http").refused(2, "KEY=VALUE");
    serve("serve", "--port", "70000").refused(2, "server.port", "0 to 65535");
    serve("serve", "--port", "x").refused(2, "--port");
    serve("serve", "--prot", "1").refused(2, "'--prot' is unknown", "./tippen help serve");
    serve("sreve").refused(2, "'sreve'", "'serve'");
    new Shell(server, Map.of("TIPPEN_PROT", "1")).run("serve").refused(2, "TIPPEN_PORT");
  }

  @Test
  void theDemoKeyIsTheDocumentedOne() {
    assertEquals("test_1729800000000_abc123", ApiKey.DEMO_TEXT);
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "x");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
