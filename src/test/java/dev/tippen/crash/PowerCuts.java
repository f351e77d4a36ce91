package dev.tippen.crash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tippen.crash.Journal.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Cuts the power at many places of a journal, starts on what is left, and compares it with what
/// the clients were told.
final class PowerCuts {
  static final String DATABASE = "data/tippen.db";
  static final String LOG = "data/tippen.db-wal";
  static final String CLIENTS = "clients";

  private final Journal journal;
  private final long seed;
  private final Predicate<String> syncsCount;
  private final Check check;

  /// Starts on what a cut has left behind.
  @FunctionalInterface
  interface Check {
    /// @return how many acknowledged events are missing
    int of(Path data, Set<Sent> acknowledged, Set<Sent> sent, Consumer<String> wrong)
        throws Exception;
  }

  /// @param losing cuts after which an acknowledged event was missing
  /// @param lost acknowledged events that were missing, over all cuts
  /// @param acknowledged events that had been acknowledged, over all cuts
  /// @param wrong what else was not right, a sentence each
  record Outcome(int cuts, int losing, long lost, long acknowledged, List<String> wrong) {
    Outcome and(Outcome other) {
      List<String> both = new ArrayList<>(wrong);
      both.addAll(other.wrong);
      return new Outcome(
          cuts + other.cuts,
          losing + other.losing,
          lost + other.lost,
          acknowledged + other.acknowledged,
          both);
    }

    @Override
    public String toString() {
      return "%d cuts: %d lost acknowledged events (%d of %d over all cuts), %d otherwise wrong"
          .formatted(cuts, losing, lost, acknowledged, wrong.size());
    }
  }

  /// Cuts after which the log of events is looked at.
  ///
  /// @param syncsCount names of files whose syncs are believed
  PowerCuts(Journal journal, long seed, Predicate<String> syncsCount) {
    this(journal, seed, syncsCount, PowerCuts::log);
  }

  PowerCuts(Journal journal, long seed, Predicate<String> syncsCount, Check check) {
    this.check = check;
    this.journal = journal;
    this.seed = seed;
    this.syncsCount = syncsCount;
  }

  Outcome cut(int cuts) throws Exception {
    return cut(places(cuts));
  }

  /// Cuts right after some of these operations, where it hurts most.
  Outcome cutAfter(Predicate<Operation> which, int cuts) throws Exception {
    List<Operation> operations = journal.operations();
    int[] candidates =
        IntStream.range(0, operations.size())
            .filter(i -> which.test(operations.get(i)))
            .map(i -> i + 1)
            .toArray();
    SplittableRandom random = new SplittableRandom(seed);
    int[] places = new int[cuts];
    for (int i = 0; i < cuts; i++) places[i] = candidates[random.nextInt(candidates.length)];
    java.util.Arrays.sort(places);
    return cut(places);
  }

  private Outcome cut(int[] places) throws Exception {
    int threads = Math.min(4, Runtime.getRuntime().availableProcessors());
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Outcome>> parts = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int first = t;
        parts.add(pool.submit(() -> new Worker().run(places, first, threads)));
      }
      Outcome all = new Outcome(0, 0, 0, 0, List.of());
      for (Future<Outcome> part : parts) all = all.and(part.get());
      return all;
    }
  }

  /// Every tenth before the first acknowledgement, where the tables are made; in order.
  private int[] places(int cuts) {
    List<Operation> operations = journal.operations();
    int served = 0;
    while (served < operations.size() && !operations.get(served).name().equals(CLIENTS)) served++;
    int[] places = new int[cuts];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < cuts; i++) {
      places[i] =
          i % 10 == 0 && served > 0
              ? random.nextInt(served)
              : served + random.nextInt(operations.size() - served + 1);
    }
    java.util.Arrays.sort(places);
    return places;
  }

  private final class Worker {
    private final Set<Sent> sent = new HashSet<>();
    private final Set<Sent> acknowledged = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();

    Outcome run(int[] places, int first, int step) throws IOException {
      CutDisk disk = new CutDisk(journal, seed, syncsCount, this::clientWrote);
      int losing = 0;
      long lost = 0;
      long told = 0;
      int cuts = 0;
      Path folder = scratch();
      try {
        for (int i = first; i < places.length; i += step, cuts++) {
          disk.advance(places[i]);
          empty(folder);
          disk.cut(folder, name -> !name.equals(CLIENTS));
          int missing = check(folder, places[i]);
          if (missing > 0) losing++;
          lost += missing;
          told += acknowledged.size();
        }
      } finally {
        empty(folder);
        Files.delete(folder);
      }
      return new Outcome(cuts, losing, lost, told, wrong);
    }

    private void clientWrote(Operation o) {
      if (!o.name().equals(CLIENTS)) return;
      String[] words = journal.text(o).strip().split(" ");
      Sent event = new Sent(words[1], words[2]);
      (words[0].equals("sent") ? sent : acknowledged).add(event);
    }

    /// @return how many acknowledged events are missing
    private int check(Path folder, int place) {
      try {
        return check.of(
            folder, acknowledged, sent, sentence -> wrong.add("cut " + place + ": " + sentence));
      } catch (Exception e) {
        wrong.add("cut " + place + ": " + e);
        return acknowledged.size();
      }
    }
  }

  /// What the journal builds, to the last byte, is what the server left behind: nothing was missed.
  ///
  /// @param names of the files that are compared, below the data folder
  static void assertWhole(Journal journal, Path data, String names) throws IOException {
    Path rebuilt = scratch();
    CutDisk replay = new CutDisk(journal, 0, f -> true, o -> {});
    replay.advance(journal.operations().size());
    replay.noCut(rebuilt, name -> !name.equals(CLIENTS));
    Set<String> expected = files(data, names);
    assertEquals(expected, files(rebuilt, names), "files");
    for (String file : expected) {
      assertArrayEquals(
          Files.readAllBytes(data.resolve(file)), Files.readAllBytes(rebuilt.resolve(file)), file);
    }
    empty(rebuilt);
    Files.delete(rebuilt);
  }

  private static Set<String> files(Path folder, String names) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(f -> folder.relativize(f).toString())
          .filter(f -> f.matches(names))
          .collect(Collectors.toSet());
    }
  }

  private static int log(Path data, Set<Sent> acknowledged, Set<Sent> sent, Consumer<String> wrong)
      throws Exception {
    Stored stored = Restart.of(data, acknowledged);
    stored.contradictions().forEach(wrong);
    Set<Sent> unknown = stored.unknown(sent);
    if (!unknown.isEmpty()) wrong.accept("never sent " + unknown);
    return stored.missing(acknowledged).size();
  }

  /// In memory where that is possible: what is on this disk need not survive anything.
  static Path scratch() throws IOException {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory)
        ? Files.createTempDirectory(memory, "tippen-cut")
        : Files.createTempDirectory("tippen-cut");
  }

  static void empty(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder)) Files.delete(file);
      }
    }
  }
}
