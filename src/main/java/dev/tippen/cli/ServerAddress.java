package dev.tippen.cli;

import dev.tippen.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/// Where the server of a data folder listens, in a file in that folder, so that commands beside it
/// can talk to it. It holds only while the folder's lock is taken.
final class ServerAddress {
  static final String FILE_NAME = "server.address";

  private static final int MAX_CHARS = 300;

  private ServerAddress() {}

  static void note(Path folder, URI uri) {
    Path file = folder.resolve(FILE_NAME);
    Path whole = folder.resolve(FILE_NAME + ".new");
    try {
      Files.writeString(whole, uri.toString());
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StoreException(
          "The data folder " + folder + " can't be used: " + e.getMessage(), e);
    }
  }

  static void forget(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(FILE_NAME));
    } catch (IOException e) {
      throw new StoreException(
          "The data folder " + folder + " can't be used: " + e.getMessage(), e);
    }
  }

  /// An address that this machine can connect to, null if none is noted.
  static @Nullable URI read(Path folder) {
    try {
      String text = Files.readString(folder.resolve(FILE_NAME), StandardCharsets.UTF_8).strip();
      if (text.isEmpty() || text.length() > MAX_CHARS) return null;
      // What listens on all addresses is reached by the own one.
      return URI.create(
          text.replace("//0.0.0.0:", "//127.0.0.1:")
              .replaceFirst("//\\[(::|0:0:0:0:0:0:0:0)]:", "//[::1]:"));
    } catch (IOException | IllegalArgumentException _) {
      return null;
    }
  }
}
