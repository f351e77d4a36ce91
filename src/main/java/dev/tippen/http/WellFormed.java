package dev.tippen.http;

import dev.tippen.event.Problem;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/// Lets through only requests whose address can be decoded and whose end is beyond doubt, and
/// answers what the HTTP decoder refused. A broken escape in an address is the client's mistake;
/// further in, it would surface as ours. A request that a proxy before us may have read with
/// another end or for another host is refused with its connection.
///
/// Source: RFC 9112, sections 3.2 and 6 (one `Host`; framing by `chunked` alone).
final class WellFormed implements Handler<HttpServerRequest> {
  private final Handler<HttpServerRequest> next;

  WellFormed(Handler<HttpServerRequest> next) {
    this.next = next;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (!isFramed(request)) {
      answer(request, Problem.REQUEST_MALFORMED);
      request.connection().close();
    } else if (!isOurs(request.uri()) || !isDecodable(request.uri())) {
      answer(request, Problem.REQUEST_MALFORMED);
    } else {
      next.handle(request);
    }
  }

  /// The decoder takes any transfer encoding that ends in `chunked`, takes others for none, and
  /// keeps repeated hosts.
  private static boolean isFramed(HttpServerRequest request) {
    MultiMap headers = request.headers();
    if (headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
      List<String> codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
      if (codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked")) return false;
    }
    int hosts = headers.getAll(HttpHeaders.HOST).size();
    boolean oneHost = hosts == 1 && request.authority() != null;
    return (oneHost || (hosts == 0 && request.version() == HttpVersion.HTTP_1_0))
        && !headers.contains("");
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

  /// Not the forms by which clients address proxies, but for the whole address, which servers must
  /// take: RFC 9112, section 3.2.2.
  private static boolean isOurs(String uri) {
    return uri.startsWith("/")
        || uri.equals("*")
        || uri.regionMatches(true, 0, "http://", 0, 7)
        || uri.regionMatches(true, 0, "https://", 0, 8);
  }

  private static boolean isDecodable(String uri) {
    for (int i = 0; i < uri.length(); i++) {
      if (uri.charAt(i) <= ' ' || uri.charAt(i) == 0x7f) return false;
    }
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
