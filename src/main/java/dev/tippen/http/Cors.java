package dev.tippen.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Cross-origin headers. They are set before anything can fail: without them on an error, a page
/// sees only a network failure. Credentials are never allowed across origins, so the cookie never
/// is.
final class Cors {
  private static final CharSequence METHODS =
      HttpHeaders.createOptimized("GET, POST, PUT, DELETE, OPTIONS");
  private static final CharSequence HEADERS =
      HttpHeaders.createOptimized("Content-Type, X-Tippen-API-Key, Authorization");
  private static final CharSequence ANY = HttpHeaders.createOptimized("*");
  private static final CharSequence EXPOSED =
      HttpHeaders.createOptimized("x-tippen-dropped, Retry-After");

  /// Browsers ask again after this; without it nearly every heartbeat costs a second request.
  private static final CharSequence MAX_AGE_SECONDS = HttpHeaders.createOptimized("7200");

  private final Set<String> readingOrigins;

  /// @param readingOrigins origins whose pages may call the reading endpoints
  Cors(Iterable<String> readingOrigins) {
    java.util.LinkedHashSet<String> origins = new java.util.LinkedHashSet<>();
    readingOrigins.forEach(o -> origins.add(o.toLowerCase(java.util.Locale.ROOT)));
    this.readingOrigins = Set.copyOf(origins);
  }

  /// For endpoints that every site's pages call.
  static void anyOrigin(RoutingContext context) {
    HttpServerResponse response = context.response();
    response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
    response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    preflightOrNext(context, true);
  }

  /// For endpoints that read: the same origin, those that the operator lists, and any origin whose
  /// request carries a proof that browsers don't attach by themselves.
  void listedOrigins(RoutingContext context) {
    String origin = context.request().getHeader(HttpHeaders.ORIGIN);
    if (origin == null) {
      preflightOrNext(context, false);
      return;
    }
    context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    boolean allowed =
        readingOrigins.contains(origin.toLowerCase(java.util.Locale.ROOT))
            || carriesOwnProof(context);
    if (allowed) {
      context.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    preflightOrNext(context, allowed);
  }

  private static boolean carriesOwnProof(RoutingContext context) {
    if (context.request().method() == HttpMethod.OPTIONS) {
      String asked = header(context, "Access-Control-Request-Headers");
      return asked != null && asked.toLowerCase(java.util.Locale.ROOT).contains("authorization");
    }
    return header(context, "Authorization") != null;
  }

  private static @Nullable String header(RoutingContext context, String name) {
    return context.request().getHeader(name);
  }

  private static void preflightOrNext(RoutingContext context, boolean allowed) {
    if (context.request().method() != HttpMethod.OPTIONS) {
      context.next();
      return;
    }
    if (allowed) {
      context
          .response()
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS)
          .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
    }
    context.response().setStatusCode(204).end();
  }
}
