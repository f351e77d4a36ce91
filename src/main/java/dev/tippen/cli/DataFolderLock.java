package dev.tippen.cli;

import dev.tippen.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One server to a data folder: two would each believe to be the only writer. The lock is the
/// operating system's and goes with the process, however that ends; the file stays.
final class DataFolderLock implements AutoCloseable {
  static final String FILE_NAME = "server.lock";

  private final Path folder;
  private final FileChannel channel;

  private DataFolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  Path folder() {
    return folder;
  }

  /// Makes the folder if needed.
  ///
  /// @throws StoreException if the folder can't be used
  /// @throws Failure if a server uses it
  static DataFolderLock take(Path folder) {
    try {
      makeFolder(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(FILE_NAME),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              onlyForOwner(folder, "rw-------"));
      if (lock(channel) == null) {
        channel.close();
        throw new Failure(
            "Another server uses the data folder "
                + folder
                + "; stop it or name another with --data DIR");
      }
      ServerAddress.forget(folder);
      return new DataFolderLock(folder, channel);
    } catch (IOException e) {
      throw new StoreException(
          "The data folder " + folder + " can't be used: " + e.getMessage(), e);
    }
  }

  /// Whether a server uses the folder now.
  static boolean isTaken(Path folder) {
    if (!Files.exists(folder.resolve(FILE_NAME))) return false;
    try {
      take(folder).close();
      return false;
    } catch (Failure _) {
      return true;
    }
  }

  private static void makeFolder(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath();
    if (Files.isDirectory(absolute)) return;
    Path parent = absolute.getParent();
    if (parent != null) Files.createDirectories(parent);
    try {
      Files.createDirectory(absolute, onlyForOwner(absolute, "rwx------"));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(absolute)) throw new IOException("it is not a folder", e);
    }
  }

  private static FileAttribute<?>[] onlyForOwner(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null; // held by this very process
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // The lock ends with the process, which is about to end.
    }
  }
}
