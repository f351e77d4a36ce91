package dev.tippen.http;

import dev.tippen.event.Problem;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/// Lets through only requests whose address can be decoded, and answers what the HTTP decoder
/// refused. A broken escape in an address is the client's mistake; further in, it would surface as
/// ours.
final class WellFormed implements Handler<HttpServerRequest> {
  private final Handler<HttpServerRequest> next;

  WellFormed(Handler<HttpServerRequest> next) {
    this.next = next;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (isDecodable(request.uri())) next.handle(request);
    else answer(request, Problem.REQUEST_MALFORMED);
  }

  /// What the decoder could not read: its connection can't be used any further.
  static void refuse(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    answer(
        request,
        switch (cause) {
          case TooLongHttpHeaderException _ -> Problem.HEADERS_TOO_LARGE;
          case TooLongHttpLineException _ -> Problem.ADDRESS_TOO_LONG;
          case null, default -> Problem.REQUEST_MALFORMED;
        });
    request.connection().close();
  }

  private static void answer(HttpServerRequest request, Problem problem) {
    request.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    Answers.problem(request.response(), problem);
  }

  private static boolean isDecodable(String uri) {
    for (int at = uri.indexOf('%'); at >= 0; at = uri.indexOf('%', at + 3)) {
      if (at + 2 >= uri.length()
          || Character.digit(uri.charAt(at + 1), 16) < 0
          || Character.digit(uri.charAt(at + 2), 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
