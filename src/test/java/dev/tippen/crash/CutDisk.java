package dev.tippen.crash;

import dev.tippen.crash.Journal.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A disk that loses its power. It follows the journal; at each cut it tells what may lie on the
/// platter:
///
/// - what a later sync of the same file covers is there,
/// - of other writes 40 % are lost and 10 % are torn at the border of a sector,
/// - other truncations and allocations happened with 60 %,
/// - what a failed sync should have covered is on the disk by a coin's toss and is never written
///   again: the kernel believes it clean,
/// - removals and renames are there.
///
/// Moves forward only, so that many cuts in order cost one pass over the journal. Not safe for
/// several threads.
final class CutDisk {
  private static final int SECTOR_BYTES = 512;
  private static final String DATA = "data";

  private final Journal journal;
  private final long seed;
  private final Predicate<String> syncsCount;
  private final Consumer<Operation> onWrite;
  private final Map<String, FileState> files = new TreeMap<>();
  private int next;

  /// What is settled on the disk, and what was done since and no sync has covered.
  private static final class FileState {
    final Contents settled = new Contents();
    final List<Operation> unsettled = new ArrayList<>();
  }

  /// @param seed decides what happens to each write at each cut
  /// @param syncsCount names of files whose syncs are believed; the others' are left out
  /// @param onWrite hears of every write before the cut, durable or not
  CutDisk(Journal journal, long seed, Predicate<String> syncsCount, Consumer<Operation> onWrite) {
    this.journal = journal;
    this.seed = seed;
    this.syncsCount = syncsCount;
    this.onWrite = onWrite;
  }

  /// Goes on to just before this operation.
  void advance(int cut) {
    if (cut < next) throw new IllegalArgumentException("cuts must come in order");
    while (next < cut) follow(journal.operations().get(next++));
  }

  private void follow(Operation o) {
    switch (o.kind()) {
      case Operation.WRITE -> {
        onWrite.accept(o);
        file(o.name()).unsettled.add(o);
      }
      case Operation.TRUNCATE, Operation.ALLOCATE -> file(o.name()).unsettled.add(o);
      case Operation.SYNC -> {
        if (syncsCount.test(o.name())) settle(file(o.name()), o.covered());
      }
      case Operation.FAILED_SYNC -> forget(file(o.name()), o.covered());
      case Operation.UNLINK -> files.remove(o.name());
      case Operation.RENAME -> files.put(journal.text(o), files.remove(o.name()));
      default -> throw new IllegalArgumentException("not a journal: " + o);
    }
  }

  private FileState file(String name) {
    return files.computeIfAbsent(name, n -> new FileState());
  }

  private void settle(FileState file, long covered) {
    int count = 0;
    while (count < file.unsettled.size() && file.unsettled.get(count).at() < covered) {
      file.settled.apply(journal, file.unsettled.get(count++));
    }
    file.unsettled.subList(0, count).clear();
  }

  private void forget(FileState file, long covered) {
    while (!file.unsettled.isEmpty() && file.unsettled.getFirst().at() < covered) {
      Operation o = file.unsettled.removeFirst();
      if (randomFor(o.at()).nextBoolean()) file.settled.apply(journal, o);
    }
  }

  /// Writes what lies on the disk after a power cut here.
  ///
  /// @param folder that stands for the data folder
  /// @param wanted which files
  void cut(Path folder, Predicate<String> wanted) throws IOException {
    SplittableRandom random = randomFor(next);
    write(folder, wanted, (o, contents) -> applyByChance(o, contents, random));
  }

  /// Writes what the processes themselves saw.
  void noCut(Path folder, Predicate<String> wanted) throws IOException {
    write(folder, wanted, (o, contents) -> contents.apply(journal, o));
  }

  private interface Fate {
    void decide(Operation o, Contents contents);
  }

  private void write(Path folder, Predicate<String> wanted, Fate fate) throws IOException {
    Contents contents = new Contents();
    for (Map.Entry<String, FileState> entry : files.entrySet()) {
      if (!wanted.test(entry.getKey())) continue;
      contents.copyOf(entry.getValue().settled);
      for (Operation o : entry.getValue().unsettled) fate.decide(o, contents);
      Path file = folder.resolve(Path.of(DATA).relativize(Path.of(entry.getKey())));
      Files.createDirectories(file.getParent());
      try (var out = Files.newOutputStream(file)) {
        out.write(contents.bytes, 0, contents.length);
      }
    }
  }

  private void applyByChance(Operation o, Contents contents, SplittableRandom random) {
    int percent = random.nextInt(100);
    if (percent < 40) return;
    if (percent < 50 && o.kind() == Operation.WRITE) {
      tear(o, contents, random);
    } else {
      contents.apply(journal, o);
    }
  }

  /// The write before or behind a border between two sectors of the file is there, the rest is not.
  private void tear(Operation o, Contents contents, SplittableRandom random) {
    long border = (o.offset() + random.nextInt(o.dataLength())) / SECTOR_BYTES * SECTOR_BYTES;
    int firstPart = (int) Math.max(0, border - o.offset());
    if (random.nextBoolean()) {
      contents.write(journal, o, 0, firstPart);
    } else {
      contents.write(journal, o, firstPart, o.dataLength() - firstPart);
    }
  }

  /// The same for the same seed and place, whatever was decided before.
  private SplittableRandom randomFor(long place) {
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + place);
  }

  /// Bytes of a file in memory.
  private static final class Contents {
    byte[] bytes = new byte[64 * 1024];
    int length;

    void apply(Journal journal, Operation o) {
      switch (o.kind()) {
        case Operation.WRITE -> write(journal, o, 0, o.dataLength());
        case Operation.TRUNCATE -> resize(Math.toIntExact(o.offset()));
        case Operation.ALLOCATE -> resize(Math.max(length, Math.toIntExact(o.offset())));
        default -> throw new IllegalArgumentException("changes no contents: " + o);
      }
    }

    void write(Journal journal, Operation o, int skip, int count) {
      if (count == 0) return;
      int at = Math.toIntExact(o.offset() + skip);
      if (at + count > length) resize(at + count);
      journal.copy(o, skip, bytes, at, count);
    }

    private void resize(int newLength) {
      if (newLength > bytes.length) bytes = Arrays.copyOf(bytes, 2 * newLength);
      if (newLength > length) Arrays.fill(bytes, length, newLength, (byte) 0);
      length = newLength;
    }

    void copyOf(Contents other) {
      if (bytes.length < other.length) bytes = new byte[2 * other.length];
      System.arraycopy(other.bytes, 0, bytes, 0, other.length);
      length = other.length;
    }
  }
}
