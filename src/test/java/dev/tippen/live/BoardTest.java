package dev.tippen.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.config.Config;
import dev.tippen.event.ApiKey;
import dev.tippen.event.CompanyDetails;
import dev.tippen.event.TrackedEvent;
import dev.tippen.event.TrackedEvent.Page;
import dev.tippen.store.CommitListener.Committed;
import dev.tippen.support.Events;
import dev.tippen.support.TestServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a board tells its dashboards, and when, with a clock that the test moves.
class BoardTest {
  private static final ApiKey KEY = Events.key(1);
  private static final long T0 = 1_790_000_000_000L;
  private static final Config.Live LIMITS = Config.DEFAULTS.live();

  private final Presence presence =
      new Presence(LIMITS.silentAfterSeconds() * 1_000L, LIMITS.leaveGraceSeconds() * 1_000L);
  private final Board board =
      new Board(LIMITS, presence, new LiveMessages(id -> CompanyDetails.NONE));
  private final List<JsonNode> heard = new ArrayList<>();

  @Test
  void oneVisitorIsToldAtMostFourTimesASecondAndTheLastStateArrives() {
    open();
    for (int ms = 0; ms <= 1_000; ms += 10) {
      track("v", "https://example.com/" + ms, T0 + ms);
      board.flush(T0 + ms);
    }
    assertTrue(heard.size() <= 5, heard.size() + " updates in a second");
    board.flush(T0 + 1_300);
    assertEquals("https://example.com/1000", heard.getLast().at("/visitor/url").asText());
    int before = heard.size();
    board.flush(T0 + 2_000);
    assertEquals(before, heard.size(), "nothing changed, nothing is told");
  }

  @Test
  void aFloodIsToldByListsAtMostOnceASecond() {
    open();
    for (int ms = 0; ms < 3_000; ms += 50) {
      for (int i = 0; i < 300; i++) track("v" + i, "https://example.com/" + ms, T0 + ms);
      board.flush(T0 + ms);
    }
    assertEquals(List.of("VISITOR_LIST", "VISITOR_LIST", "VISITOR_LIST"), types());
    board.flush(T0 + 3_050);
    assertEquals("https://example.com/2950", heard.getLast().at("/visitors/0/url").asText());
  }

  @Test
  void listsCarryTheNewestAndTheTotal() {
    for (int i = 0; i < 1_500; i++) track("v" + i, "https://example.com/", T0 + i);
    open();
    JsonNode list = heard.getFirst();
    assertEquals("INITIAL_VISITORS", list.get("type").asText());
    assertEquals(1_500, list.get("total").asInt());
    assertEquals(1_000, list.get("visitors").size());
    assertEquals("v1499", list.at("/visitors/0/visitorId").asText());
  }

  @Test
  void anExitBringsNobodyBack() {
    assertNull(board.apply(committed(Events.event(KEY, "gone", "exit", T0))));
    assertEquals(0, board.size());
  }

  @Test
  void theBoardKeepsTheNewestWhenItIsFull() {
    for (int i = 0; i < 50; i++) track("v" + i, "https://example.com/", T0 + i);
    List<PresentVisitor> left = board.sweep(T0 + 100, 20);
    assertEquals(30, left.size());
    assertEquals(20, board.size());
    assertEquals("v0", left.getFirst().visitorId);
  }

  @Test
  void anOvertakenPageViewDoesNotMoveTheVisitorBack() {
    open();
    track("v", "https://example.com/first", T0);
    TrackedEvent late =
        late(Events.event(KEY, "v", "pageview", T0 + 400, "https://example.com/old"), T0 + 50);
    track("v", "https://example.com/new", T0 + 300);
    board.apply(committed(late));
    board.flush(T0 + 1_000);
    JsonNode visitor = heard.getLast().get("visitor");
    assertEquals("https://example.com/new", visitor.get("url").asText());
    assertEquals(3, visitor.get("pageViews").asInt());
  }

  @Test
  void aPageViewThatAHeartbeatOvertookStillBringsItsTitle() {
    open();
    board.apply(committed(titled("pageview", "https://example.com/one", "One", T0, T0)));
    board.apply(
        committed(titled("heartbeat", "https://example.com/two", null, T0 + 900, T0 + 900)));
    board.apply(
        committed(titled("pageview", "https://example.com/two", "Two", T0 + 1_000, T0 + 500)));
    board.flush(T0 + 2_000);
    JsonNode visitor = heard.getLast().get("visitor");
    assertEquals("https://example.com/two", visitor.get("url").asText());
    assertEquals("Two", visitor.get("title").asText());
  }

