package dev.tippen.store.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// SQLite's native library. The driver carries it in its jar and unpacks it at each start, unless
/// the system property `org.sqlite.lib.path` names a folder that has it.
public final class NativeLibrary {
  private NativeLibrary() {}

  /// Unpacks the library of this machine once, for the starts to come. Replaces an older copy;
  /// processes that use that one are not disturbed.
  ///
  /// @param folder is made if it is missing
  public static void copyTo(Path folder) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    Files.createDirectories(folder);
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) throw new IOException("the SQLite driver has no " + resource);
      Path unpacked = Files.createTempFile(folder, name, ".tmp");
      Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
      Files.move(
          unpacked,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
