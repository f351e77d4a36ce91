package dev.tippen.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 under load: whatever was answered 200 is there after the restart, nothing is there that
/// was never sent, nothing is there twice although what had no answer is sent again, and all
/// counters agree with the records. The same check on a server that answers too early must fail, or
/// it proves nothing. A kill leaves the kernel's memory alone: what a power cut takes is in
/// [PowerCutTest].
///
/// `-Dkill.rounds=N`, `-Dseed=N` for the moments of the kills.
class KillTest {
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 25);

  /// The same files over so many kills, then new ones, so that a long run does not grow for ever.
  private static final int ROUNDS_OF_A_FOLDER = 25;

  private static final int ACKNOWLEDGED_MIN = 1_000;
  private static final int CONNECTIONS = 24;
  private static final int MAX_SECONDS = 60;

  @TempDir Path folder;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void whatWasAcknowledgedSurvivesEveryKill() throws Exception {
    long acknowledged = 0;
    long sent = 0;
    for (int round = 0; round < ROUNDS; ) {
      Path data = folder.resolve("data" + round);
      Memory memory = new Memory();
      int last = Math.min(ROUNDS, round + ROUNDS_OF_A_FOLDER);
      while (round < last) {
        loadAndEnd(serve(data), memory, ServerProcess::kill);
        assertRight(data, memory, "round " + ++round + ", seed " + seed);
      }
      acknowledged += memory.acknowledged.size();
      sent += memory.sent.size();
    }
    System.out.printf(
        "%d kills: %d acknowledged, %d sent, none lost%n", ROUNDS, acknowledged, sent);
  }

  @Test
  void aServerThatAnswersBeforeTheCommitIsCaught() throws Exception {
    Path data = folder.resolve("data");
    Memory memory = new Memory();
    int lost = 0;
    for (int round = 1; round <= 5 && lost == 0; round++) {
      ServerProcess early =
          new ServerProcess(
              folder, "dev.tippen.crash.EarlyAnswerServer", Map.of(), List.of(data.toString()));
      loadAndEnd(early, memory, ServerProcess::kill);
      lost = Stored.read(data).missing(memory.acknowledged).size();
    }
    assertTrue(lost > 0, "the planted fault was not noticed, seed " + seed);
  }

  /// An orderly stop under load: what is under way is answered or refused, and nothing is lost.
  @Test
  void aServerThatIsAskedToStopEndsCleanly() throws Exception {
    Path data = folder.resolve("data");
    Memory memory = new Memory();
    int code = loadAndEnd(serve(data), memory, ServerProcess::stop);
    assertEquals(0, code);
    assertRight(data, memory, "after a stop");
    assertEquals(Set.of(), memory.wrongAnswers);
  }

  private ServerProcess serve(Path data) throws Exception {
    return ServerProcess.serve(folder, data, Map.of());
  }

  private interface End {
    void of(ServerProcess server);
  }

  /// @return the server's exit code
  private int loadAndEnd(ServerProcess started, Memory memory, End end) throws Exception {
    try (ServerProcess server = started) {
      Load load =
          Load.start(server.port(), CONNECTIONS, Integer.MAX_VALUE, memory.unanswered(), memory);
      int wanted = ACKNOWLEDGED_MIN + random.nextInt(2_000);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
      while (load.acknowledged() < wanted && System.nanoTime() < deadline) Thread.sleep(1);
      assertTrue(load.acknowledged() >= wanted, "too slow: " + load.acknowledged());
      end.of(server);
      load.join(MAX_SECONDS);
      return server.awaitExit(MAX_SECONDS);
    }
  }

  private static void assertRight(Path data, Memory memory, String where) throws Exception {
    assertTrue(Files.exists(data), where);
    Stored stored = Stored.read(data);
    assertEquals(Set.of(), stored.missing(memory.acknowledged), "acknowledged and lost, " + where);
    assertEquals(Set.of(), stored.unknown(memory.sent), "stored but never sent, " + where);
    assertEquals(List.of(), stored.contradictions(), where);
  }
}
