package dev.tippen.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tippen.event.ApiKey;
import dev.tippen.event.FieldLimits;
import dev.tippen.event.TrackedEvent.Engagement;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Any bytes are a body within its limits or a refusal, never anything else. Runs on the bodies in
/// `TrackDecoderFuzzTestInputs`; with `JAZZER_FUZZ=1` on as many as can be thought of.
class TrackDecoderFuzzTest {
  private static final int DETAILS_MAX_CHARS = 6 * 64 * 1024;
  private static final ObjectMapper STRICT =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final int EVENT_MAX_BYTES = 65_536;

  private final TrackDecoder decoder = new TrackDecoder(EVENT_MAX_BYTES);

  @FuzzTest(maxDuration = "10m")
  void anyBytesAreABodyOrARefusal(byte[] bytes) throws Exception {
    checkBody(bytes);
    checkBatch(bytes);
  }

  private void checkBatch(byte[] bytes) throws Exception {
    TrackBatch batch;
    try {
      batch = decoder.decodeBatch(bytes);
    } catch (BadBody e) {
      assertEquals(400, e.refusal().problem().status());
      return;
    }
    assertTrue(batch.items().size() <= TrackDecoder.BATCH_EVENTS_MAX);
    for (TrackBatch.Item item : batch.items()) {
      if (item instanceof TrackBatch.Item.Event(var body)) assertIsWithinItsLimits(body);
    }
  }

  private void checkBody(byte[] bytes) throws Exception {
    TrackBody body;
    try {
      body = decoder.decode(bytes);
    } catch (BadBody e) {
      assertEquals(400, e.refusal().problem().status());
      return;
    }
    assertIsWithinItsLimits(body);
    assertSurvivesItsOwnEncoding(body);
  }

  private static void assertIsWithinItsLimits(TrackBody b) throws IOException {
    assertTrue(!b.visitorId.isBlank(), "a blank visitor");
    assertText(b.visitorId, FieldLimits.VISITOR_ID_MAX_CHARS);
    assertTrue(!b.event.isEmpty(), "an event without a name");
    assertText(b.event, FieldLimits.EVENT_MAX_CHARS);
    assertText(b.apiKey, ApiKey.TEXT_MAX_CHARS + 1);
    assertText(b.website, FieldLimits.WEBSITE_MAX_CHARS);
    assertText(b.eventId, TrackDecoder.EVENT_ID_MAX_CHARS);
    assertText(b.pageViewId, TrackDecoder.PAGE_VIEW_ID_MAX_CHARS);
    assertText(b.url, FieldLimits.URL_MAX_CHARS);
    assertText(b.title, FieldLimits.TITLE_MAX_CHARS);
    assertText(b.referrer, FieldLimits.URL_MAX_CHARS);
    assertText(b.userAgent, FieldLimits.USER_AGENT_MAX_CHARS);
    assertText(b.screenResolution, FieldLimits.SCREEN_MAX_CHARS);
    assertText(b.language, FieldLimits.LANGUAGE_MAX_CHARS);
    assertText(b.timezone, FieldLimits.TIMEZONE_MAX_CHARS);
    assertText(b.identity.company(), FieldLimits.COMPANY_MAX_CHARS);
    assertText(b.identity.domain(), FieldLimits.WEBSITE_MAX_CHARS);
    assertText(b.identity.signature(), FieldLimits.WEBSITE_MAX_CHARS);
    assertTrue(b.sentAtMs >= 0);
    Engagement engagement = b.engagement;
    if (engagement != null) {
      assertTrue(engagement.seq() >= 1);
      assertTrue(engagement.engagedMs() >= 0);
      assertTrue(engagement.engagedMs() <= FieldLimits.ENGAGED_MAX_MS);
      assertTrue(engagement.scrollPct() >= 0 && engagement.scrollPct() <= 100);
    }
    if (b.detailsJson != null) {
      assertTrue(b.detailsJson.length() <= DETAILS_MAX_CHARS);
      assertTrue(STRICT.readTree(b.detailsJson) instanceof ObjectNode, b.detailsJson);
    }
  }

  private static void assertText(@Nullable String text, int maxChars) {
    if (text == null) return;
    assertTrue(!text.isEmpty(), "empty instead of absent");
    assertTrue(text.length() <= maxChars, "too long: " + text.length());
    assertEquals(text, new String(text.getBytes(UTF_8), UTF_8), "half of a surrogate pair");
    assertTrue(text.chars().noneMatch(Character::isISOControl), "a control character");
  }

  /// What was decoded means the same when it is sent once more.
  private void assertSurvivesItsOwnEncoding(TrackBody b) throws Exception {
    ObjectNode json = STRICT.createObjectNode();
    json.put("event", b.event);
    json.put("apiKey", b.apiKey);
    json.put("website", b.website);
    json.put("eventId", b.eventId);
    json.put("pageViewId", b.pageViewId);
    json.put("state", b.state == null ? null : b.state.name().toLowerCase(java.util.Locale.ROOT));
    Engagement engagement = b.engagement;
    if (engagement != null) {
      json.putObject("engagement")
          .put("seq", engagement.seq())
          .put("engagedMs", engagement.engagedMs())
          .put("scrollPct", engagement.scrollPct());
    }
    json.putObject("visitor")
        .put("visitorId", b.visitorId)
        .put("url", b.url)
        .put("title", b.title)
        .put("referrer", b.referrer)
        .put("timestamp", b.timestamp)
        .put("userAgent", b.userAgent)
        .put("screenResolution", b.screenResolution)
        .put("language", b.language)
        .put("timezone", b.timezone);
    String text = json.toString();
    String details = b.detailsJson;
    if (details != null && details.length() > 2) {
      text = text.substring(0, text.length() - 1) + "," + details.substring(1);
    }
    TrackBody again = decoder.decode(text.getBytes(UTF_8));
    assertEquals(b.event, again.event);
    assertEquals(b.visitorId, again.visitorId);
    assertEquals(b.apiKey, again.apiKey);
    assertEquals(b.website, again.website);
    assertEquals(b.eventId, again.eventId);
    assertEquals(b.pageViewId, again.pageViewId);
    assertEquals(b.state, again.state);
    assertEquals(b.engagement, again.engagement);
    assertEquals(b.url, again.url);
    assertEquals(b.title, again.title);
    assertEquals(b.referrer, again.referrer);
    assertEquals(b.timestamp, again.timestamp);
    assertEquals(b.userAgent, again.userAgent);
    assertEquals(b.screenResolution, again.screenResolution);
    assertEquals(b.language, again.language);
    assertEquals(b.timezone, again.timezone);
    assertEquals(b.identity, again.identity);
    if (details != null && details.length() > 2) {
      assertNotNull(again.detailsJson);
      assertEquals(STRICT.readTree(details), STRICT.readTree(again.detailsJson));
    }
  }
}
