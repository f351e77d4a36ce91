package dev.tippen.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.support.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many connections at once neither lose nor double anything.
class ManyAtOnceTest {
  @TempDir Path data;

  @Test
  void twoThousandPageViewsOfOneNewVisitorAreOneRow() throws Exception {
    try (TestServer server = TestServer.demo(data)) {
      assertEquals(2_000, ManyVisitors.send(server, 2_000, i -> "visitor_one"));
      JsonNode rows = rows(server);
      assertEquals(1, rows.size());
      assertEquals(2_000, rows.get(0).get("page_views").asInt());
    }
  }

  @Test
  void aThousandVisitorsWithTwoPageViewsEachAreAThousandRows() throws Exception {
    try (TestServer server = TestServer.demo(data)) {
      assertEquals(2_000, ManyVisitors.send(server, 2_000, i -> "visitor_" + i % 1_000));
      JsonNode rows = rows(server);
      assertEquals(1_000, rows.size());
      for (JsonNode row : rows) assertEquals(2, row.get("page_views").asInt());
    }
  }

  private static JsonNode rows(TestServer server) throws Exception {
    return TestServer.json(server.get("/api/visitors?limit=1000&apiKey=" + TestServer.KEY))
        .get("visitors");
  }
}
