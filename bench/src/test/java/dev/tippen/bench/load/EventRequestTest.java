package dev.tippen.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EventRequestTest {
  private static final long NOW_MS = 1_790_000_012_345L;
  private static final long LAST_VISITOR = 36L * 36 * 36 * 36 * 36 * 36 * 36 * 36 * 36 - 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EventRequest request = new EventRequest("/track/visitor", 8787, "key_1", 1);

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.US_ASCII.decode(bytes.duplicate()).toString();
  }

  private JsonNode body() throws IOException {
    return JSON.readTree(request.body());
  }

  @Test
  void lengthAndBodyAreWhatTheHeadersSayForEveryVisitor() throws IOException {
    for (long visitor : new long[] {0, 1, 35, 36, 9_999, LAST_VISITOR}) {
      String all = text(request.next(visitor, NOW_MS + visitor % 7));
      String[] parts = all.split("\r\n\r\n", -1);
      assertEquals(2, parts.length);
      List<String> head = parts[0].lines().toList();
      assertEquals("POST /track/visitor HTTP/1.1", head.getFirst());
      assertTrue(head.contains("Host: 127.0.0.1:8787"), parts[0]);
      assertTrue(head.contains("X-Tippen-API-Key: key_1"), parts[0]);
      assertTrue(head.contains("Content-Length: " + parts[1].length()), parts[0]);
      assertEquals(parts[1].length(), request.bodyLength());
      assertEquals(parts[1], new String(request.body(), StandardCharsets.US_ASCII));
      String number = Long.toString(visitor, 36);
      String id = body().at("/visitor/visitorId").asText();
      assertTrue(id.matches("visitor_\\d{13}_[0-9a-z]{9}"), id);
      assertTrue(id.endsWith("0".repeat(9 - number.length()) + number), id);
    }
  }

  @Test
  void timesAreThoseOfTheSending() throws IOException {
    for (long nowMs : new long[] {NOW_MS, NOW_MS + 1, NOW_MS + 100_000_000_000L}) {
      request.next(1, nowMs);
      assertEquals(nowMs, body().get("sentAt").asLong());
      String timestamp = body().at("/visitor/timestamp").asText();
      assertEquals(Instant.ofEpochMilli(nowMs), Instant.parse(timestamp));
    }
  }

  @Test
  void everySendingHasIdsOfItsOwnMadeNow() throws IOException {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      request.next(5, NOW_MS);
      ids.add(body().get("eventId").asText());
      ids.add(body().get("pageViewId").asText());
    }
    assertEquals(2_000, ids.size());
    for (String text : ids) {
      UUID id = UUID.fromString(text);
      assertEquals(text, id.toString());
      assertEquals(7, id.version());
      assertEquals(2, id.variant());
      assertEquals(NOW_MS, id.getMostSignificantBits() >>> 16);
    }
  }

  @Test
  void anotherSeedMakesOtherIds() throws IOException {
    request.next(1, NOW_MS);
    EventRequest other = new EventRequest("/track/visitor", 8787, "key_1", 2);
    other.next(1, NOW_MS);
    assertNotEquals(body().get("eventId"), JSON.readTree(other.body()).get("eventId"));
  }

  @Test
  void nothingElseChanges() throws IOException {
    request.next(1, NOW_MS);
    String first = withoutWhatChanges();
    request.next(2, NOW_MS + 5_000);
    assertEquals(first, withoutWhatChanges());
  }

  private String withoutWhatChanges() throws IOException {
    String text = new String(request.body(), StandardCharsets.US_ASCII);
    for (String at : List.of("/visitor/visitorId", "/visitor/timestamp", "/eventId")) {
      text = text.replace(body().at(at).asText(), at);
    }
    return text.replace(body().get("sentAt").asText(), "s")
        .replace(body().get("pageViewId").asText(), "p");
  }

  /// What is measured is what our tracker sends. `automation` it sends only for robots.
  @Test
  void fieldsAreThoseOfTheTracker() throws IOException {
    String source = Files.readString(Path.of("../web/tracker/src/compose.ts"));
    String composed =
        source.substring(source.indexOf("const composed"), source.indexOf("...extra"));
    Matcher field = Pattern.compile("(?m)^ +(\\w+)[:,]").matcher(composed);
    Set<String> ofTracker = new TreeSet<>();
    while (field.find()) ofTracker.add(field.group(1));
    assertTrue(ofTracker.remove("automation"), ofTracker.toString());
    Set<String> ours = new TreeSet<>();
    body().fieldNames().forEachRemaining(ours::add);
    body().get("visitor").fieldNames().forEachRemaining(ours::add);
    assertFalse(ours.isEmpty());
    assertEquals(ofTracker, ours);
  }
}
