package dev.tippen.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.bench.report.Line;
import dev.tippen.bench.report.Mode;
import dev.tippen.bench.server.Checkout;
import dev.tippen.bench.server.Counts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A very small benchmark of the real server.
class SessionTest {
  private static final int STORED = 20;

  @Test
  void everyLoadIsMeasuredAndEveryAcknowledgedEventIsFound() throws Exception {
    Path root = Path.of("..").toRealPath();
    IngestOptions options =
        new IngestOptions(
            List.of(4),
            List.of(Mode.NEW),
            List.of(STORED),
            1,
            1,
            1,
            0,
            1,
            root.resolve("bench/target"));
    try (Session session = Session.open(new Checkout(root), options, STORED)) {
      Line line = session.closedLoop(Mode.NEW, 4);
      assertTrue(line.rate() > 0 && line.noopRate() > 0 && line.p99Ms() > 0, line.toString());
      assertEquals(Map.of(), line.errors());
      assertTrue(session.dashboardMessages() > 0);
      assertTrue(session.serverCommand().contains("serve"), session.serverCommand().toString());
      Counts counts = session.verify();
      assertTrue(counts.visitors() > STORED, counts.toString());
      assertEquals(counts.pageViews(), counts.visitors(), "each new visitor came once");
    }
  }
}
