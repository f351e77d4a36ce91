package dev.tippen.http;

import dev.tippen.account.Access;
import dev.tippen.account.Decision;
import dev.tippen.account.Proof;
import dev.tippen.account.SecretKeys;
import dev.tippen.event.Problem;
import dev.tippen.observe.Metrics;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.IntPredicate;

/// `GET /metrics`: for a monitor on the same machine everything, for the bearer of a secret key the
/// server's numbers and those of its own site.
final class MetricsRoutes {
  /// A proxy on this machine makes everybody look local; it names whom it speaks for.
  private static final List<String> FORWARDED =
      List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "CF-Connecting-IP");

  private final Metrics metrics;
  private final Access access;
  private final Blocking blocking;

  MetricsRoutes(Metrics metrics, Access access, Blocking blocking) {
    this.metrics = metrics;
    this.access = access;
    this.blocking = blocking;
  }

  void mount(Router router) {
    router.get("/metrics").handler(this::metrics);
    Routes.others(router, "/metrics", "GET");
  }

  private void metrics(RoutingContext context) {
    String bearer = Proofs.bearer(context.request());
    boolean secret = bearer != null && SecretKeys.isSecretKey(bearer);
    if (!secret && !isLocal(context.request())) {
      Answers.problem(context.response(), Problem.READ_NOT_ALLOWED);
      return;
    }
    if (!secret) {
      answer(context, _ -> true);
      return;
    }
    Proof proof = new Proof(List.of(), bearer, null);
    blocking.run(
        context,
        () -> access.read(proof),
        decision -> {
          switch (decision) {
            case Decision.Refused(var refusal) -> Answers.refuse(context.response(), refusal);
            case Decision.Granted(var key) -> answer(context, id -> id == key.id());
          }
        });
  }

  private static boolean isLocal(HttpServerRequest request) {
    for (String header : FORWARDED) {
      if (request.headers().contains(header)) return false;
    }
    var address = request.connection().remoteAddress(true);
    String host = address == null ? null : address.hostAddress();
    return host != null
        && (host.startsWith("127.") || host.equals("::1") || host.equals("0:0:0:0:0:0:0:1"));
  }

  /// Reading the numbers touches files of the system: off the event loop.
  private void answer(RoutingContext context, IntPredicate shownKeys) {
    blocking.run(
        context,
        () -> metrics.text(shownKeys),
        text -> {
          if (context.response().closed() || context.response().ended()) return;
          context
              .response()
              .putHeader(HttpHeaders.CONTENT_TYPE, Metrics.CONTENT_TYPE)
              .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
              .end(Buffer.buffer(text));
        });
  }
}
