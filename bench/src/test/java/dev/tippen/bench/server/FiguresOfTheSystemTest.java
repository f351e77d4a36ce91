package dev.tippen.bench.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What is read from /proc, from `/metrics` and from a command line.
class FiguresOfTheSystemTest {
  @Test
  void memoryOfAProcessInMegabytes() {
    String status = "Name:\tjava\nVmHWM:\t  250000 kB\nVmRSS:\t  125000 kB\n";
    assertEquals(128.0, ProcessFigures.megabytes(status, "VmRSS:"));
    assertEquals(256.0, ProcessFigures.megabytes(status, "VmHWM:"));
    assertTrue(Double.isNaN(ProcessFigures.megabytes("", "VmRSS:")));
  }

  @Test
  void theProcessorsTimeBetweenTwoMoments() {
    MachineCpu before = MachineCpu.parse("cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 1 2 3\n");
    MachineCpu after = MachineCpu.parse("cpu  200 0 200 950 50 0 0 100 77 0\n");
    assertEquals(0.2, after.stolenSince(before));
    assertEquals(2.0, after.busySecondsSince(before));
    MachineCpu unknown = MachineCpu.parse("");
    assertTrue(Double.isNaN(unknown.stolenSince(unknown)));
    assertTrue(Double.isNaN(unknown.busySecondsSince(unknown)));
  }

  @Test
  void seriesAreSummedOverTheirLabels() {
    Metrics metrics =
        Metrics.parse(
            """
            # HELP tippen_commit_batches_total Commits.
            # TYPE tippen_commit_batches_total counter
            tippen_commit_batches_total 12
            tippen_refused_total{reason="a {b} c"} 3 1790000000000
            tippen_refused_total{reason="d"} 4.5
            tippen_wait_seconds_bucket{le="+Inf"} 9

            """);
    assertEquals(12, metrics.of("tippen_commit_batches_total"));
    assertEquals(7.5, metrics.of("tippen_refused_total"));
    assertTrue(Double.isNaN(metrics.of("tippen_store_syncs_total")));
    Metrics later = new Metrics(Map.of("tippen_commit_batches_total", 20.0));
    assertEquals(8, later.since(metrics, "tippen_commit_batches_total"));
    assertTrue(Double.isNaN(later.since(metrics, "tippen_refused_total")));
  }

  @Test
  void aServerSeesOnlyVariablesThatChangeNoSetting() {
    Map<String, String> environment =
        new TreeMap<>(
            Map.of("PATH", "/bin", "TIPPEN_PORT", "1", "TIPPEN_HEAP", "1g", "TIPPEN_CONFIG", "x"));
    Checkout.settle(environment);
    assertEquals(
        Map.of("PATH", "/bin", "TIPPEN_HEAP", "1g", "TIPPEN_RATE_LIMITS", "off"), environment);
  }

  @Test
  void aStartIsRepeatedWithAnotherPortAndFolder() {
    List<String> command = List.of("java", "-jar", "t.jar", "--port", "0", "--data", "a", "--demo");
    assertEquals(
        List.of("java", "-jar", "t.jar", "--port", "9", "--data", "b", "--demo"),
        StartUp.with(command, 9, "b"));
  }
}
