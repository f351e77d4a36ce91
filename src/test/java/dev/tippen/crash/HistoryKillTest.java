package dev.tippen.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.history.HistoryContents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 while the mover is at work all the time, and the log forgets as fast as it may: each
/// acknowledged event is in the history or in the log, never in both counts, never in none.
///
/// `-Dhistory.kills=N`, `-Dseed=N` for the moments of the kills.
class HistoryKillTest {
  private static final int ROUNDS = Integer.getInteger("history.kills", 10);
  private static final int CONNECTIONS = 16;
  private static final int MAX_SECONDS = 60;

  @TempDir Path folder;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void eachAcknowledgedEventIsThereOnceAfterEveryKill() throws Exception {
    Path data = folder.resolve("data");
    Memory memory = new Memory();
    long forgotten = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      loadAndKill(data, memory);
      BothFiles both = BothFiles.read(data, memory.acknowledged, memory.sent);
      assertEquals(List.of(), both.contradictions(), "round " + round + ", seed " + seed);
      forgotten = both.forgotten();
    }
    HistoryContents history = HistoryContents.read(data);
    System.out.printf(
        "%d kills: %d acknowledged, %d in the history, %d forgotten by the log%n",
        ROUNDS, memory.acknowledged.size(), history.events(), forgotten);
    assertTrue(history.events() > 0, "the mover never moved anything");
    assertTrue(forgotten > 0, "the log never forgot anything");
    HistoryContents.lose(data);
    assertFalse(
        HistoryContents.read(data).contradictions().isEmpty(), "a lost event was not noticed");
  }

  private void loadAndKill(Path data, Memory memory) throws Exception {
    Map<String, String> eager =
        Map.of(
            "TIPPEN_HISTORY_ENGINE", "duckdb",
            "TIPPEN_HISTORY_MOVE_EVERY_MS", "10",
            "TIPPEN_HISTORY_LOG_KEPT_MINUTES", "0",
            "TIPPEN_HISTORY_CHECKPOINT_EVERY_SECONDS", "1",
            "TIPPEN_HISTORY_ARRANGE_EVENTS", "300");
    try (ServerProcess server = ServerProcess.serve(folder, data, eager)) {
      Load load =
          Load.start(server.port(), CONNECTIONS, Integer.MAX_VALUE, memory.unanswered(), memory);
      int wanted = 500 + random.nextInt(2_000);
      long began = System.nanoTime();
      long least = TimeUnit.MILLISECONDS.toNanos(1_500 + random.nextInt(1_500));
      while (load.acknowledged() < wanted || System.nanoTime() - began < least) {
        assertTrue(
            System.nanoTime() - began < TimeUnit.SECONDS.toNanos(MAX_SECONDS),
            "too slow: " + load.acknowledged());
        Thread.sleep(1);
      }
      server.kill();
      load.join(MAX_SECONDS);
      server.awaitExit(MAX_SECONDS);
    }
  }
}
