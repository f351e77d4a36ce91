package dev.tippen.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tippen.event.ApiKey;
import dev.tippen.store.KeyStore;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import dev.tippen.store.sqlite.SqliteKeyStore;
import dev.tippen.support.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What reports refuse, and that nobody sees another site's visitors in them.
class ReportsJourneyTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path data;

  private TestServer server() throws Exception {
    return TestServer.of(TestServer.config(data, true, Map.of("history.moveEveryMs", "50")));
  }

  private static ObjectNode form(String key) {
    return JSON.createObjectNode().put("apiKey", key).put("range", "7d");
  }

  private static void steps(ObjectNode form, String name, int count, String dimension) {
    ArrayNode all = form.putArray(name);
    for (int i = 0; i < count; i++) {
      ObjectNode one = all.addObject().put("dimension", dimension).put("is", "/" + i);
      if (name.equals("goals")) one.put("name", "n" + i);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "goals, goals, 0, page, goals must be a list of 1 to 20",
    "goals, goals, 21, page, goals must be a list of 1 to 20",
    "goals, goals, 2, country, must be a page or an event",
    "funnel, steps, 1, page, steps must be 2 to 8",
    "funnel, steps, 9, page, steps must be a list of 2 to 8",
    "funnel, steps, 3, channel, must be a page or an event",
  })
  void formsThatAskForTooLittleOrTooMuchAreRefused(
      String report, String field, int count, String dimension, String sentence) throws Exception {
    try (TestServer server = server()) {
      ObjectNode form = form(TestServer.KEY);
      steps(form, field, count, dimension);
      HttpResponse<String> answer = server.post("/api/v1/reports/" + report, form.toString());
      assertEquals(400, answer.statusCode(), answer.body());
      assertTrue(answer.body().contains(sentence), answer.body());
      assertTrue(answer.body().contains("query_invalid"), answer.body());
    }
  }

  @Test
  void otherMistakesNameTheirField() throws Exception {
    try (TestServer server = server()) {
      refused(server, "retention", form(TestServer.KEY).put("per", "visit"), "per");
      refused(server, "retention", form(TestServer.KEY).put("range", "century"), "range");
      refused(server, "journeys", form(TestServer.KEY).put("steps", "x"), "steps");
      ObjectNode filtered = form(TestServer.KEY);
      filtered.putArray("filters").addObject().put("dimension", "page").put("is", "/");
      refused(server, "journeys", filtered, "filters of a report");
    }
  }

  private static void refused(TestServer server, String report, ObjectNode form, String named)
      throws Exception {
    HttpResponse<String> answer = server.post("/api/v1/reports/" + report, form.toString());
    assertEquals(400, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains(named), answer.body());
  }

  @Test
  void nobodySeesAnotherSite() throws Exception {
    try (TestServer server = server()) {
      key("open_site", true);
      key("closed_site", false);
      ObjectNode event = JSON.createObjectNode().put("event", "pageview");
      event.putObject("visitor").put("visitorId", "ada").put("url", "https://acme.example/secret");
      long end = System.nanoTime() + 60_000_000_000L;
      while (server
              .post("/track/visitor", event.toString(), "X-Tippen-API-Key", "closed_site")
              .statusCode()
          != 200) {
        assertTrue(System.nanoTime() < end, "the new key never became known");
        Thread.sleep(50);
      }
      for (String path :
          List.of(
              "/api/v1/export?range=7d&apiKey=",
              "/api/v1/export?range=7d&format=parquet&apiKey=",
              "/api/v1/visitors/ada/visits?apiKey=",
              "/api/v1/visitors/ada/events?apiKey=",
              "/api/v1/companies/1/visits?apiKey=",
              "/api/v1/panels/pages?range=7d&apiKey=",
              "/api/v1/stats/visitors?apiKey=")) {
        int status = server.get(path + "closed_site").statusCode();
        assertTrue(status == 401 || status == 403, path + " answers " + status);
        HttpResponse<String> other = server.get(path + "open_site");
        assertEquals(200, other.statusCode(), other.body());
        assertFalse(other.body().contains("secret") || other.body().contains("ada"), other.body());
      }
      for (String report : List.of("goals", "funnel", "retention", "journeys")) {
        int status =
            server.post("/api/v1/reports/" + report, form("closed_site").toString()).statusCode();
        assertTrue(status == 401 || status == 403, report + " answers " + status);
      }
    }
  }

  private void key(String text, boolean openRead) {
    new SqliteKeyStore(new DirectAccess(Database.openExisting(data)))
        .create(
            new KeyStore.NewKey(
                text, ApiKey.Type.CLIENT, "C", null, null, List.of(), openRead, null, null));
  }
}
