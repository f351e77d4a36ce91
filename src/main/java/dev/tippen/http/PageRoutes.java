package dev.tippen.http;

import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.http.Assets.Asset;
import dev.tippen.store.KeyDirectory;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tracker script, the dashboard's files and the demo site.
final class PageRoutes {
  /// Paths that the dashboard routes by itself; also those of the original's dashboard.
  private static final List<String> DASHBOARD_PATHS =
      List.of(
          "/landing",
          "/login",
          "/setup",
          "/onboarding",
          "/changelog",
          "/app",
          "/visitors",
          "/traffic",
          "/companies",
          "/excluded",
          "/dashboard",
          "/settings",
          "/command-center",
          "/funnel-v2");

  private static final String CONTENT_POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final String ASK_EACH_TIME = "no-cache";
  private static final String TRACKER_AGE = "public, max-age=3600";

  private final Assets assets;
  private final KeyDirectory keys;

  PageRoutes(Assets assets, KeyDirectory keys) {
    this.assets = assets;
    this.keys = keys;
  }

  void mount(Router router) {
    router.route("/tippen-tracker.js").handler(Cors::anyOrigin);
    router.get("/tippen-tracker.js").handler(this::tracker);
    Routes.others(router, "/tippen-tracker.js", "GET, OPTIONS");

    router
        .get("/demo/assets/:name")
        .handler(c -> file(c, "site/" + c.pathParam("name"), ASK_EACH_TIME));
    router.get("/demo").handler(this::demoSite);
    router.get("/demo/*").handler(this::demoSite);

    router.get("/").handler(this::root);
    for (String path : DASHBOARD_PATHS) router.get(path).handler(this::dashboard);
    router.get("/assets/*").handler(c -> file(c, "web/dashboard" + c.normalizedPath(), FOR_EVER));
  }

  private void root(RoutingContext context) {
    String accept = context.request().getHeader(HttpHeaders.ACCEPT);
    if (accept != null && accept.contains("text/html")) {
      dashboard(context);
    } else {
      context.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain").end("Tippen API");
    }
  }

  private void dashboard(RoutingContext context) {
    file(context, "web/dashboard/index.html", ASK_EACH_TIME);
  }

  private void tracker(RoutingContext context) {
    // Sites that isolate their pages may embed this script only if it says so.
    context.response().putHeader("Cross-Origin-Resource-Policy", "cross-origin");
    file(context, "web/tippen-tracker.js", TRACKER_AGE);
  }

  /// The small site on which a newcomer sees the tracker at work. It takes the key that the address
  /// names, else the demo's, else the only one: which of several it should be is not ours to guess.
  private void demoSite(RoutingContext context) {
    String named = context.request().getParam("apiKey");
    ApiKey key = keys.find(named == null ? ApiKey.DEMO_TEXT : named);
    if (named == null && key == null && keys.all().size() == 1) {
      key = keys.all().iterator().next();
    }
    if (key != null && !key.active()) key = null;
    Asset page = assets.find("site/demo.html");
    if (page == null || key == null) {
      Answers.problem(context.response(), Problem.NOT_FOUND);
      return;
    }
    String html = page.plain().toString(StandardCharsets.UTF_8).replace("__API_KEY__", key.text());
    send(context, Assets.asset(html.getBytes(StandardCharsets.UTF_8), "demo.html"), ASK_EACH_TIME);
  }

  private void file(RoutingContext context, @Nullable String path, String cacheControl) {
    Asset asset = path == null ? null : assets.find(path);
    if (asset == null) Answers.problem(context.response(), Problem.NOT_FOUND);
    else send(context, asset, cacheControl);
  }

  private static void send(RoutingContext context, Asset asset, String cacheControl) {
    HttpServerResponse response = context.response();
    response.putHeader(HttpHeaders.CACHE_CONTROL, cacheControl);
    response.putHeader(HttpHeaders.ETAG, asset.etag());
    response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (asset.type().startsWith("text/html")) {
      response.putHeader("Content-Security-Policy", CONTENT_POLICY);
    }
    if (asset.etag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, asset.type());
    String encodings = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
    if (asset.gzip() != null && encodings != null && encodings.contains("gzip")) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip").end(asset.gzip());
    } else {
      response.end(asset.plain());
    }
  }
}
