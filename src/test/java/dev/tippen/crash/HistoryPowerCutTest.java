package dev.tippen.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.crash.Journal.Operation;
import dev.tippen.crash.PowerCuts.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The power is cut while events go from the log into the history and the log forgets them: after
/// the restart each acknowledged event is in one of the two files, once. As in [PowerCutTest] the
/// cuts are made in a journal of what the real server did to both files.
///
/// `-Dhistorycut.cuts=N`, `-Dpowercut.seed=N`.
class HistoryPowerCutTest {
  private static final int CUTS = Integer.getInteger("historycut.cuts", 60);
  private static final int CONTROL_CUTS = 40;
  private static final int EVENTS = 5_000;
  private static final Map<String, String> EAGER =
      Map.of(
          "TIPPEN_HISTORY_ENGINE", "duckdb",
          "TIPPEN_HISTORY_MOVE_EVERY_MS", "10",
          "TIPPEN_HISTORY_LOG_KEPT_MINUTES", "0",
          "TIPPEN_HISTORY_CHECKPOINT_EVERY_SECONDS", "1",
          "TIPPEN_HISTORY_ARRANGE_EVENTS", "500");

  @TempDir Path folder;

  private final long seed = Long.getLong("powercut.seed", System.nanoTime() % 1_000_000_000);
  private final AtomicLong forgotten = new AtomicLong();

  @Test
  void eachAcknowledgedEventIsInOneOfTheTwoFiles() throws Exception {
    Journal journal = journal();
    System.out.println("power cuts of log and history: journal " + journal.summary());
    Outcome outcome = new PowerCuts(journal, seed, f -> true, this::check).cut(CUTS);
    System.out.printf(
        "power cuts of log and history: %s, at most %d forgotten by the log, seed %d%n",
        outcome, forgotten.get(), seed);
    assertEquals(List.of(), outcome.wrong(), "seed " + seed);
    assertEquals(0, outcome.losing(), "seed " + seed);
    assertTrue(forgotten.get() > 100, "the log forgot only " + forgotten.get());

    Outcome checkpoints =
        new PowerCuts(journal, seed, f -> true, this::check)
            .cutAfter(o -> o.name().startsWith("data/history/history.duckdb") && !isLog(o), CUTS);
    System.out.printf(
        "power cuts of log and history: amid checkpoints %s, seed %d%n", checkpoints, seed);
    assertEquals(List.of(), checkpoints.wrong(), "seed " + seed);
    assertEquals(0, checkpoints.losing(), "seed " + seed);

    Outcome control =
        new PowerCuts(journal, seed, f -> !f.startsWith("data/history/"), this::check)
            .cut(CONTROL_CUTS);
    System.out.printf(
        "power cuts of log and history: control, syncs of the history left out: %s, seed %d%n",
        control, seed);
    assertTrue(
        control.losing() > 0 || !control.wrong().isEmpty(), "the missing syncs were not noticed");
  }

  private static boolean isLog(Operation o) {
    return o.name().endsWith(".wal");
  }

  private Journal journal() throws Exception {
    DiskLibrary disk = DiskLibrary.build(Files.createDirectories(folder.resolve("run")));
    Map<String, String> environment = new HashMap<>(disk.journalled());
    environment.putAll(EAGER);
    // The second finds a log whose ids are on disk already: it may forget from the beginning.
    for (int life = 0; life < 2; life++) serve(disk, environment);
    Journal journal = Journal.read(disk.journal());
    PowerCuts.assertWhole(journal, disk.data(), "history/.*");
    return journal;
  }

  private static void serve(DiskLibrary disk, Map<String, String> environment) throws Exception {
    Path run = disk.journal().getParent();
    try (ServerProcess server = ServerProcess.serve(run, disk.data(), environment);
        ServerProcess client = LoadClient.start(disk, server, EVENTS, 0)) {
      assertEquals(0, client.awaitExit(180), client::log);
      server.stop();
      assertEquals(0, server.awaitExit(60), server::log);
    }
  }

  private int check(Path data, Set<Sent> acknowledged, Set<Sent> sent, Consumer<String> wrong)
      throws Exception {
    BothFiles both = BothFiles.read(data, acknowledged, sent);
    both.contradictions().forEach(wrong);
    forgotten.accumulateAndGet(both.forgotten(), Math::max);
    return (int) both.lost();
  }
}
