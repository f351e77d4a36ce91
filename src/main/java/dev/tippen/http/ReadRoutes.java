package dev.tippen.http;

import dev.tippen.account.Access;
import dev.tippen.account.Decision;
import dev.tippen.account.Proof;
import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.store.VisitorReads;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What owners and their programs read over HTTP. Every route asks [Access] through [#read] and
/// uses only the key that it grants.
final class ReadRoutes {
  static final int LIMIT_DEFAULT = 100;
  static final int LIMIT_MAX = 1_000;
  static final int OFFSET_MAX = 1_000_000;

  private final Access access;
  private final VisitorReads visitors;
  private final Proofs proofs;
  private final Blocking blocking;
  private final Cors cors;

  ReadRoutes(Access access, VisitorReads visitors, Proofs proofs, Blocking blocking, Cors cors) {
    this.access = access;
    this.visitors = visitors;
    this.proofs = proofs;
    this.blocking = blocking;
    this.cors = cors;
  }

  void mount(Router router) {
    router.route("/api/visitors").handler(cors::listedOrigins);
    router.get("/api/visitors").handler(this::visitors);
    Routes.others(router, "/api/visitors", "GET, OPTIONS");
  }

  private void visitors(RoutingContext context) {
    Integer limit = number(context, "limit", LIMIT_DEFAULT, 1, LIMIT_MAX);
    Integer offset = number(context, "offset", 0, 0, OFFSET_MAX);
    if (limit == null || offset == null) return;
    read(context, key -> Map.of("visitors", visitors.visitors(key, limit, offset)));
  }

  private sealed interface Read {
    record Done(Object value) implements Read {}

    record Refused(Refusal refusal) implements Read {}
  }

  /// @param work called on a thread that may block, with the key whose data the caller may see
  private void read(RoutingContext context, Function<ApiKey, Object> work) {
    Proof proof = proofs.of(context);
    blocking.<Read>run(
        context,
        () ->
            switch (access.read(proof)) {
              case Decision.Granted(var key) -> new Read.Done(work.apply(key));
              case Decision.Refused(var refusal) -> new Read.Refused(refusal);
            },
        result -> {
          context.response().putHeader("Cache-Control", "no-store");
          switch (result) {
            case Read.Done(var value) -> Answers.ok(context.response(), value);
            case Read.Refused(var refusal) -> Answers.refuse(context.response(), refusal);
          }
        });
  }

  /// @return null if the parameter is no number in its range; the request is answered then
  private static @Nullable Integer number(
      RoutingContext context, String name, int otherwise, int min, int max) {
    String text = context.request().getParam(name);
    if (text == null || text.isEmpty()) return otherwise;
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) return value;
    } catch (NumberFormatException _) {
      // answered below
    }
    Answers.refuse(
        context.response(),
        Refusal.of(Problem.FIELD_INVALID, name + " must be a number from " + min + " to " + max));
    return null;
  }
}
