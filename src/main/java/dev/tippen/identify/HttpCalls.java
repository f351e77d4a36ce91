package dev.tippen.identify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Calls to others over HTTP that can't hurt us: no redirect is followed, the time for the whole
/// call and the size of the body are limited, and nothing is thrown for what the other side does.
final class HttpCalls implements AutoCloseable {
  static final int BODY_MAX_BYTES = 256 * 1024;

  private final HttpClient client;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final long callTimeoutMs;
  private final InstantSource clock;

  /// How a call ended.
  sealed interface Result {
    /// @param body empty if it is no JSON
    /// @param json whether the content type is JSON
    /// @param retryAfterSeconds 0 if the answer did not say
    record Answered(int status, byte[] body, boolean json, long retryAfterSeconds)
        implements Result {}

    /// @param reached whether the other side may have seen the question
    record Broken(String what, boolean reached) implements Result {}
  }

  /// @param connectTimeoutMs to the other side
  /// @param callTimeoutMs from asking to the last byte of the body
  HttpCalls(int connectTimeoutMs, int callTimeoutMs, InstantSource clock) {
    this.callTimeoutMs = callTimeoutMs;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofMillis(connectTimeoutMs))
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();
  }

  /// @param header name and value in turn
  Result get(URI uri, String... header) throws InterruptedException {
    return call(HttpRequest.newBuilder(uri).GET(), header);
  }

  /// With an empty body.
  Result post(URI uri, String... header) throws InterruptedException {
    return call(HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()), header);
  }

  private Result call(HttpRequest.Builder request, String... header) throws InterruptedException {
    request.header("Accept", "application/json").header("User-Agent", "Tippen");
    if (header.length > 0) request.headers(header);
    // The client's own limit ends with the headers; ours also cuts a body that trickles.
    CompletableFuture<HttpResponse<byte[]>> call =
        client.sendAsync(request.build(), HttpCalls::subscriber);
    try {
      HttpResponse<byte[]> response = call.get(callTimeoutMs, TimeUnit.MILLISECONDS);
      return new Result.Answered(
          response.statusCode(),
          response.body(),
          isJson(response.headers()),
          retryAfter(response.headers()));
    } catch (TimeoutException _) {
      return new Result.Broken("did not answer in time", true);
    } catch (ExecutionException e) {
      return broken(e.getCause());
    } finally {
      // Of a call that is over this does nothing; of any other it closes the connection.
      call.cancel(true);
    }
  }

  private static Result broken(@Nullable Throwable cause) {
    return switch (cause) {
      case BodyTooLong _ -> new Result.Broken("sent too long an answer", true);
      case java.net.http.HttpConnectTimeoutException _ ->
          new Result.Broken("could not be reached in time", false);
      case java.net.ConnectException _ -> new Result.Broken("could not be reached", false);
      case java.net.UnknownHostException _ -> new Result.Broken("has no known address", false);
      case javax.net.ssl.SSLException _ -> new Result.Broken("has no valid certificate", false);
      case null, default -> new Result.Broken("broke off", true);
    };
  }

  private static HttpResponse.BodySubscriber<byte[]> subscriber(HttpResponse.ResponseInfo info) {
    return new LimitedBody(isJson(info.headers()) ? BODY_MAX_BYTES : 0);
  }

  static boolean isJson(HttpHeaders headers) {
    String type = headers.firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    int semicolon = type.indexOf(';');
    String media = (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    return media.equals("application/json")
        || media.equals("text/json")
        || media.startsWith("application/") && media.endsWith("+json");
  }

  /// Seconds or a date (RFC 9110, section 10.2.3).
  private long retryAfter(HttpHeaders headers) {
    String text = headers.firstValue("Retry-After").orElse("").strip();
    if (text.matches("\\d{1,9}")) return Long.parseLong(text);
    try {
      long at =
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
              .toInstant()
              .toEpochMilli();
      return Math.max(0, (at - clock.millis() + 999) / 1_000);
    } catch (DateTimeParseException _) {
      return 0;
    }
  }

  /// Cuts what goes on.
  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }

  private static final class BodyTooLong extends IOException {
    private static final long serialVersionUID = 1;
  }

  /// Keeps at most so many bytes; with more the call fails. With 0 the body is not read at all.
  private static final class LimitedBody implements HttpResponse.BodySubscriber<byte[]> {
    private final int maxBytes;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final java.io.ByteArrayOutputStream kept = new java.io.ByteArrayOutputStream();
    private Flow.@Nullable Subscription subscription;

    LimitedBody(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription = newSubscription;
      if (maxBytes == 0) {
        newSubscription.cancel();
        body.complete(new byte[0]);
      } else {
        newSubscription.request(Long.MAX_VALUE);
      }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        if (body.isDone()) return;
        if (kept.size() + buffer.remaining() > maxBytes) {
          if (subscription != null) subscription.cancel();
          body.completeExceptionally(new BodyTooLong());
          return;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        kept.writeBytes(bytes);
      }
    }

    @Override
    public void onError(Throwable failure) {
      body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      body.complete(kept.toByteArray());
    }
  }
}
