package dev.tippen.http;

import dev.tippen.analytics.InvalidQuery;
import dev.tippen.analytics.TimeRange;
import dev.tippen.analytics.export.EventExport;
import dev.tippen.analytics.export.FileFormat;
import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.history.History.Cancellation;
import dev.tippen.history.HistoryException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/api/v1/export`: events as they are, as long as the client takes them.
final class ExportRoutes {
  private static final Logger log = LoggerFactory.getLogger(ExportRoutes.class);
  private static final int AT_A_TIME = 2;
  private static final long PIECE_TIMEOUT_SECONDS = 60;

  private final Guard guard;
  private final EventExport exports;
  private final InstantSource clock;
  private final Semaphore running;

  /// @param running shared by all event loops
  ExportRoutes(Guard guard, EventExport exports, InstantSource clock, Semaphore running) {
    this.guard = guard;
    this.exports = exports;
    this.clock = clock;
    this.running = running;
  }

  static Semaphore limit() {
    return new Semaphore(AT_A_TIME);
  }

  void mount(Router router) {
    router.get("/api/v1/export").handler(this::export);
    Routes.others(router, "/api/v1/export", "GET");
  }

  private void export(RoutingContext context) {
    FileFormat format;
    TimeRange range;
    try {
      FileFormat asked = FileFormat.of(parameter(context, "format"));
      format = asked == null ? FileFormat.JSONL : asked;
      range = range(context);
    } catch (InvalidQuery e) {
      Answers.refuse(
          context.response(), Refusal.of(Problem.QUERY_INVALID, String.valueOf(e.getMessage())));
      return;
    }
    Context loop = context.vertx().getOrCreateContext();
    Cancellation cancellation = new Cancellation();
    context.response().closeHandler(v -> cancellation.cancel());
    guard.stream(context, key -> write(key, range, format, context.response(), loop, cancellation));
  }

  private TimeRange range(RoutingContext context) {
    ZoneId zone = TimeRange.zone(parameter(context, "zone"));
    String from = parameter(context, "from");
    String to = parameter(context, "to");
    if (from == null && to == null) {
      String named = parameter(context, "range");
      return TimeRange.named(named == null ? "30d" : named, zone, clock.instant());
    }
    if (from == null || to == null) throw new InvalidQuery("from and to belong together");
    return TimeRange.of(TimeRange.date("from", from), TimeRange.date("to", to), zone);
  }

  private static @Nullable String parameter(RoutingContext context, String name) {
    String text = context.request().getParam(name);
    return text == null || text.isEmpty() ? null : text;
  }

  /// On a thread that may block; the answer begins with the first piece.
  ///
  /// @return a refusal if nothing was sent yet, null if the answer is complete or broken off
  private @Nullable Refusal write(
      ApiKey key,
      TimeRange range,
      FileFormat format,
      HttpServerResponse response,
      Context loop,
      Cancellation cancellation) {
    if (!running.tryAcquire()) return Refusal.of(Problem.STORE_BUSY);
    boolean[] begun = new boolean[1];
    try {
      exports.write(
          key.id(),
          range,
          format,
          piece -> {
            if (!begun[0]) loop.runOnContext(v -> head(response, format, key, range));
            begun[0] = true;
            send(response, loop, piece);
          },
          cancellation);
      loop.runOnContext(v -> {
        if (!begun[0]) head(response, format, key, range);
        if (!response.closed()) response.end();
      });
      return null;
    } catch (InvalidQuery e) {
      return Refusal.of(Problem.QUERY_INVALID, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      log.info("an export was broken off: {}", e.getMessage());
      return null;
    } catch (HistoryException e) {
      if (!begun[0]) return AnalyticsRoutes.refusal(e);
      log.warn("an export was broken off", e);
      // The client must see that this is not all.
      loop.runOnContext(v -> response.reset());
      return null;
    } finally {
      running.release();
    }
  }

  private static void head(
      HttpServerResponse response, FileFormat format, ApiKey key, TimeRange range) {
    response
        .setChunked(true)
        .putHeader("Content-Type", format.contentType())
        .putHeader("Cache-Control", "no-store")
        .putHeader(
            "Content-Disposition",
            "attachment; filename=\"tippen-%s-%s.%s\""
                .formatted(range.from(), range.to(), format.text()));
  }

  /// Waits until the piece is with the client's socket: a slow client slows the reading down.
  private static void send(HttpServerResponse response, Context loop, byte[] piece)
      throws IOException {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    loop.runOnContext(v ->
        response
            .write(Buffer.buffer(piece))
            .onComplete(done -> {
              if (done.succeeded()) sent.complete(null);
              else sent.completeExceptionally(done.cause());
            }));
    try {
      sent.get(PIECE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the client takes no more", e);
    }
  }
}
