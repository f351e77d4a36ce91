package dev.tippen.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tippen.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/// `src/test/c/disk.c`, compiled, and how processes are started with it.
///
/// @param library the shared object
/// @param watched files below this folder are journalled and can fail
record DiskLibrary(Path library, Path watched, Path journal, Path faults) {

  /// @param run a folder for all files of the run; `run/disk` is what is watched
  static DiskLibrary build(Path run) throws IOException, InterruptedException {
    Tools.requireLinux();
    Tools.require("gcc");
    // As the kernel names it: links in the path would hide the files from the library.
    Path folder = run.toRealPath();
    Path library = folder.resolve("disk.so");
    Path log = folder.resolve("gcc.log");
    Process gcc =
        new ProcessBuilder(
                List.of(
                    "gcc",
                    "-O2",
                    "-Wall",
                    "-Wextra",
                    "-shared",
                    "-fPIC",
                    "-o",
                    library.toString(),
                    "src/test/c/disk.c",
                    "-lpthread"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertEquals(0, gcc.waitFor(), () -> read(log));
    Path watched = Files.createDirectories(folder.resolve("disk"));
    return new DiskLibrary(library, watched, folder.resolve("journal"), folder.resolve("faults"));
  }

  /// The same library for another run.
  DiskLibrary in(Path run) throws IOException {
    Path folder = run.toRealPath();
    Path other = Files.createDirectories(folder.resolve("disk"));
    return new DiskLibrary(library, other, folder.resolve("journal"), folder.resolve("faults"));
  }

  Path data() {
    return watched.resolve("data");
  }

  /// For processes whose calls are journalled and can fail.
  Map<String, String> journalled() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "DISK_FOLDER", watched.toString(),
        "DISK_JOURNAL", journal.toString(),
        "DISK_FAULTS", faults.toString());
  }

  /// For processes whose calls can fail.
  Map<String, String> faulty() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "DISK_FOLDER", watched.toString(),
        "DISK_FAULTS", faults.toString());
  }

  /// From now on; ends what was planned before.
  void plan(Fault fault) throws IOException {
    Path next = Files.createTempFile(faults.getParent(), "fault", null);
    Files.writeString(next, fault.line());
    Files.move(next, faults, StandardCopyOption.ATOMIC_MOVE);
  }

  /// From now on all calls succeed.
  void noMoreFaults() throws IOException {
    Files.deleteIfExists(faults);
  }

  /// What failed so far, a line each: kind, effect, number, file.
  List<String> hits() throws IOException {
    try {
      return Files.readAllLines(faults.resolveSibling("faults.hits"));
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// @param first the first call that is meant, 1 for the next
  /// @param count how many calls in a row
  /// @param files the end of their names, `*` for all
  record Fault(Kind kind, Effect effect, long first, long count, String files) {
    static final long FOR_EVER = 1_000_000_000;

    String line() {
      return String.join(
          " ",
          kind.name().toLowerCase(java.util.Locale.ROOT),
          effect.name(),
          Long.toString(first),
          Long.toString(count),
          files);
    }
  }

  enum Kind {
    WRITE,
    SYNC
  }

  /// See `disk.c`.
  enum Effect {
    EIO,
    ENOSPC,
    SKIP,
    KILL
  }
}