  private static TrackedEvent titled(
      String name, String url, @Nullable String title, long receivedAtMs, long occurredAtMs) {
    TrackedEvent e = Events.event(KEY, "v", name, receivedAtMs);
    return new TrackedEvent(
        e.key(),
        e.visitorId(),
        e.name(),
        e.kind(),
        receivedAtMs,
        occurredAtMs,
        null,
        1,
        null,
        e.website(),
        new Page(url, title, null),
        e.client(),
        e.company(),
        e.location(),
        null,
        null,
        null,
        null);
  }

  /// A dashboard that only follows messages must end up with the same picture as the board,
  /// whatever the events and however they fall between the ticks.
  @Test
  void followingTheMessagesGivesTheBoardsPicture() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 30; round++) {
      Board board = new Board(LIMITS, presence, new LiveMessages(id -> CompanyDetails.NONE));
      List<JsonNode> heard = new ArrayList<>();
      board.open(new RecordingDashboard(KEY, heard), T0);
      long now = T0;
      for (int step = 0; step < 400; step++) {
        now += random.nextInt(300);
        int burst = random.nextInt(40) == 0 ? 400 : random.nextInt(4);
        for (int i = 0; i < burst; i++) {
          String visitor = "v" + random.nextInt(random.nextInt(20) == 0 ? 500 : 30);
          String name = random.nextInt(6) == 0 ? "exit" : "pageview";
          board.apply(committed(Events.event(KEY, visitor, name, now, "https://e/" + step)));
        }
        board.sweep(now, 20_000);
        board.flush(now);
      }
      board.flush(now + 1_000);
      board.flush(now + 2_000);
      Map<String, String> picture = new LinkedHashMap<>();
      for (JsonNode m : heard) {
        if (m.get("type").asText().equals("VISITOR_UPDATE")) {
          picture.put(m.at("/visitor/visitorId").asText(), m.get("visitor").toString());
        } else {
          picture.clear();
          for (JsonNode v : m.get("visitors"))
            picture.put(v.get("visitorId").asText(), v.toString());
        }
      }
      List<JsonNode> snapshot = new ArrayList<>();
      board.open(new RecordingDashboard(KEY, snapshot), now + 2_000);
      Map<String, String> truth = new HashMap<>();
      for (JsonNode v : snapshot.getFirst().get("visitors"))
        truth.put(v.get("visitorId").asText(), v.toString());
      assertEquals(truth, picture, "seed " + seed + ", round " + round);
    }
  }

  private void open() {
    board.open(new RecordingDashboard(KEY, heard), T0);
    if (board.size() == 0) heard.clear();
  }

  private void track(String visitorId, String url, long atMs) {
    assertNotNull(board.apply(committed(Events.event(KEY, visitorId, "pageview", atMs, url))));
  }

  private static Committed committed(TrackedEvent event) {
    return new Committed(1, event, 1, T0);
  }

  private static TrackedEvent late(TrackedEvent e, long occurredAtMs) {
    return new TrackedEvent(
        e.key(),
        e.visitorId(),
        e.name(),
        e.kind(),
        e.receivedAtMs(),
        occurredAtMs,
        null,
        1,
        null,
        e.website(),
        e.page(),
        e.client(),
        e.company(),
        e.location(),
        null,
        null,
        null,
        null);
  }

  private List<String> types() {
    return heard.stream().map(m -> m.get("type").asText()).toList();
  }

  private static final class RecordingDashboard implements Dashboard {
    private final ApiKey key;
    private final List<JsonNode> heard;

    RecordingDashboard(ApiKey key, List<JsonNode> heard) {
      this.key = key;
      this.heard = heard;
    }

    @Override
    public ApiKey key() {
      return key;
    }

    @Override
    public void send(String text) {
      try {
        heard.add(TestServer.json(text));
      } catch (java.io.IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close(short code, String reason) {}

    @Override
    public void keepAlive(long nowMs, long pingEveryMs, long silentMaxMs) {}
  }
}
