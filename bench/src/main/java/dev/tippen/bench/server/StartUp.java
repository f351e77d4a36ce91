package dev.tippen.bench.server;

import dev.tippen.bench.BenchFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How long a server takes from the start of its process to its first answer.
public final class StartUp {
  public static final int STARTS = 5;

  private static final long START_MAX_NS = 60_000_000_000L;
  private static final long STOP_MAX_SECONDS = 30;
  private static final int ANSWER_TIMEOUT_MS = 5_000;
  private static final long RETRY_MS = 2;
  private static final String REQUEST =
      "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";

  private StartUp() {}

  /// Starts the JVM that the launcher made of `serve` again and again, on a database that exists;
  /// the first start only warms the disk's cache.
  ///
  /// @param command as [ServerProcess#command] gives it
  /// @return the median, in milliseconds
  public static double medianMs(List<String> command, DataFolder folder)
      throws BenchFailure, InterruptedException {
    double[] ms = new double[STARTS];
    try {
      onceMs(command, folder);
      for (int i = 0; i < STARTS; i++) ms[i] = onceMs(command, folder);
    } catch (IOException e) {
      throw new BenchFailure("a start could not be measured: " + e.getMessage(), e);
    }
    Arrays.sort(ms);
    return ms[STARTS / 2];
  }

  private static double onceMs(List<String> command, DataFolder folder)
      throws IOException, InterruptedException, BenchFailure {
    int port = freePort();
    ProcessBuilder builder = new ProcessBuilder(with(command, port, folder.data().toString()));
    Checkout.settle(builder.environment());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(folder.log().toFile());
    long startNs = System.nanoTime();
    Process server = builder.start();
    Thread hook = new Thread(server::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      while (!answers(port)) {
        if (!server.isAlive() || System.nanoTime() - startNs > START_MAX_NS) {
          throw new BenchFailure("a server did not answer after its start");
        }
        Thread.sleep(RETRY_MS);
      }
      double ms = (System.nanoTime() - startNs) / 1e6;
      server.destroy();
      if (!server.waitFor(STOP_MAX_SECONDS, TimeUnit.SECONDS)) {
        throw new BenchFailure("a server did not stop");
      }
      return ms;
    } finally {
      server.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  /// The same command with another port and folder.
  static List<String> with(List<String> command, int port, String data) {
    List<String> changed = new ArrayList<>(command);
    changed.set(changed.indexOf("--port") + 1, String.valueOf(port));
    changed.set(changed.indexOf("--data") + 1, data);
    return changed;
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(ANSWER_TIMEOUT_MS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      byte[] first = in.readNBytes("HTTP/1.1 200".length());
      return new String(first, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
    } catch (IOException _) {
      return false;
    }
  }
}
