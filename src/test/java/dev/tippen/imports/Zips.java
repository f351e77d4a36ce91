package dev.tippen.imports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes zips.
public final class Zips {
  private Zips() {}

  /// @return the file
  public static Path of(Path file, Map<String, String> contents) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, String> e : new TreeMap<>(contents).entrySet()) {
        zip.putNextEntry(new ZipEntry(e.getKey()));
        zip.write(e.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }

  /// Rows of one letter, which shrink to a thousandth.
  static void bomb(Path file, String name, String head, int bytes) throws IOException {
    byte[] row = new byte[1024];
    Arrays.fill(row, (byte) 'x');
    row[row.length - 1] = '\n';
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(head.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < bytes / row.length; i++) zip.write(row);
    }
  }
}
