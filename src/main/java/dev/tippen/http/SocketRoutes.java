package dev.tippen.http;

import dev.tippen.account.Access;
import dev.tippen.account.Decision;
import dev.tippen.account.Proof;
import dev.tippen.admission.Admission;
import dev.tippen.admission.Admission.Verdict;
import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.live.LiveHub;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The handshakes of `/ws/dashboard` and `/ws/visitor`. Whoever may not connect is told so before
/// the upgrade, with an ordinary error answer.
final class SocketRoutes {
  private static final int VISITOR_ID_MAX_CHARS = 128;

  private final Access access;
  private final Admission admission;
  private final LiveHub live;
  private final Proofs proofs;
  private final Blocking blocking;

  SocketRoutes(Access access, Admission admission, LiveHub live, Proofs proofs, Blocking blocking) {
    this.access = access;
    this.admission = admission;
    this.live = live;
    this.proofs = proofs;
    this.blocking = blocking;
  }

  void mount(Router router) {
    router.get("/ws/dashboard").handler(this::dashboard);
    Routes.others(router, "/ws/dashboard", "GET");
    router.get("/ws/visitor").handler(this::visitor);
    Routes.others(router, "/ws/visitor", "GET");
  }

  private void dashboard(RoutingContext context) {
    Proof proof = proofs.of(context);
    Decision now = access.readNow(proof);
    if (now != null) {
      connectDashboard(context, now);
      return;
    }
    // The handshake waits for the database; nothing of the request may be read meanwhile.
    context.request().pause();
    blocking.run(
        context, () -> access.read(proof), decision -> connectDashboard(context, decision));
  }

  private void connectDashboard(RoutingContext context, Decision decision) {
    switch (decision) {
      case Decision.Refused(var refusal) -> Answers.refuse(context.response(), refusal);
      case Decision.Granted(var key) -> {
        if (!live.hasRoomForDashboard(key)) {
          refuseCrowd(context);
        } else {
          upgrade(context, socket -> live.dashboard(key, socket));
        }
      }
    }
  }

  private void visitor(RoutingContext context) {
    HttpServerRequest r = context.request();
    switch (admission.admit(Proofs.publicKey(r), r.getHeader(HttpHeaders.ORIGIN))) {
      case Verdict.Refused(var _, var refusal) -> Answers.refuse(context.response(), refusal);
      case Verdict.Admitted(var admitted) ->
          connectVisitor(context, admitted, r.getParam("visitorId"));
    }
  }

  private void connectVisitor(RoutingContext context, ApiKey key, @Nullable String visitorId) {
    if (visitorId == null || visitorId.isBlank() || visitorId.length() > VISITOR_ID_MAX_CHARS) {
      Answers.refuse(
          context.response(),
          Refusal.of(
              Problem.VISITOR_REQUIRED,
              "visitorId is required in the query, at most "
                  + VISITOR_ID_MAX_CHARS
                  + " characters"));
    } else if (!live.hasRoomForVisitor()) {
      refuseCrowd(context);
    } else {
      upgrade(context, socket -> live.visitor(key, visitorId, socket));
    }
  }

  private static void refuseCrowd(RoutingContext context) {
    Answers.refuse(context.response(), Refusal.retryAfter(Problem.TOO_MANY_CONNECTIONS, 30));
  }

  private static void upgrade(RoutingContext context, Consumer<ServerWebSocket> then) {
    HttpServerRequest r = context.request();
    String upgrade = r.getHeader(HttpHeaders.UPGRADE);
    if (upgrade == null || !upgrade.equalsIgnoreCase("websocket")) {
      context.response().putHeader(HttpHeaders.UPGRADE, "websocket");
      Answers.problem(context.response(), Problem.UPGRADE_REQUIRED);
      return;
    }
    r.toWebSocket()
        .onSuccess(then::accept)
        .onFailure(e ->
            Answers.refuse(
                context.response(),
                Refusal.of(Problem.FIELD_INVALID, "Not a valid WebSocket handshake")));
  }
}
