package dev.tippen.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.crash.DiskLibrary.Effect;
import dev.tippen.crash.DiskLibrary.Fault;
import dev.tippen.crash.DiskLibrary.Kind;
import dev.tippen.crash.PowerCuts.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The power is cut at any moment: whatever a client had read a 200 for is there after the restart,
/// the file is sound, and all counters agree with the records. The real server runs under a library
/// that keeps a journal of its writes and syncs, and so does its client, with what it was told; the
/// cuts are made in the journal (see `CutDisk`). What holds this test itself: the same on syncs
/// that were never made must report losses.
///
/// `-Dpowercut.cuts=N` (each 1,000 of them in a run of their own), `-Dpowercut.seed=N`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PowerCutTest {
  private static final int CUTS = Integer.getInteger("powercut.cuts", 200);
  private static final int CUTS_OF_A_RUN = 1_000;
  private static final int CONTROL_CUTS = 40;
  private static final int EVENTS = 2_500;
  private static final int EVENTS_OF_A_CONTROL = 1_000;
  private static final Fault NO_SYNC_OF_THE_LOG =
      new Fault(Kind.SYNC, Effect.SKIP, 1, Fault.FOR_EVER, "tippen.db-wal");

  /// The starts after the cuts run in this process, and each tells what it recovered.
  private static final Logger STORE = Logger.getLogger("dev.tippen.store");

  @TempDir Path folder;

  private final long seed = Long.getLong("powercut.seed", System.nanoTime() % 1_000_000_000);

  @BeforeAll
  static void quiet() {
    STORE.setLevel(Level.WARNING);
  }

  @AfterAll
  static void loud() {
    STORE.setLevel(null);
  }

  @Test
  void whatWasAcknowledgedSurvivesEveryCut() throws Exception {
    Outcome all = new Outcome(0, 0, 0, 0, List.of());
    for (int run = 0; all.cuts() < CUTS; run++) {
      DiskLibrary disk = library("run" + run);
      killAndStop(disk);
      Journal journal = Journal.read(disk.journal());
      PowerCuts.assertWhole(journal, disk.data(), "tippen\\.db(-wal)?");
      int cuts = Math.min(CUTS_OF_A_RUN, CUTS - all.cuts());
      long beganNanos = System.nanoTime();
      all = all.and(new PowerCuts(journal, seed + run, f -> true).cut(cuts));
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNanos);
      report("run " + run + ", " + cuts + " cuts in " + seconds + " s");
      if (run == 0) {
        System.out.println("power cuts: journal " + journal.summary());
        theSameWithoutSyncsOfTheLogLoses(journal);
      }
      assertNoLoss(all);
    }
    report(all.toString());
  }

  /// The same journal, as if the write-ahead log had never been synced.
  private void theSameWithoutSyncsOfTheLogLoses(Journal journal) throws Exception {
    Outcome control =
        new PowerCuts(journal, seed, file -> !file.equals(PowerCuts.LOG)).cut(CONTROL_CUTS);
    report("control, syncs of the log left out of the journal: " + control);
    assertTrue(control.losing() > 0, "the missing syncs were not noticed, seed " + seed);
  }

  @Test
  void aServerWhoseSyncsOfTheLogDoNothingIsCaught() throws Exception {
    DiskLibrary disk = library("unsynced");
    disk.plan(NO_SYNC_OF_THE_LOG);
    run(disk, server(disk), EVENTS_OF_A_CONTROL, true);
    Outcome control =
        new PowerCuts(Journal.read(disk.journal()), seed, f -> true).cut(CONTROL_CUTS);
    report("control, a server that does not sync its log: " + control);
    assertTrue(control.losing() > 0, "the missing syncs were not noticed, seed " + seed);
  }

  @Test
  void aServerThatAnswersBeforeTheCommitIsCaught() throws Exception {
    DiskLibrary disk = library("early");
    ServerProcess early =
        new ServerProcess(
            disk.journal().getParent(),
            "dev.tippen.crash.EarlyAnswerServer",
            disk.journalled(),
            List.of(disk.data().toString()));
    run(disk, early, EVENTS_OF_A_CONTROL, false);
    Outcome control =
        new PowerCuts(Journal.read(disk.journal()), seed, f -> true).cut(CONTROL_CUTS);
    report("control, a server that answers before the commit: " + control);
    assertTrue(control.losing() > 0, "the planted fault was not noticed, seed " + seed);
  }

  /// After a failed sync the kernel shows what it never wrote, and calls it clean. A restart must
  /// not build on that.
  @Test
  void aRestartAfterAFailedSyncDoesNotTrustWhatItSees() throws Exception {
    DiskLibrary disk = library("failed");
    disk.plan(new Fault(Kind.SYNC, Effect.EIO, 30, 1, "tippen.db-wal"));
    try (ServerProcess server = server(disk);
        ServerProcess client = LoadClient.start(disk, server, EVENTS, 0)) {
      assertEquals(70, server.awaitExit(60));
      client.awaitExit(60);
    }
    assertEquals(1, disk.hits().size());
    disk.noMoreFaults();
    run(disk, server(disk), EVENTS_OF_A_CONTROL, true);
    Outcome outcome =
        new PowerCuts(Journal.read(disk.journal()), seed, f -> true).cut(Math.min(100, CUTS));
    report("after a failed sync and a restart: " + outcome);
    assertNoLoss(outcome);
  }

  /// Two lives of a server: one that ends by a kill between two writes, one that is asked to stop.
  private void killAndStop(DiskLibrary disk) throws Exception {
    try (ServerProcess server = server(disk);
        ServerProcess client = LoadClient.start(disk, server, Integer.MAX_VALUE, EVENTS)) {
      client.awaitEnough(120);
      disk.plan(new Fault(Kind.WRITE, Effect.KILL, 1 + seed % 100, 1, "*"));
      server.awaitExit(60);
      client.awaitExit(60);
    }
    disk.noMoreFaults();
    run(disk, server(disk), EVENTS, true);
  }

  private void run(DiskLibrary disk, ServerProcess started, int events, boolean orderly)
      throws Exception {
    try (ServerProcess server = started;
        ServerProcess client = LoadClient.start(disk, server, events, 0)) {
      assertEquals(0, client.awaitExit(120), client::log);
      if (orderly) {
        server.stop();
        assertEquals(0, server.awaitExit(30), server::log);
      }
    }
  }

  private static ServerProcess server(DiskLibrary disk) throws Exception {
    return ServerProcess.serve(
        disk.journal().getParent(),
        disk.data(),
        disk.journalled(),
        "--set",
        "store.walMaxFrames=100");
  }

  private DiskLibrary library(String run) throws Exception {
    return DiskLibrary.build(Files.createDirectories(folder.resolve(run)));
  }

  private void assertNoLoss(Outcome outcome) {
    String where = outcome + ", seed " + seed + ": " + outcome.wrong();
    assertEquals(0, outcome.losing(), where);
    assertEquals(List.of(), outcome.wrong(), where);
  }

  private void report(String line) {
    System.out.println("power cuts: " + line + ", seed " + seed);
  }
}
