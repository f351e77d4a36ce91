package dev.tippen.bench.server;

import dev.tippen.bench.BenchFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A server in a process of its own, as `./tippen serve` starts it.
public final class ServerProcess implements AutoCloseable {
  private static final String READY = "Tippen is ready on ";
  private static final long START_MAX_SECONDS = 120;
  private static final long STOP_MAX_SECONDS = 60;
  private static final int LOG_LINES_SHOWN = 20;

  private final Process process;
  private final Path log;
  private final Thread hook = new Thread(this::kill);
  private URI uri = URI.create("http://127.0.0.1");

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// Starts a server with the demo key and the no-op endpoint on a free port, and waits until it
  /// says that it is ready.
  public static ServerProcess start(Checkout checkout, DataFolder folder)
      throws BenchFailure, InterruptedException {
    ProcessBuilder builder =
        checkout.tippen(
            "serve",
            "--demo",
            "--port",
            "0",
            "--data",
            folder.data().toString(),
            "--set",
            "dev.noopTracking=true");
    ServerProcess server = started(builder, folder.log());
    try {
      server.awaitReady();
      return server;
    } catch (BenchFailure | InterruptedException e) {
      server.close();
      throw e;
    }
  }

  private static ServerProcess started(ProcessBuilder builder, Path log) throws BenchFailure {
    try {
      return new ServerProcess(builder.redirectError(log.toFile()).start(), log);
    } catch (IOException e) {
      throw new BenchFailure("the server can't be started: " + e.getMessage(), e);
    }
  }

  private void awaitReady() throws BenchFailure, InterruptedException {
    CompletableFuture<URI> ready = new CompletableFuture<>();
    Thread.ofPlatform().name("server-output").daemon(true).start(() -> readOutput(ready));
    try {
      uri = ready.get(START_MAX_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new BenchFailure("the server did not get ready" + logEnd(), e);
    }
  }

  private void readOutput(CompletableFuture<URI> ready) {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(READY)) ready.complete(URI.create(line.substring(READY.length())));
      }
      ready.completeExceptionally(new IOException("the server ended"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  public URI uri() {
    return uri;
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(uri.getHost(), uri.getPort());
  }

  public long pid() {
    return process.pid();
  }

  /// What the launcher made of `serve`: the JVM with all its flags.
  ///
  /// @throws BenchFailure if the system doesn't tell
  public List<String> command() throws BenchFailure {
    ProcessHandle.Info info = process.info();
    if (info.command().isEmpty() || info.arguments().isEmpty()) {
      throw new BenchFailure("the command line of the server can't be read");
    }
    List<String> command = new java.util.ArrayList<>(List.of(info.command().get()));
    command.addAll(List.of(info.arguments().get()));
    return List.copyOf(command);
  }

  /// @throws BenchFailure if the server has ended by itself
  public void check() throws BenchFailure {
    if (process.isAlive()) return;
    throw new BenchFailure("the server ended with code " + process.exitValue() + logEnd());
  }

  /// Stops it as a service manager does.
  ///
  /// @throws BenchFailure if it does not end, or not with code 0
  public void stop() throws BenchFailure, InterruptedException {
    check();
    process.destroy();
    if (!process.waitFor(STOP_MAX_SECONDS, TimeUnit.SECONDS)) {
      throw new BenchFailure("the server did not stop in " + STOP_MAX_SECONDS + " s" + logEnd());
    }
    if (process.exitValue() != 0) {
      throw new BenchFailure("the server ended with code " + process.exitValue() + logEnd());
    }
  }

  /// The last lines that the server wrote to stderr.
  private String logEnd() {
    try {
      List<String> lines = Files.readAllLines(log);
      if (lines.isEmpty()) return "; it wrote nothing to stderr";
      return ":\n"
          + String.join(
              "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    } catch (IOException e) {
      return "; its log can't be read: " + e.getMessage();
    }
  }

  private void kill() {
    process.destroyForcibly();
  }

  /// Ends it, whatever it does.
  @Override
  public void close() {
    kill();
    try {
      process.waitFor(STOP_MAX_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The hook is running.
    }
  }
}
