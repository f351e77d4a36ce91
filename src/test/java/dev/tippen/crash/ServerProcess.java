package dev.tippen.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A Java process of the tests, most often the real server. Ends with this object, whatever
/// happens.
final class ServerProcess implements AutoCloseable {
  private static final int START_MAX_SECONDS = 60;
  private static final int NOT_READY = -1;

  private final Process process;
  private final Path log;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final CountDownLatch enough = new CountDownLatch(1);

  /// The real server with the demo key on a free port.
  ///
  /// @param run stderr goes to a file in this folder
  /// @param environment added to ours
  static ServerProcess serve(
      Path run, Path data, Map<String, String> environment, String... further) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("serve", "--demo", "--port", "0", "--data", data.toString()));
    arguments.addAll(List.of(further));
    return new ServerProcess(run, "dev.tippen.Main", environment, arguments);
  }

  ServerProcess(Path run, String main, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            main));
    command.addAll(arguments);
    log = Files.createTempFile(run, "process", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.to(log.toFile()));
    builder.environment().put("TIPPEN_RATE_LIMITS", "off");
    builder.environment().putAll(environment);
    process = builder.start();
    Thread.ofPlatform().daemon().start(this::readOutput);
  }

  private void readOutput() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.equals(LoadClient.ENOUGH)) enough.countDown();
        if (line.startsWith("Tippen is ready on ")) {
          port.complete(URI.create(line.substring("Tippen is ready on ".length())).getPort());
        }
      }
    } catch (IOException _) {
      // Ended: the port, if it was told, is known.
    }
    port.complete(NOT_READY);
  }

  /// Waits until the server answers or has ended.
  ///
  /// @return whether it answers
  boolean awaitReady() throws Exception {
    return port.get(START_MAX_SECONDS, TimeUnit.SECONDS) != NOT_READY;
  }

  /// @throws AssertionError if the server did not start
  int port() throws Exception {
    if (!awaitReady()) throw new AssertionError("the server did not start: " + log());
    return port.join();
  }

  URI uri(String path) throws Exception {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /// Waits until a [LoadClient] says so.
  void awaitEnough(int maxSeconds) throws InterruptedException {
    if (!enough.await(maxSeconds, TimeUnit.SECONDS)) throw new AssertionError("too slow: " + log());
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /// @return the exit code
  int awaitExit(int maxSeconds) throws InterruptedException {
    if (!process.waitFor(maxSeconds, TimeUnit.SECONDS)) {
      throw new AssertionError("the process does not end: " + log());
    }
    return process.exitValue();
  }

  /// SIGTERM.
  void stop() {
    process.destroy();
  }

  /// SIGKILL.
  void kill() {
    process.destroyForcibly();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }
}
