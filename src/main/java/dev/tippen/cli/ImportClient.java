package dev.tippen.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends lines to a server and waits where it has too much to do. For one thread.
final class ImportClient implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(120);
  private static final int RETRY_AFTER_MAX_SECONDS = 10;

  /// A server that is started again is there by then.
  private static final long SILENT_MAX_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long BUSY_MAX_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long KEY_SEEN_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final Supplier<URI> server;
  private final String secretKey;
  private final BooleanSupplier stopped;
  private final long beganNanos = System.nanoTime();

  /// @param server asked before each request: one that is started again may be elsewhere
  /// @param stopped whether to give up waiting
  ImportClient(Supplier<URI> server, String secretKey, BooleanSupplier stopped) {
    this.server = server;
    this.secretKey = secretKey;
    this.stopped = stopped;
  }

  /// Lines that go together.
  ///
  /// @param fromRow rows of the file before them
  record Batch(ByteArrayOutputStream lines, int rows, long fromRow, boolean last) {}

  /// Which file.
  record File(String kind, String name, String fingerprint) {}

  /// The server stands at another row.
  static final class OutOfStep extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutOfStep() {
      super("out of step", null, false, false);
    }
  }

  /// A batch under way.
  final class Sending {
    private final Supplier<HttpRequest> request;
    private CompletableFuture<HttpResponse<byte[]>> answer;

    private Sending(Supplier<HttpRequest> request) {
      this.request = request;
      answer = http.sendAsync(request.get(), BodyHandlers.ofByteArray());
    }

    /// Waits for the answer, and sends again as long as it makes sense.
    ///
    /// @throws OutOfStep if the server stands at another row
    JsonNode await() throws InterruptedException {
      long failingSince = 0;
      while (true) {
        HttpResponse<byte[]> response = null;
        String problem;
        try {
          response = answer.join();
          if (response.statusCode() == 200) return json(response);
          problem = problem(response);
        } catch (CompletionException e) {
          problem = "The server does not answer: " + reason(e);
        }
        if (failingSince == 0) failingSince = System.nanoTime();
        long failing = System.nanoTime() - failingSince;
        if (stopped.getAsBoolean() || !mayTryAgain(response, failing)) {
          throw new Failure(problem + "; the same command goes on from where it stopped");
        }
        Thread.sleep(waitMs(response));
        answer = http.sendAsync(request.get(), BodyHandlers.ofByteArray());
      }
    }
  }

  Sending send(File file, Batch batch) {
    String query =
        "?kind=%s&name=%s&fingerprint=%s&from=%d%s"
            .formatted(
                encoded(file.kind),
                encoded(file.name),
                encoded(file.fingerprint),
                batch.fromRow,
                batch.last ? "&last=true" : "");
    BodyPublisher body = BodyPublishers.ofByteArray(batch.lines.toByteArray());
    return new Sending(() ->
        request("/api/v1/import" + query)
            .header("Content-Type", "application/x-ndjson")
            .POST(body)
            .build());
  }

  /// How the imports of the site stand, newest first.
  JsonNode imports() throws InterruptedException {
    return new Sending(() -> request("/api/v1/imports").GET().build()).await().path("imports");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.get().resolve(path))
        .timeout(REQUEST_TIMEOUT)
        .header("Authorization", "Bearer " + secretKey);
  }

  private boolean mayTryAgain(@Nullable HttpResponse<byte[]> response, long failingNanos) {
    if (response == null) return failingNanos < SILENT_MAX_NANOS;
    return switch (response.statusCode()) {
      case 503, 429 -> failingNanos < BUSY_MAX_NANOS;
      // A key that was just made is seen within a second.
      case 401 -> System.nanoTime() - beganNanos < KEY_SEEN_NANOS;
      case 409 -> throw new OutOfStep();
      default -> false;
    };
  }

  private static long waitMs(@Nullable HttpResponse<byte[]> response) {
    if (response == null) return 500;
    if (response.statusCode() == 401) return 100;
    String after = response.headers().firstValue("Retry-After").orElse("1");
    int seconds = after.matches("\\d{1,4}") ? Integer.parseInt(after) : 1;
    return TimeUnit.SECONDS.toMillis(Math.clamp(seconds, 1, RETRY_AFTER_MAX_SECONDS));
  }

  private static JsonNode json(HttpResponse<byte[]> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, "The server's answer is no JSON", e);
    }
  }

  private static String problem(HttpResponse<byte[]> response) {
    String error = "";
    try {
      error = JSON.readTree(response.body()).path("error").asText("");
    } catch (IOException _) {
      // Then the status has to do.
    }
    return "The server refuses the import (%d): %s"
        .formatted(response.statusCode(), error.isEmpty() ? "no reason given" : error);
  }

  private static String reason(Throwable e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
