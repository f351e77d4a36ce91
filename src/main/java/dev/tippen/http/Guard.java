package dev.tippen.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.account.Access;
import dev.tippen.account.Decision;
import dev.tippen.account.Proof;
import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Stands before what owners and their programs may see and change: asks [Access], does the work
/// with the key that it grants on a thread that may block, and answers.
final class Guard {
  private final Access access;
  private final Proofs proofs;
  private final Blocking blocking;

  Guard(Access access, Proofs proofs, Blocking blocking) {
    this.access = access;
    this.proofs = proofs;
    this.blocking = blocking;
  }

  /// @param work gets the key whose data the caller may see; what it returns is the answer's JSON,
  ///   a [Refusal] refuses
  void read(RoutingContext context, Function<ApiKey, Object> work) {
    Proof proof = proofs.of(context);
    run(context, () -> access.read(proof), work);
  }

  /// As [#read] for a question that comes in a body.
  ///
  /// @param body of the request, which may name the key
  void read(RoutingContext context, @Nullable JsonNode body, Function<ApiKey, Object> work) {
    Proof proof = body == null ? proofs.of(context) : proofs.of(context, body);
    run(context, () -> access.read(proof), work);
  }

  /// As [#read] for an answer that the work sends itself.
  ///
  /// @param work returns null if it has sent the answer, else why there is none
  void stream(RoutingContext context, Function<ApiKey, @Nullable Refusal> work) {
    Proof proof = proofs.of(context);
    blocking.<Optional<Refusal>>run(
        context,
        () ->
            switch (access.read(proof)) {
              case Decision.Granted(var key) -> Optional.ofNullable(work.apply(key));
              case Decision.Refused(var refusal) -> Optional.of(refusal);
            },
        refusal -> refusal.ifPresent(r -> Answers.refuse(context.response(), r)));
  }

  /// As [#read] for what changes something.
  ///
  /// @param body of the request, which may name the key
  void act(RoutingContext context, @Nullable JsonNode body, Function<ApiKey, Object> work) {
    Proof proof = proofs.of(context, body);
    run(context, () -> access.act(proof), work);
  }

  /// As [#act] for what brings a site's past.
  void bringPast(RoutingContext context, Function<ApiKey, Object> work) {
    Proof proof = proofs.of(context);
    run(context, () -> access.bringPast(proof), work);
  }

  @FunctionalInterface
  private interface Asking {
    Decision decide();
  }

  private void run(RoutingContext context, Asking asking, Function<ApiKey, Object> work) {
    blocking.<Object>run(
        context,
        () ->
            switch (asking.decide()) {
              case Decision.Granted(var key) -> work.apply(key);
              case Decision.Refused(var refusal) -> refusal;
            },
        result -> {
          context.response().putHeader("Cache-Control", "no-store");
          if (result instanceof Refusal refusal) Answers.refuse(context.response(), refusal);
          else Answers.ok(context.response(), result);
        });
  }

  /// @return null if the parameter is no number in its range; the request is answered then
  static @Nullable Integer number(
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
