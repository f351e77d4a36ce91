package dev.tippen.journey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.support.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many events in one request, compressed bodies, and pages without script, over real HTTP.
class BulkTest {
  private static final String KEY_HEADER = "X-Tippen-API-Key";

  @TempDir static Path data;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.demo(data);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void eachEventOfABatchHasItsOwnOutcome() throws Exception {
    String events =
        String.join(
            ",",
            event("bulk_1", "a-1"),
            "{\"visitor\":{}}",
            event("bulk_1", "a-2"),
            "17",
            event("bulk_1", "a-1"),
            event("bulk_1", null).replace("pageview", "x".repeat(65)),
            event("bulk_2", "b-1").replace("}}", ",\"userAgent\":\"AhrefsBot/7.0\"}}"));
    HttpResponse<String> answer = server.post("/track/batch", batch(events));
    assertEquals(200, answer.statusCode(), answer.body());
    JsonNode results = TestServer.json(answer).get("results");
    assertEquals(
        List.of("200", "400", "200", "400", "200", "400", "200"), texts(results, "status"));
    assertEquals(
        List.of("", "visitor_required", "", "body_malformed", "", "field_too_long", ""),
        texts(results, "code"));
    assertEquals(List.of("a-1", "", "a-2", "", "a-1", "", "b-1"), texts(results, "eventId"));
    assertEquals("robot", results.get(6).get("dropped").asText());
    assertEquals(2, pageViews("bulk_1"));
    assertEquals(0, pageViews("bulk_2"), "a robot has no row");
  }

