package dev.tippen.http;

import dev.tippen.event.Problem;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Runs what blocks (database, password hashes) on a few platform threads and brings the result
/// back to the event loop of the request. Platform threads, because database drivers pin virtual
/// ones.
final class Blocking implements AutoCloseable {
  private static final int QUEUE_MAX_TASKS = 256;

  private final ThreadPoolExecutor pool;

  Blocking(int threads) {
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE_MAX_TASKS),
            Thread.ofPlatform().name("blocking-", 0).daemon(true).factory());
    pool.allowCoreThreadTimeOut(true);
  }

  /// @param then called on the event loop with the result; a failure of the work goes to the
  ///   router's failure handler; when too much waits, the request is answered 503
  <T> void run(RoutingContext request, Callable<T> work, Consumer<T> then) {
    Context loop = request.vertx().getOrCreateContext();
    try {
      pool.execute(() -> {
        try {
          T result = work.call();
          loop.runOnContext(v -> deliver(request, then, result));
        } catch (Exception e) {
          loop.runOnContext(v -> request.fail(e));
        }
      });
    } catch (RejectedExecutionException _) {
      Answers.problem(request.response(), Problem.STORE_BUSY);
    }
  }

  private static <T> void deliver(RoutingContext request, Consumer<T> then, T result) {
    try {
      then.accept(result);
    } catch (RuntimeException e) {
      request.fail(e);
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
