package dev.tippen.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tippen.TippenServer;
import dev.tippen.cli.ServerOptions;
import dev.tippen.config.Config;
import dev.tippen.config.ConfigLoader;
import dev.tippen.event.ApiKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A whole server on a free port, in this process, and a client to talk to it over real HTTP.
public final class TestServer implements AutoCloseable {
  public static final String KEY = ApiKey.DEMO_TEXT;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TippenServer server;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  public final List<String> notices = new CopyOnWriteArrayList<>();

  private TestServer(Config config, TippenServer.Hooks hooks)
      throws IOException, InterruptedException {
    server = TippenServer.start(config, new ServerOptions(false, notices::add), hooks);
  }

  /// With the demo key.
  public static TestServer demo(Path data) throws IOException, InterruptedException {
    return of(config(data, true));
  }

  /// As an owner starts it.
  public static TestServer plain(Path data) throws IOException, InterruptedException {
    return of(config(data, false));
  }

  public static TestServer of(Config config) throws IOException, InterruptedException {
    return of(config, TippenServer.Hooks.NONE);
  }

  public static TestServer of(Config config, TippenServer.Hooks hooks)
      throws IOException, InterruptedException {
    return new TestServer(config, hooks);
  }

  /// Settings as they come, over those of a server on a free port.
  public static Config config(Path data, boolean demo, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("data", data.toString());
    all.put("demo", Boolean.toString(demo));
    all.put("server.port", "0");
    return ConfigLoader.load(Map.of(), new ConfigLoader.Flags(null, all));
  }

  public static Config config(Path data, boolean demo) {
    Config d = Config.DEFAULTS;
    return new Config(
        data,
        demo,
        new Config.Server("127.0.0.1", 0, null, List.of()),
        d.http(),
        d.proxies(),
        d.rateLimits(),
        d.store(),
        d.history(),
        d.live(),
        d.visit(),
        d.privacy(),
        d.places(),
        d.sources(),
        d.account(),
        d.identify(),
        d.log(),
        d.dev());
  }

  public URI uri() {
    return server.uri();
  }

  public String webSocket(String path) {
    return server.uri().toString().replaceFirst("^http", "ws") + path;
  }

  public HttpClient http() {
    return http;
  }

  /// A request to be completed with a method and headers.
  public HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(uri().resolve(path)).timeout(Duration.ofSeconds(20));
  }

  public HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(to(path).GET());
  }

  public HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) request.setHeader(headers[i], headers[i + 1]);
    return send(request);
  }

  /// Tracks one event of a visitor with the demo key.
  public HttpResponse<String> track(String event, String visitorId, String url)
      throws IOException, InterruptedException {
    return post("/track/visitor", event(event, visitorId, url), "X-Tippen-API-Key", KEY);
  }

  public static String event(String event, String visitorId, String url) {
    return JSON.createObjectNode()
        .put("event", event)
        .put("website", "example.com")
        .set("visitor", JSON.createObjectNode().put("visitorId", visitorId).put("url", url))
        .toString();
  }

  public static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  public static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  @Override
  public void close() {
    http.close();
    server.stop();
  }
}
