package dev.tippen.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Opens the files of one kind, and tells one file from another.
public final class Sources {
  private static final int BUFFER_BYTES = 1024 * 1024;
  private static final int FOLDER_FILES_MAX = 1_000;
  private static final int FOLDER_DEPTH_MAX = 3;

  private Sources() {}

  public static RowSource jsonl(Path file) throws IOException {
    return new JsonlSource(file);
  }

  /// @param file the export's zip or folder, or `website_event.csv` alone
  /// @param scratch folder for what must be kept aside
  public static RowSource umami(Path file, Path scratch) throws IOException {
    return new UmamiSource(file, scratch);
  }

  /// @param file the export's zip or folder, or one of its files
  public static RowSource plausible(Path file) throws IOException {
    return new PlausibleSource(file);
  }

  /// A hash over all contents: another text for another file, the same for a copy. Reads the whole
  /// file.
  public static String fingerprint(Path source) throws IOException {
    MessageDigest sha = sha256();
    if (!Files.isDirectory(source)) {
      add(sha, source);
    } else {
      List<Path> files;
      try (Stream<Path> all = Files.walk(source, FOLDER_DEPTH_MAX)) {
        files = all.filter(Files::isRegularFile).sorted().limit(FOLDER_FILES_MAX + 1L).toList();
      }
      if (files.size() > FOLDER_FILES_MAX) {
        throw new SourceException(
            source.getFileName() + " holds more than " + FOLDER_FILES_MAX + " files");
      }
      for (Path file : files) {
        sha.update(source.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
        add(sha, file);
      }
    }
    return "sha256-" + HexFormat.of().formatHex(sha.digest());
  }

  private static void add(MessageDigest sha, Path file) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long size = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha.update(buffer, 0, n);
        size += n;
      }
    }
    sha.update(Long.toString(size).getBytes(StandardCharsets.US_ASCII));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every JDK has SHA-256", e);
    }
  }
}
