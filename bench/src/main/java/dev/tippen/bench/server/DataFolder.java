package dev.tippen.bench.server;

import dev.tippen.bench.BenchFailure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A fresh data folder on a real disk, deleted when it is closed.
public final class DataFolder implements AutoCloseable {
  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs", "devtmpfs");

  /// A server that is being killed may still make files.
  private static final int DELETE_ATTEMPTS = 20;

  private static final long DELETE_AGAIN_MS = 100;

  private final Path path;
  private final Thread hook = new Thread(this::delete);

  private DataFolder(Path path) {
    this.path = path;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// @param parent made if it is missing
  /// @throws BenchFailure if the parent is no folder on a disk
  public static DataFolder in(Path parent) throws BenchFailure {
    try {
      Files.createDirectories(parent);
      String type = fileSystem(parent);
      if (inMemory(type)) {
        throw new BenchFailure(
            parent
                + " is in memory ("
                + type
                + "), where a sync costs nothing; name a folder on a disk with --data");
      }
      return new DataFolder(Files.createTempDirectory(parent, "bench-"));
    } catch (IOException e) {
      throw new BenchFailure(parent + " can't be used for data: " + e.getMessage(), e);
    }
  }

  /// The file system's name, such as `ext4`.
  public static String fileSystem(Path folder) throws IOException {
    return Files.getFileStore(folder).type();
  }

  static boolean inMemory(String fileSystem) {
    return IN_MEMORY.contains(fileSystem);
  }

  /// The server's own folder; what else a run writes goes beside it.
  public Path data() {
    return path.resolve("data");
  }

  public Path log() {
    return path.resolve("server.log");
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The hook is running.
    }
  }

  private void delete() {
    for (int attempt = 1; Files.exists(path); attempt++) {
      try {
        Files.walkFileTree(path, new Deletion());
      } catch (IOException e) {
        if (attempt == DELETE_ATTEMPTS) {
          System.err.println("bench: " + path + " could not be deleted: " + e.getMessage());
          return;
        }
        LockSupport.parkNanos(DELETE_AGAIN_MS * 1_000_000);
      }
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      if (e != null) throw e;
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
