package dev.tippen.enrich.place;

import dev.tippen.enrich.address.RangeCsv.MistakesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file whose content is loaded, and loaded again when it changes. What was loaded last stays in
/// use while a new version is missing, being written or broken. One thread polls; all may read.
final class WatchedFile<T> {
  private static final Logger log = LoggerFactory.getLogger(WatchedFile.class);

  private final Path path;
  private final Loader<T> loader;

  private boolean polledBefore;
  private @Nullable Stamp seen;
  private @Nullable Stamp tried;
  private volatile State<T> state = new State<>(null, null, "it is not read yet");

  /// Reads one version of the file. Blocks on the disk.
  @FunctionalInterface
  interface Loader<T> {
    T load(Path path) throws IOException, MistakesException;
  }

  /// @param loaded the version in use, null if there is none
  /// @param modified when that version was written
  /// @param problem with the newest version, null if it is the one in use
  record State<T>(@Nullable T loaded, @Nullable FileTime modified, @Nullable String problem) {}

  /// What changes when a file does. The key is the file's own number, which tells a new file from
  /// an old one of the same size and time.
  private record Stamp(FileTime modified, long bytes, @Nullable Object key) {
    static Stamp of(Path path) throws IOException {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      if (!now.isRegularFile()) throw new IOException("it is no file");
      return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
    }
  }

  WatchedFile(Path path, Loader<T> loader) {
    this.path = path;
    this.loader = loader;
  }

  Path path() {
    return path;
  }

  State<T> state() {
    return state;
  }

  /// Looks whether the file changed and loads it if it did: at once the first time, later only if
  /// it stayed the same from one poll to the next, because somebody may be writing it. Blocks on
  /// the disk.
  ///
  /// @return whether something new is loaded
  boolean poll() {
    try {
      Stamp now = Stamp.of(path);
      boolean settled = !polledBefore || now.equals(seen);
      polledBefore = true;
      seen = now;
      return settled && !now.equals(tried) && load(now);
    } catch (IOException e) {
      polledBefore = true;
      seen = null;
      tried = null;
      failed(e);
      return false;
    }
  }

  private boolean load(Stamp now) throws IOException {
    tried = now;
    T loaded;
    try {
      loaded = loader.load(path);
    } catch (IOException | MistakesException | RuntimeException e) {
      if (now.equals(Stamp.of(path))) failed(e);
      else tried = null;
      return false;
    }
    if (!now.equals(Stamp.of(path))) {
      tried = null;
      discard(loaded);
      return false;
    }
    state = new State<>(loaded, now.modified, null);
    log.info("{} is loaded", path);
    return true;
  }

  private static void discard(Object loaded) throws IOException {
    if (loaded instanceof MmdbFile file) file.close();
  }

  private void failed(Exception e) {
    String problem =
        e instanceof NoSuchFileException ? "it is missing" : String.valueOf(e.getMessage());
    State<T> before = state;
    if (problem.equals(before.problem)) return;
    state = new State<>(before.loaded, before.modified, problem);
    String consequence = before.loaded == null ? "it is not used" : "the last one stays in use";
    log.warn("{} can't be used, {}: {}", path, consequence, problem);
  }
}
