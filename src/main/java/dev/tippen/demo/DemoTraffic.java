package dev.tippen.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tippen.demo.Cast.Page;
import dev.tippen.demo.Cast.Person;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Simulated visitors of an invented site: they arrive, read pages, send heartbeats, some say who
/// they are, some come back, all leave. Their events go through the same endpoint as anybody's.
public final class DemoTraffic implements AutoCloseable {
  private static final int FIRST_VISITORS = 14;
  private static final int VISITORS_MAX = 26;
  private static final int RETURNING_MAX = 200;
  private static final long HEARTBEAT_MS = 10_000;
  private static final long ARRIVAL_MIN_MS = 1_500;
  private static final long ARRIVAL_SPREAD_MS = 5_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final URI endpoint;
  private final String apiKey;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("demo-traffic").daemon(true).factory());
  private final Random random = new Random();
  private final List<Visitor> gone = new ArrayList<>();
  private int present;

  private DemoTraffic(URI server, String apiKey) {
    endpoint = server.resolve("/track/visitor");
    this.apiKey = apiKey;
  }

  /// Lets visitors come until closed.
  ///
  /// @param server a running server that knows the key
  public static DemoTraffic start(URI server, String apiKey) {
    DemoTraffic traffic = new DemoTraffic(server, apiKey);
    for (int i = 0; i < FIRST_VISITORS; i++) traffic.after(i * 60L, traffic::arrive);
    traffic.after(FIRST_VISITORS * 60L, traffic::keepArriving);
    return traffic;
  }

  private void keepArriving() {
    if (present < VISITORS_MAX) arrive();
    after(ARRIVAL_MIN_MS + random.nextLong(ARRIVAL_SPREAD_MS), this::keepArriving);
  }

  private void arrive() {
    boolean returns = !gone.isEmpty() && random.nextInt(100) < 40;
    Visitor visitor =
        returns
            ? gone.remove(random.nextInt(gone.size()))
            : new Visitor("visitor_" + UUID.randomUUID(), Cast.person(random));
    present++;
    visitor.arrive();
  }

  private void after(long ms, Runnable action) {
    try {
      var unused = clock.schedule(action, ms, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException _) {
      // closed while visitors were on the way
    }
  }

  private final class Visitor {
    private final String id;
    private final Person person;
    private int pagesLeft;
    private Page page = new Page("/", "");
    private @Nullable String referrer;
    private String pageViewId = "";
    private int seq;
    private long stay;

    Visitor(String id, Person person) {
      this.id = id;
      this.person = person;
    }

    void arrive() {
      stay++;
      pagesLeft = 1 + random.nextInt(6);
      referrer = Cast.referrer(random);
      read(true);
    }

    private void read(boolean first) {
      page = Cast.page(random);
      pageViewId = UUID.randomUUID().toString();
      seq = 0;
      send("pageview", Map.of("state", "active"));
      referrer = "https://" + Cast.HOST + page.path();
      if (first && person.company() != null) identify(person.company());
      pagesLeft--;
      long readingMs = 4_000 + random.nextLong(26_000);
      long thisStay = stay;
      for (long at = HEARTBEAT_MS; at < readingMs; at += HEARTBEAT_MS) {
        after(at, () -> beat(thisStay));
      }
      after(readingMs, pagesLeft > 0 ? () -> read(false) : this::leave);
    }

    private void identify(String company) {
      send("identify", Map.of("identity", Map.of("company", company)));
    }

    private void beat(long ofStay) {
      if (ofStay != stay) return;
      int mood = random.nextInt(10);
      String state = mood < 7 ? "active" : mood < 9 ? "idle" : "away";
      int engagedMs = mood < 7 ? (int) HEARTBEAT_MS - random.nextInt(3_000) : 0;
      send(
          "heartbeat",
          Map.of(
              "state",
              state,
              "engagement",
              Map.of("seq", ++seq, "engagedMs", engagedMs, "scrollPct", random.nextInt(101))));
    }

    private void leave() {
      stay++;
      present--;
      send("exit", Map.of());
      if (gone.size() < RETURNING_MAX) gone.add(this);
    }

    private void send(String event, Map<String, Object> more) {
      Map<String, @Nullable Object> visitor = new LinkedHashMap<>();
      visitor.put("visitorId", id);
      visitor.put("url", "https://" + Cast.HOST + page.path());
      visitor.put("title", page.title());
      visitor.put("referrer", referrer);
      visitor.put("timestamp", Instant.now().toString());
      visitor.put("userAgent", person.userAgent());
      visitor.put("screenResolution", person.screen());
      visitor.put("language", person.language());
      visitor.put("timezone", person.timezone());
      Map<String, @Nullable Object> body = new LinkedHashMap<>();
      body.put("event", event);
      body.put("website", Cast.HOST);
      body.put("pageViewId", pageViewId);
      body.put("visitor", visitor);
      body.putAll(more);
      post(body);
    }
  }

  private void post(Map<String, @Nullable Object> body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(endpoint)
              .timeout(TIMEOUT)
              .header("Content-Type", "application/json")
              .header("X-Tippen-API-Key", apiKey)
              .POST(BodyPublishers.ofString(json.writeValueAsString(body)))
              .build();
      // Nobody waits for the answer: a lost event of the simulation means nothing.
      var unused = http.sendAsync(request, BodyHandlers.discarding());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    http.shutdownNow();
  }
}
