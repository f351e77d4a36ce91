package dev.tippen.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.account.Proof;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads from a request what it shows of who it comes from, and decides whether its cookie counts.
/// Browsers attach the cookie to whatever another page makes them send, and `SameSite` does not
/// tell the ports of one host apart; the `Origin` header does. So the cookie counts for a read
/// (GET, HEAD) unless `Origin` is foreign, and for a change or a socket only if `Origin` is this
/// server's own.
final class Proofs {
  static final String COOKIE = "tippen_session";
  static final String KEY_HEADER = "X-Tippen-API-Key";

  private static final String BEARER = "bearer ";

  private final @Nullable String publicOrigin;

  /// @param publicUrl address at which browsers reach the server, such as
  ///   `https://tippen.example.com`; needed behind a proxy that ends TLS; null: the `Host` header
  ///   alone says it
  /// @throws IllegalArgumentException if it is no http or https address
  Proofs(@Nullable String publicUrl) {
    publicOrigin = publicUrl == null ? null : origin(publicUrl);
  }

  /// The proof of a request without a body, or whose body names no key.
  Proof of(RoutingContext context) {
    return of(context, null);
  }

  /// @param body the parsed body, whose field `apiKey` counts last
  Proof of(RoutingContext context, @Nullable JsonNode body) {
    HttpServerRequest request = context.request();
    List<String> keys = new ArrayList<>(3);
    add(keys, request.getHeader(KEY_HEADER));
    context.queryParam("apiKey").forEach(k -> add(keys, k));
    context.queryParam("api_key").forEach(k -> add(keys, k));
    if (body != null && body.path("apiKey").isTextual()) add(keys, body.path("apiKey").asText());
    return new Proof(keys, bearer(request), cookieCounts(request) ? cookie(request) : null);
  }

  /// The key with which a page sends, where it stands outside the body: header before query.
  static @Nullable String publicKey(HttpServerRequest request) {
    String key = request.getHeader(KEY_HEADER);
    if (key != null && !key.isEmpty()) return key;
    if (request.query() == null) return null;
    key = request.getParam("apiKey");
    return key != null ? key : request.getParam("api_key");
  }

  static @Nullable String bearer(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) return null;
    String token = header.substring(BEARER.length()).strip();
    return token.isEmpty() ? null : token;
  }

  /// The session cookie, whether it counts or not.
  static @Nullable String cookie(HttpServerRequest request) {
    Cookie cookie = request.getCookie(COOKIE);
    return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
  }

  boolean cookieCounts(HttpServerRequest request) {
    boolean reads = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
    return reads && !request.headers().contains(HttpHeaders.UPGRADE)
        ? !isForeign(request)
        : isOwn(request);
  }

  /// Whether the request says that it comes from one of this server's pages.
  boolean isOwn(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null) return false;
    String lower = origin.toLowerCase(Locale.ROOT);
    return lower.equals(publicOrigin)
        || (request.authority() != null && lower.equals(hostOrigin(request)));
  }

  /// Whether the request says that it comes from somebody else's page. One without `Origin` does
  /// not: it comes from a program, or from a page of this server.
  boolean isForeign(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.ORIGIN) && !isOwn(request);
  }

  /// Scheme, host and port at which browsers reach this server, in lower case.
  String origin(HttpServerRequest request) {
    return publicOrigin != null ? publicOrigin : hostOrigin(request);
  }

  /// Whether browsers reach this server by https, so that cookies must be marked Secure.
  boolean isSecure(HttpServerRequest request) {
    return request.isSSL() || (publicOrigin != null && publicOrigin.startsWith("https:"));
  }

  private static String hostOrigin(HttpServerRequest request) {
    HostAndPort host = request.authority();
    boolean ssl = request.isSSL();
    // toString leaves the scheme's own port out, as browsers do in Origin.
    return (ssl ? "https://" : "http://")
        + (host == null ? "localhost" : host.toString(ssl).toLowerCase(Locale.ROOT));
  }

  private static String origin(String url) {
    try {
      URI uri = new URI(url.toLowerCase(Locale.ROOT));
      String scheme = uri.getScheme();
      String host = uri.getHost();
      if (host != null && ("http".equals(scheme) || "https".equals(scheme))) {
        int port = uri.getPort();
        boolean usual = port == -1 || port == ("http".equals(scheme) ? 80 : 443);
        return scheme + "://" + host + (usual ? "" : ":" + port);
      }
    } catch (URISyntaxException _) {
      // told below, with all other forms that are no address
    }
    throw new IllegalArgumentException("not an http or https address: " + url);
  }

  private static void add(List<String> keys, @Nullable String key) {
    if (key != null && !key.isBlank()) keys.add(key.strip());
  }
}