  @Test
  void aBatchHoldsAtMostFiveHundredEventsAndAMebibyte() throws Exception {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 501; i++) many.add(event("bulk_many", "m-" + i));
    HttpResponse<String> tooMany = server.post("/track/batch", batch(String.join(",", many)));
    assertEquals(400, tooMany.statusCode());
    assertEquals("batch_too_long", TestServer.json(tooMany).get("code").asText());
    assertEquals(0, pageViews("bulk_many"), "all or nothing");
    HttpResponse<String> fits =
        server.post("/track/batch", batch(String.join(",", many.subList(0, 500))));
    assertEquals(500, TestServer.json(fits).get("results").size());
    assertEquals(500, pageViews("bulk_many"));
    String large = batch(event("x", null).replace("/x", "/" + "x".repeat(1_048_576)));
    assertEquals(413, server.post("/track/batch", large).statusCode());
    String largeEvent = event("x", null).replace("/x", "/" + "x".repeat(65_536));
    JsonNode results =
        TestServer.json(server.post("/track/batch", batch(event("x", null) + "," + largeEvent)))
            .get("results");
    assertEquals(List.of("200", "413"), texts(results, "status"));
  }

  @Test
  void whatIsNoBatchIsRefusedAsAWhole() throws Exception {
    for (String body :
        List.of("", "[]", "{}", "{\"events\":{}}", "{\"events\":[", "{\"events\":[{]}", "null")) {
      HttpResponse<String> answer = server.post("/track/batch", body, KEY_HEADER, TestServer.KEY);
      assertEquals(400, answer.statusCode(), body);
      assertTrue(TestServer.json(answer).has("code"), body);
    }
    HttpResponse<String> empty =
        server.post("/track/batch", "{\"events\":[]}", KEY_HEADER, TestServer.KEY);
    assertEquals("{\"results\":[]}", empty.body());
    HttpResponse<String> unknown =
        server.post("/track/batch", batch(event("x", null)), KEY_HEADER, "test_unknown");
    assertEquals(401, unknown.statusCode(), "one reason for all events is the batch's answer");
  }

  @Test
  void compressedBodiesAreInflatedWithinTheSameLimits() throws Exception {
    assertEquals(
        200, gzip("/track/visitor", TestServer.event("pageview", "gz", "https://a.example/")));
    assertEquals(1, pageViews("gz"));
    assertEquals(200, gzip("/track/batch", batch(event("gz", "z-1") + "," + event("gz", "z-2"))));
    assertEquals(3, pageViews("gz"));
    assertEquals(413, gzip("/track/visitor", "{\"a\":\"" + "0".repeat(70_000) + "\"}"));
    assertEquals(413, gzip("/track/batch", "{\"a\":\"" + "0".repeat(100_000_000) + "\"}"));
    HttpResponse<String> garbage =
        server.post("/track/visitor", "no gzip", "Content-Encoding", "gzip");
    assertEquals(400, garbage.statusCode());
    HttpResponse<String> brotli = server.post("/track/visitor", "{}", "Content-Encoding", "br");
    assertEquals(415, brotli.statusCode());
  }

  @Test
  void aPixelCountsAPageWithoutScript() throws Exception {
    HttpResponse<byte[]> pixel =
        pixel(
            "visitorId=pixel_1&url=https%3A%2F%2Fa.example%2Fnews",
            "Mozilla/5.0 (X11; Linux) Firefox/1");
    assertEquals(200, pixel.statusCode());
    assertEquals("image/gif", pixel.headers().firstValue("content-type").orElseThrow());
    assertEquals("no-store", pixel.headers().firstValue("cache-control").orElseThrow());
    assertEquals(43, pixel.body().length);
    assertArrayEquals("GIF89a".getBytes(StandardCharsets.US_ASCII), Arrays.copyOf(pixel.body(), 6));
    assertTrue(pixel.headers().firstValue("x-tippen-dropped").isEmpty());
    assertEquals(1, pageViews("pixel_1"));
    JsonNode row = row("pixel_1");
    assertEquals("a.example", row.get("website").asText());
    assertEquals("Linux - Firefox", row.get("last_role").asText());
  }

  @Test
  void aPixelWithoutAVisitorIsOneVisitorADayForEachBrowser() throws Exception {
    int before = rows().size();
    for (int i = 0; i < 3; i++)
      pixel("url=https%3A%2F%2Fb.example%2F" + i, "Mozilla/5.0 (Mac) Chrome/1");
    pixel("url=https%3A%2F%2Fb.example%2F", "Mozilla/5.0 (Windows NT) Chrome/1");
    JsonNode after = rows();
    assertEquals(before + 2, after.size());
    List<String> ids = new ArrayList<>();
    for (JsonNode row : after) {
      if (row.get("website").asText().equals("b.example")) ids.add(row.get("visitor_id").asText());
    }
    assertEquals(2, ids.size());
    assertTrue(ids.get(0).matches("cookieless_[A-Za-z0-9_-]{22}"), ids.toString());
    assertNotEquals(ids.get(0), ids.get(1));
  }

  @Test
  void aPixelIsAnImageWhateverHappens() throws Exception {
    HttpResponse<byte[]> robot = pixel("visitorId=pixel_2", "Googlebot/2.1");
    assertEquals("robot", robot.headers().firstValue("x-tippen-dropped").orElseThrow());
    assertEquals(43, robot.body().length);
    HttpResponse<byte[]> unknown =
        server
            .http()
            .send(
                server.to("/track/pixel.gif?apiKey=test_unknown&visitorId=x").GET().build(),
                BodyHandlers.ofByteArray());
    assertEquals(200, unknown.statusCode());
    assertEquals("api_key_unknown", unknown.headers().firstValue("x-tippen-dropped").orElseThrow());
    assertEquals(43, unknown.body().length);
    assertEquals(405, server.post("/track/pixel.gif", "").statusCode());
  }

  private static HttpResponse<byte[]> pixel(String query, String userAgent) throws Exception {
    return server
        .http()
        .send(
            server
                .to("/track/pixel.gif?apiKey=" + TestServer.KEY + "&" + query)
                .header("User-Agent", userAgent)
                .GET()
                .build(),
            BodyHandlers.ofByteArray());
  }

  private static int gzip(String path, String body) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gz = new GZIPOutputStream(out)) {
      gz.write(body.getBytes(StandardCharsets.UTF_8));
    }
    return server
        .send(
            server
                .to(path)
                .header("Content-Encoding", "gzip")
                .header(KEY_HEADER, TestServer.KEY)
                .POST(BodyPublishers.ofByteArray(out.toByteArray())))
        .statusCode();
  }

  private static String batch(String events) {
    return "{\"apiKey\":\"" + TestServer.KEY + "\",\"events\":[" + events + "]}";
  }

  private static String event(String visitorId, @org.jspecify.annotations.Nullable String eventId) {
    return "{\"event\":\"pageview\","
        + (eventId == null ? "" : "\"eventId\":\"" + eventId + "\",")
        + "\"visitor\":{\"visitorId\":\""
        + visitorId
        + "\",\"url\":\"https://bulk.example/x\"}}";
  }

  private static List<String> texts(JsonNode results, String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode r : results) texts.add(r.path(field).asText());
    return texts;
  }

  private static JsonNode rows() throws IOException, InterruptedException {
    return TestServer.json(server.get("/api/visitors?limit=1000&apiKey=" + TestServer.KEY))
        .get("visitors");
  }

  private static JsonNode row(String visitorId) throws IOException, InterruptedException {
    for (JsonNode row : rows()) {
      if (row.get("visitor_id").asText().equals(visitorId)) return row;
    }
    throw new AssertionError("no row of " + visitorId);
  }

  private static int pageViews(String visitorId) throws IOException, InterruptedException {
    for (JsonNode row : rows()) {
      if (row.get("visitor_id").asText().equals(visitorId)) return row.get("page_views").asInt();
    }
    return 0;
  }
}
